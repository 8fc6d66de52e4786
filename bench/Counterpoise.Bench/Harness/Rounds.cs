using System.Diagnostics;

namespace Counterpoise.Bench.Harness;

/// <summary>
/// Interleaved rounds: every contender gets one slice of about 4 ms per round, so that all of them see the same load of
/// the machine. The order turns round after round.
/// </summary>
internal static class Rounds
{
    private const double SliceNanoseconds = 4e6;
    private const int WarmUpCalls = 40;
    private static readonly TimeSpan WarmUpLeast = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WarmUpMost = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan TierUp = TimeSpan.FromMilliseconds(150);

    // Code is counted, then profiled, then optimised; each step waits for a quiet 100 ms.
    private const int Tiers = 3;

    /// <summary>Times the contenders against each other.</summary>
    public static Timings Run(IReadOnlyList<Contender> contenders, int rounds)
    {
        for (var tier = 0; tier < Tiers; tier++)
        {
            foreach (var contender in contenders) WarmUp(contender);
            Thread.Sleep(TierUp);
        }
        var calls = contenders.Select(c => Math.Max(1, (int)(SliceNanoseconds / WarmUp(c)))).ToArray();
        var samples = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var at = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                samples[at][round] = contenders[at].Time(calls[at]) / contenders[at].UnitsPerCall;
            }
        }
        return new Timings(contenders, samples);
    }

    // The best time of a call. A slow rival ends early: it has no tiers to climb.
    private static double WarmUp(Contender contender)
    {
        var best = double.PositiveInfinity;
        var watch = Stopwatch.StartNew();
        for (var call = 0; watch.Elapsed < (call < WarmUpCalls ? WarmUpMost : WarmUpLeast); call++)
            best = Math.Min(best, contender.Time(1));
        return best;
    }
}

/// <summary>Nanoseconds per unit, by contender and round; further passes add rounds.</summary>
internal sealed class Timings(IReadOnlyList<Contender> contenders, double[][] samples)
{
    private readonly List<double>[] _samples = [.. samples.Select(s => s.ToList())];

    /// <summary>Adds the rounds of another pass over the same contenders.</summary>
    public void Add(Timings pass)
    {
        for (var at = 0; at < _samples.Length; at++) _samples[at].AddRange(pass._samples[at]);
    }

    /// <summary>The fastest slice: the figure a loaded machine disturbs least.</summary>
    public double Best(Contender contender) => _samples[IndexOf(contender)].Min();

    /// <summary>How many times faster than the rival, fastest slice against fastest slice.</summary>
    public double Ratio(Contender ours, Contender rival) => Best(rival) / Best(ours);

    /// <summary>The median over the rounds of the ratio within a round.</summary>
    public double MedianRatio(Contender ours, Contender rival)
    {
        var ratios = _samples[IndexOf(rival)].Zip(_samples[IndexOf(ours)], (r, o) => r / o).Order().ToArray();
        return (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
    }

    private int IndexOf(Contender contender)
    {
        for (var at = 0; at < contenders.Count; at++)
            if (ReferenceEquals(contenders[at], contender)) return at;
        throw new ArgumentException($"{contender.Name} was not timed", nameof(contender));
    }
}
