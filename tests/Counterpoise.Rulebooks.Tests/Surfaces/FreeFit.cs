using System.Collections.Concurrent;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>A recorded smile fitted alone, and its error as a multiple of the least a slow search finds.</summary>
internal readonly record struct FreeFit(SmileFit Smile, double Ratio)
{
    private static readonly ConcurrentDictionary<string, Lazy<FreeFit[]>> Known = new();

    /// <summary>Recorded files and their snapshots.</summary>
    public static IReadOnlyList<(string File, int Chains)> Files { get; } =
        [("demo_full_chain_20260822T153351Z", 1), ("stress_20260204_20260207_all_snapshots", 16)];

    /// <summary>The slow search finds less.</summary>
    public bool IsWorse => !(Ratio <= 1.0001);

    /// <summary>The steeper of the wings of the fit alone.</summary>
    public double Steepest => Math.Max(Smile.Alone.LeftSlope, Smile.Alone.RightSlope);

    /// <summary>Every smile of a file with quotes enough, once in a process; skips the test without it.</summary>
    public static FreeFit[] Of(string file, int chains) =>
        Known.GetOrAdd(file, _ => new Lazy<FreeFit[]>(() => Fit(file, chains))).Value;

    private static FreeFit[] Fit(string file, int chains)
    {
        using var text = SharedData.OpenText($"market/deribit/{file}.csv.gz", chains);
        var options = new SurfaceFitOptions { Weights = QuoteWeights.Equal };
        return
        [
            .. ChainCsv.ReadAll(text).SelectMany(m => SurfaceFit.Fit(m, options).Values).SelectMany(s => s.Smiles)
                .Where(s => s.Quotes.Count >= SurfaceFit.EnoughQuotes).Select(Compare),
        ];
    }

    private static FreeFit Compare(SmileFit smile)
    {
        var slow = new SlowSvi(
            [.. smile.Quotes.Select(q => q.LogMoneyness)], [.. smile.Quotes.Select(q => q.Vol)], smile.Years);
        return new FreeFit(smile, slow.Error(smile.Alone) / slow.Least(smile.Alone));
    }
}
