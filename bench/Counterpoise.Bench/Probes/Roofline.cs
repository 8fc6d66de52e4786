using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;

namespace Counterpoise.Bench.Probes;

/// <summary>The machine's limits on one core.</summary>
/// <param name="FmaGigaflops">Fused multiply-adds of doubles, two operations each.</param>
/// <param name="ReadLevel1">GB/s from 16 KiB.</param>
/// <param name="ReadLevel2">GB/s from 512 KiB.</param>
/// <param name="ReadLevel3">GB/s from 8 MiB.</param>
/// <param name="EightDivisions">Nanoseconds for 8 divisions of doubles.</param>
internal sealed record Roofline(
    double FmaGigaflops, double ReadLevel1, double ReadLevel2, double ReadLevel3, double EightDivisions)
{
    private const double Giga = 1e9;

    /// <summary>Measures them, interleaved with each other.</summary>
    public static Roofline Measure(int rounds)
    {
        using var arena = new Arena();
        Contender[] contenders =
        [
            ArithmeticProbe.Fma(flop: Giga),
            ReadProbe.Of(arena, "L1 read", ReadProbe.Level1, bytesPerUnit: Giga),
            ReadProbe.Of(arena, "L2 read", ReadProbe.Level2, bytesPerUnit: Giga),
            ReadProbe.Of(arena, "L3 read", ReadProbe.Level3, bytesPerUnit: Giga),
            ArithmeticProbe.Divide(),
        ];
        var timings = Rounds.Run(contenders, rounds);
        double PerSecond(int at) => 1e9 / timings.Best(contenders[at]);
        return new(PerSecond(0), PerSecond(1), PerSecond(2), PerSecond(3), timings.Best(contenders[4]));
    }
}
