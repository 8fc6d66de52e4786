namespace Counterpoise.SameBits.Inputs;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014), and doubles from it by bit operations and single IEEE operations only: the
/// same numbers on every machine and under every runtime.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    // What arithmetic and kernels treat apart: zeros, ends of the range, thresholds and their neighbours.
    private static readonly double[] Edges = EdgesOfRange();

    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 to count − 1.</summary>
    public int Below(int count) => unchecked((int)(((Next() >> 32) * (ulong)count) >> 32));

    public bool OneIn(int count) => Below(count) == 0;

    /// <summary>0 ≤ u &lt; 1, a multiple of 2⁻⁵².</summary>
    public double Unit() => Mantissa() - 1;

    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>Positive, with every exponent from low to high − 1 alike; subnormal below −1022.</summary>
    public double Magnitude(int low, int high)
    {
        var exponent = low + Below(high - low);
        return exponent >= -1022
            ? BitConverter.UInt64BitsToDouble(((ulong)(exponent + 1023) << 52) | (Next() >> 12))
            : BitConverter.UInt64BitsToDouble((1UL << 51 | Next() >> 13) >> (-1023 - exponent));
    }

    public double Signed(double size) => (Next() & 1) == 0 ? size : -size;

    /// <summary>Any bit pattern: one in 1024 is NaN or infinite.</summary>
    public double Any() => BitConverter.UInt64BitsToDouble(Next());

    /// <summary>A zero, an end of the range, NaN, or a threshold of a kernel or its neighbour.</summary>
    public double Edge() => Edges[Below(Edges.Length)];

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    // 1 ≤ m < 2.
    private double Mantissa() => BitConverter.UInt64BitsToDouble(0x3FF0_0000_0000_0000 | (Next() >> 12));

    private static double[] EdgesOfRange()
    {
        double[] thresholds =
        [
            // 2⁻⁹⁰⁰, 2^±400, 2⁻¹⁶, 2⁻¹⁰, 1, 16, and arguments where exponential and tail end.
            1.1830521861667747e-271, 3.8725919148493183e-121, 2.5822498780869086e+120, 1.52587890625e-5, 9.765625e-4,
            1, 16, 37.6, 39, 40, 600, 700, 708.4, 709.78271289338397, 720, 745.13321910194111, 746, 760, 1416,
            BitConverter.UInt64BitsToDouble(0x0010_0000_0000_0000), double.MaxValue,
        ];
        var edges = new List<double>
        {
            0, double.Epsilon, double.PositiveInfinity, double.NaN,
            BitConverter.UInt64BitsToDouble(0x7FF8_0000_DEAD_BEEF),
        };
        foreach (var threshold in thresholds)
        {
            var bits = BitConverter.DoubleToUInt64Bits(threshold);
            for (var offset = -1; offset <= 1; offset++)
                edges.Add(BitConverter.UInt64BitsToDouble(unchecked(bits + (ulong)offset)));
        }
        return [.. edges, .. edges.Select(e => -e)];
    }
}
