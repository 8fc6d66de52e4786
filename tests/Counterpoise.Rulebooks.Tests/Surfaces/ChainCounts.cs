using System.Collections.Concurrent;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>What fitting every snapshot of a recorded file gives.</summary>
/// <param name="Chains">Snapshots.</param>
/// <param name="Smiles">Expiries fitted.</param>
/// <param name="Free">Least squares alone.</param>
/// <param name="Repaired">Moved by constraints.</param>
/// <param name="Leaning">With too few quotes.</param>
/// <param name="Aside">Violations the unconstrained fits have.</param>
/// <param name="Median">Median error of an expiry, bp.</param>
/// <param name="Most">Greatest error of an expiry, bp.</param>
/// <param name="Wrong">What is wrong with the surfaces; empty if nothing is.</param>
internal sealed record ChainCounts(
    int Chains, int Smiles, int Free, int Repaired, int Leaning, int Aside, double Median, double Most,
    IReadOnlyList<string> Wrong)
{
    private static readonly ConcurrentDictionary<string, Lazy<ChainCounts>> Known = new();

    /// <summary>Recorded files and their snapshots.</summary>
    public static IReadOnlyList<(string File, int Chains)> Files { get; } =
    [
        ("daily_chain_202512", 1), ("daily_chain_202601", 30), ("daily_chain_202602", 28), ("daily_chain_202603", 31),
        ("daily_chain_202604", 30), ("daily_chain_202605", 31), ("daily_chain_202606", 29), ("daily_chain_202607", 31),
        ("daily_chain_202608", 21), ("stress_20260204_20260207_all_snapshots", 16),
    ];

    /// <summary>Fits a file, once in a process; skips the test if it is not there.</summary>
    public static ChainCounts Of(string file, int chains) =>
        Known.GetOrAdd(file, _ => new Lazy<ChainCounts>(() => Fit(Read(file, chains)))).Value;

    private static IReadOnlyList<Market> Read(string file, int chains)
    {
        using var text = SharedData.OpenText($"market/deribit/{file}.csv.gz", chains);
        return ChainCsv.ReadAll(text);
    }

    private static ChainCounts Fit(IReadOnlyList<Market> markets)
    {
        var wrong = new List<string>();
        var smiles = new List<SmileFit>();
        var aside = 0;
        foreach (var market in markets)
        {
            foreach (var (coin, surface) in SurfaceFit.Fit(market))
            {
                const CalendarRange everywhere = CalendarRange.Everywhere;
                var label = $"{market.Name}, {coin}: ";
                wrong.AddRange(Checks.Violations(surface, everywhere, s => s.Svi).Select(w => label + w));
                wrong.AddRange(NotAsQuoted(market, coin, surface).Select(w => label + w));
                aside += Checks.Violations(surface, everywhere, s => s.Alone).Count;
                smiles.AddRange(surface.Smiles);
            }
        }
        var errors = smiles.Select(s => 1e4 * s.Rmse).Order().ToArray();
        int Count(FitKind kind) => smiles.Count(s => s.Kind == kind);
        return new ChainCounts(
            markets.Count, smiles.Count, Count(FitKind.Free), Count(FitKind.Repaired), Count(FitKind.FromSurface),
            aside, errors[errors.Length / 2], errors[^1], wrong);
    }

    // Every expiry with a quote is there, and what it is said to be is a number.
    private static IEnumerable<string> NotAsQuoted(Market market, Currency coin, VolSurface surface)
    {
        var quoted = ChainQuotes.Of(market, coin, SurfaceFitOptions.Default).Where(e => e.Quotes.Count > 0);
        if (!quoted.Select(e => e.Expiry).SequenceEqual(surface.Smiles.Select(s => s.Expiry)))
            yield return "the expiries are not those that are quoted";
        var first = true;
        foreach (var smile in surface.Smiles)
        {
            var numbers = smile.Rmse + smile.FreeRmse + smile.MaxError + smile.LeastDensity + smile.LeastDensityAt;
            if (!double.IsFinite(numbers)) yield return $"{smile.Expiry}: {numbers} among its figures";
            if (double.IsNaN(smile.LeastCalendar) != first) yield return $"{smile.Expiry}: {smile.LeastCalendar}";
            foreach (var quote in smile.Quotes.Where(q => !(smile.Vol(q.LogMoneyness) > 0)))
                yield return $"{smile.Expiry}: no volatility of {quote.Option}";
            first = false;
        }
    }
}
