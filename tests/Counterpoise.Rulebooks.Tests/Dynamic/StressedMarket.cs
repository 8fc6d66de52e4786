using System.Text;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Dynamic;

/// <summary>The made-up market of the laws with dynamic parameters, and what changes them.</summary>
internal static class StressedMarket
{
    public const int Portfolios = 120;

    public static readonly RiskParameters Btc = new()
    {
        ScanUp = new(0.11),
        ScanDown = new(0.13),
        MaintenanceScanUp = new(0.07),
        MaintenanceScanDown = new(0.085),
        VolRise = new(0.5),
        DailyVol = new(0.03),
        Spread = new(0.0002),
        DailyVolume = new(9_000),
        VolSpreads = [new(0.03), new(0.02), new(0.02), new(0.02), new(0.03)],
        VegaVolumes = [new(600_000), new(900_000), new(800_000), new(500_000), new(300_000)],
        DepthSlow = new(60e6),
        DepthNow = new(50e6),
        OpenInterest = new(4e9),
        Stress = new(0.4),
    };

    public static readonly RiskParameters Eth = Btc with
    {
        ScanUp = new(0.15),
        ScanDown = new(0.16),
        MaintenanceScanUp = new(0.1),
        MaintenanceScanDown = new(0.11),
        DailyVol = new(0.04),
        DailyVolume = new(150_000),
    };

    public static readonly CoinCorrelation Pair = new(LawMarket.Btc, LawMarket.Eth)
    {
        Month = new(0.84),
        ThreeDays = new(0.8),
        Low = new(0.66),
    };

    public static Rulebook Rulebook { get; } = RulebookLibrary.Find("counterpoise");

    /// <summary>The market-wide add-on is off as shipped.</summary>
    public static Rulebook WithMarketWide { get; } =
        Changed("\"marketWide\": 0,", "\"marketWide\": 0.5,");

    /// <summary>What a parameter is called, how to read it and how to change it.</summary>
    public static readonly RiskField[] All =
    [
        new("scan up", r => r.ScanUp, (r, v) => r with { ScanUp = v }),
        new("scan down", r => r.ScanDown, (r, v) => r with { ScanDown = v }),
        new("maintenance scan up", r => r.MaintenanceScanUp, (r, v) => r with { MaintenanceScanUp = v }),
        new("maintenance scan down", r => r.MaintenanceScanDown, (r, v) => r with { MaintenanceScanDown = v }),
        new("vol rise", r => r.VolRise, (r, v) => r with { VolRise = v }),
        new("daily vol", r => r.DailyVol, (r, v) => r with { DailyVol = v }),
        new("spread", r => r.Spread, (r, v) => r with { Spread = v }),
        new("daily volume", r => r.DailyVolume, (r, v) => r with { DailyVolume = v }),
        new("vol spread", r => r.VolSpreads[1], (r, v) => r with { VolSpreads = At1(r.VolSpreads, v) }),
        new("vega volume", r => r.VegaVolumes[1], (r, v) => r with { VegaVolumes = At1(r.VegaVolumes, v) }),
        new("depth slow", r => r.DepthSlow, (r, v) => r with { DepthSlow = v }),
        new("depth now", r => r.DepthNow, (r, v) => r with { DepthNow = v }),
        new("open interest", r => r.OpenInterest, (r, v) => r with { OpenInterest = v }),
        new("stress", r => r.Stress, (r, v) => r with { Stress = v }),
    ];

    public static Market Of(RiskParameters? btc, RiskParameters? eth, params CoinCorrelation[] pairs)
    {
        var prices = LawMarket.Prices;
        return prices with
        {
            Underlyings = prices.Underlyings.ToDictionary(
                u => u.Key, u => u.Value with { Risk = u.Key == LawMarket.Btc ? btc : eth }),
            Correlations = pairs,
        };
    }

    public static Market Usual { get; } = Of(Btc, Eth, Pair);

    public static BucketMargin Margin(Portfolio portfolio, Market? market = null, Rulebook? rulebook = null)
    {
        var margin = MarginEvaluator.Evaluate(rulebook ?? Rulebook, portfolio, market ?? Usual);
        return Assert.Single(margin.Buckets);
    }

    public static BucketMargin Margin(params Position[] positions) =>
        Margin(new Portfolio("positions") { Positions = positions });

    public static IEnumerable<Portfolio> Drawn(int count = Portfolios) =>
        LawMarket.Random(Rulebook, count).Select(a => a.Portfolio with { Reserved = [] });

    public static double Line(Requirement requirement, string name) =>
        requirement.Composition.Where(l => l.Name.StartsWith(name, StringComparison.Ordinal)).Sum(l => l.Exact);

    // The rulebook as its file would be with another number in it.
    public static Rulebook Changed(string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(
            SharedData.Repository, "src/Counterpoise.Rulebooks/Data/counterpoise/2026-11-25.json"));
        var changed = text.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        return RulebookJson.Read(Encoding.UTF8.GetBytes(changed));
    }

    private static Observed?[] At1(IReadOnlyList<Observed?> list, Observed? value)
    {
        Observed?[] changed = [.. list];
        changed[1] = value;
        return changed;
    }
}

/// <summary>A dynamic parameter: what it is called, how to read it and how to change it.</summary>
internal sealed record RiskField(
    string Name, Func<RiskParameters, Observed?> Get, Func<RiskParameters, Observed?, RiskParameters> Set);
