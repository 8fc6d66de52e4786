using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>Published calibrations: a whole file is one case.</summary>
internal static class CalibrationSets
{
    private const string Dax = "dax_2002_vol_surface_heston_calibration";

    public static IReadOnlyList<VectorSet> All { get; } =
    [
        new($"pricing/{Dax}", $"pricing/{Dax}.csv", "quotes", 1, 104, HestonOnDax),
    ];

    // The surface of A. Sepp as QuantLib's testDAXCalibration uses it: maturities rounded to whole weeks, zero rates
    // linear in days between those given, and the sum of squares of errors of implied volatility in points.
    private static FileChecks HestonOnDax(string file, ReadOnlyMemory<byte> bytes)
    {
        const double expected = 177.2;
        const double allowed = 1;
        var rows = CsvTable.Read(file, bytes).Rows;
        var curve = rows.Select(r => (Days: r["days"], Rate: r["rate_zero_act365"])).Distinct().Order().ToArray();
        var expiries = rows.GroupBy(r => r["days"]).OrderBy(g => g.Key).Select(g => Expiry([.. g], curve)).ToArray();
        var fit = HestonCalibration.Fit(expiries, new HestonParameters(0.1, 1, 0.1, 0.5, -0.5));
        var squares = fit is null ? double.NaN : fit.SumOfSquares * 1e4;
        var check = Check.Number(file, "sum of squared vol points", expected, squares, allowed);
        return new FileChecks(rows.Count, [check]);
    }

    private static ExpiryQuotes Expiry(IReadOnlyList<CsvRow> rows, (double Days, double Rate)[] curve)
    {
        var days = Math.Floor((rows[0]["days"] + 3) / 7) * 7;
        var years = days / 365;
        var spot = new Contract(Payoff.LinearOption, rows[0]["spot"], 0) { Rate = Rate(curve, days) - rows[0]["q"] };
        var forward = spot.Forward / spot.Discount(years);
        var expiry = Instant.FromUtc(2002, 7, 5) + Duration.FromSeconds((long)(days * 86_400));
        var quotes = rows.Select(r =>
        {
            var strike = r["strike"];
            var k = new Contract(Payoff.LinearOption, forward, 0) { Strike = strike }.LogMoneyness;
            var option = Instrument.Option(
                Currency.Parse("DAX"), Currency.Usd, Currency.Usd, expiry, Price.Nearest(strike),
                k < 0 ? OptionRight.Put : OptionRight.Call);
            return new SmileQuote(option, k, r["implied_vol"], null, null, Weight: 1);
        });
        return new ExpiryQuotes(expiry, years, forward, [.. quotes.OrderBy(q => q.LogMoneyness)]);
    }

    private static double Rate((double Days, double Rate)[] curve, double days)
    {
        if (days <= curve[0].Days) return curve[0].Rate;
        for (var i = 1; i < curve.Length; i++)
        {
            var (from, to) = (curve[i - 1], curve[i]);
            if (days <= to.Days) return from.Rate + (to.Rate - from.Rate) * (days - from.Days) / (to.Days - from.Days);
        }
        return curve[^1].Rate;
    }
}
