namespace Counterpoise.Learning.Statistics;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for the same seed on any machine.</summary>
/// <param name="seed">Any.</param>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Sixty-four random bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Uniform on [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0 … below − 1.</summary>
    public int Below(int below) => (int)(Uniform() * below);
}
