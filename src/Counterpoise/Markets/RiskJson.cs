using System.Text.Json;
using Counterpoise.Json;

namespace Counterpoise.Markets;

/// <summary>Dynamic parameters of a coin, and correlations of pairs, as parts of a market file.</summary>
internal static class RiskJson
{
    private const double MostFraction = 10;
    private const double MostAmount = 1e18;

    // In a market file and in the lists of RiskParameters, in this order.
    private static readonly string[] Tenors = ["7", "30", "90", "180", "more"];

    private static readonly string[] RiskFields =
    [
        "scanUp", "scanDown", "maintenanceScanUp", "maintenanceScanDown", "volRise", "dailyVol", "spread",
        "dailyVolume", "volSpreads", "vegaVolumes", "depthSlow", "depthNow", "openInterest", "stress",
    ];

    private static readonly string[] PairFields = ["first", "second", "month", "threeDays", "low"];

    public static RiskParameters Read(JsonCursor at)
    {
        var f = at.Fields(RiskFields);
        return new RiskParameters
        {
            ScanUp = Of(f, "scanUp", Fraction),
            ScanDown = Of(f, "scanDown", Fraction),
            MaintenanceScanUp = Of(f, "maintenanceScanUp", Fraction),
            MaintenanceScanDown = Of(f, "maintenanceScanDown", Fraction),
            VolRise = Of(f, "volRise", Fraction),
            DailyVol = Of(f, "dailyVol", Fraction),
            Spread = Of(f, "spread", Fraction),
            DailyVolume = Of(f, "dailyVolume", Amount),
            VolSpreads = ByTenor(f.Optional("volSpreads"), Fraction),
            VegaVolumes = ByTenor(f.Optional("vegaVolumes"), Amount),
            DepthSlow = Of(f, "depthSlow", Amount),
            DepthNow = Of(f, "depthNow", Amount),
            OpenInterest = Of(f, "openInterest", Amount),
            Stress = Of(f, "stress", v => v.Double(0, 1)),
        };
    }

    public static CoinCorrelation[] ReadPairs(JsonCursor at)
    {
        var pairs = new List<CoinCorrelation>();
        foreach (var item in at.Items())
        {
            var f = item.Fields(PairFields);
            var pair = new CoinCorrelation(f.Required("first").Currency(), f.Required("second").Currency())
            {
                Month = Of(f, "month", Correlation),
                ThreeDays = Of(f, "threeDays", Correlation),
                Low = Of(f, "low", Correlation),
            };
            if (pair.First == pair.Second) throw item.Error(null, "has one coin on both sides", "name two coins");
            if (pairs.Exists(p => (p.First == pair.First && p.Second == pair.Second)
                || (p.First == pair.Second && p.Second == pair.First)))
            {
                throw item.Error(null, $"repeats {pair.First} and {pair.Second}", "keep one of them");
            }
            pairs.Add(pair);
        }
        return [.. pairs];
    }

    public static void Write(Utf8JsonWriter writer, RiskParameters risk)
    {
        writer.WriteStartObject();
        MarketWriter.WriteOptional(writer, "scanUp", risk.ScanUp);
        MarketWriter.WriteOptional(writer, "scanDown", risk.ScanDown);
        MarketWriter.WriteOptional(writer, "maintenanceScanUp", risk.MaintenanceScanUp);
        MarketWriter.WriteOptional(writer, "maintenanceScanDown", risk.MaintenanceScanDown);
        MarketWriter.WriteOptional(writer, "volRise", risk.VolRise);
        MarketWriter.WriteOptional(writer, "dailyVol", risk.DailyVol);
        MarketWriter.WriteOptional(writer, "spread", risk.Spread);
        MarketWriter.WriteOptional(writer, "dailyVolume", risk.DailyVolume);
        WriteByTenor(writer, "volSpreads", risk.VolSpreads);
        WriteByTenor(writer, "vegaVolumes", risk.VegaVolumes);
        MarketWriter.WriteOptional(writer, "depthSlow", risk.DepthSlow);
        MarketWriter.WriteOptional(writer, "depthNow", risk.DepthNow);
        MarketWriter.WriteOptional(writer, "openInterest", risk.OpenInterest);
        MarketWriter.WriteOptional(writer, "stress", risk.Stress);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, CoinCorrelation pair)
    {
        writer.WriteStartObject();
        writer.WriteString("first", pair.First.Code);
        writer.WriteString("second", pair.Second.Code);
        MarketWriter.WriteOptional(writer, "month", pair.Month);
        MarketWriter.WriteOptional(writer, "threeDays", pair.ThreeDays);
        MarketWriter.WriteOptional(writer, "low", pair.Low);
        writer.WriteEndObject();
    }

    private static Observed? Of(JsonFields f, string name, Func<JsonCursor, double> read) =>
        f.Optional(name) is { } at ? MarketReader.ReadObserved(at, read) : null;

    private static Observed?[] ByTenor(JsonCursor? at, Func<JsonCursor, double> read)
    {
        if (at is null) return [];
        var f = at.Fields(Tenors);
        return Array.ConvertAll(Tenors, tenor => Of(f, tenor, read));
    }

    private static void WriteByTenor(Utf8JsonWriter writer, string name, IReadOnlyList<Observed?> values)
    {
        if (values.Count == 0) return;
        writer.WriteStartObject(name);
        for (var i = 0; i < Tenors.Length && i < values.Count; i++)
            MarketWriter.WriteOptional(writer, Tenors[i], values[i]);
        writer.WriteEndObject();
    }

    private static double Fraction(JsonCursor at) =>
        at.Double(0, MostFraction, "use a fraction: 0.12 is 12 %");

    private static double Amount(JsonCursor at) => at.Double(0, MostAmount);

    private static double Correlation(JsonCursor at) => at.Double(-1, 1, "use a correlation from -1 to 1");
}
