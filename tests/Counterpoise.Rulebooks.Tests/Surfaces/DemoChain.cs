using System.Globalization;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>
/// The real chain of 2026-08-22, its fits, and the selection of its quotes once more: straight from the text, by the
/// rule as it is stated and nothing else.
/// </summary>
internal static class DemoChain
{
    public const int Expiries = 22;

    private const string File = "market/deribit/demo_full_chain_20260822T153351Z.csv.gz";

    public static Market Market()
    {
        using var text = SharedData.OpenText(File, Expiries);
        return ChainCsv.Read(text);
    }

    /// <summary>The surfaces of both coins, with equal weights unless told.</summary>
    public static VolSurface[] Fit(CalendarRange calendar, QuoteWeights weights = QuoteWeights.Equal)
    {
        var options = new SurfaceFitOptions { Weights = weights, Calendar = calendar };
        return [.. SurfaceFit.Fit(Market(), options).OrderBy(s => s.Key).Select(s => s.Value)];
    }

    /// <summary>What should be fitted, by coin and expiry.</summary>
    public static Dictionary<(string Coin, Instant Expiry), List<SelectedQuote>> Select()
    {
        var chosen = new Dictionary<(string, Instant), List<SelectedQuote>>();
        foreach (var group in Rows().GroupBy(r => (r.Coin, r.Expiry)))
        {
            var years = group.First().Years;
            if (years < 0.002) continue;
            Row[] sorted =
                [.. group.Where(r => r.Bid > 0 && r.Ask >= r.Bid && r.IsCall == r.K >= 0).OrderBy(r => r.K)];
            var (low, high) = (sorted.Last(r => r.K < 0), sorted.First(r => r.K >= 0));
            var atTheMoney = low.Vol + (high.Vol - low.Vol) * (0 - low.K) / (high.K - low.K);
            var limit = 3 * atTheMoney * Math.Sqrt(years);
            var inside = sorted.Where(r => Math.Abs(r.K) <= limit);
            chosen.Add(group.Key, [.. inside.Select(r => new SelectedQuote(r.K, r.Vol))]);
        }
        return chosen;
    }

    private static IEnumerable<Row> Rows()
    {
        using var text = SharedData.OpenText(File, Expiries);
        var names = text.ReadLine()!.Split(',');
        int Column(string name) => Array.IndexOf(names, name);
        var (coin, expiry, time) = (Column("currency"), Column("expiry_datetime"), Column("timestamp"));
        var (bid, ask, vol) = (Column("bid_price"), Column("ask_price"), Column("implied_volatility"));
        var (forward, strike, kind) = (Column("underlying"), Column("strike"), Column("option_type"));
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            double Number(int i) => cells[i].Length == 0 ? 0 : double.Parse(cells[i], CultureInfo.InvariantCulture);
            var end = DateTimeOffset.Parse(cells[expiry], CultureInfo.InvariantCulture);
            var years = (end - DateTimeOffset.Parse(cells[time], CultureInfo.InvariantCulture)).TotalDays / 365;
            yield return new Row(
                cells[coin], Instant.TryParse(cells[expiry], out var instant) ? instant : default, years,
                Number(bid), Number(ask), Number(vol), Math.Log(Number(strike) / Number(forward)),
                cells[kind] == "call");
        }
    }

    private sealed record Row(
        string Coin, Instant Expiry, double Years, double Bid, double Ask, double Vol, double K, bool IsCall);
}

/// <summary>A quote that belongs into a fit.</summary>
internal readonly record struct SelectedQuote(double K, double Vol);
