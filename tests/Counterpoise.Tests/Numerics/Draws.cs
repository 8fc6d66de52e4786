using Counterpoise.Numerics;

namespace Counterpoise.Tests.Numerics;

/// <summary>SplitMix64: the same numbers on every machine, and a stream of its own for every point.</summary>
/// <param name="stream">Which set of points.</param>
/// <param name="index">Which point.</param>
internal sealed class Draws(int stream, int index)
{
    private ulong _state = ((ulong)stream << 48) + (ulong)index * 0x632BE59BD9B4E019;

    public double Uniform(double low, double high) => low + (high - low) * ((Next() >> 11) * (1.0 / (1L << 53)));

    public double LogUniform(double low, double high) =>
        Elementary.Exp(Uniform(Elementary.Log(low), Elementary.Log(high)));

    public int Whole(int count) => (int)(Next() % (ulong)count);

    public bool Coin() => (Next() & 1) != 0;

    public double Sign() => Coin() ? 1 : -1;

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
