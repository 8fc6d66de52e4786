using Counterpoise.Json;
using Counterpoise.Margins.Sensitivities;
using Counterpoise.Rulebooks.Simm;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>Reads a SIMM charge: a margin type on coins under a mapping.</summary>
internal static class SimmChargeJson
{
    /// <summary>What it has beside its type.</summary>
    public static readonly string[] Fields =
        ["measure", "mapping", "bucket", "volatility", "version", "deltaThresholdUsd", "vegaThresholdUsd"];

    public static SimmCharge Read(JsonFields f)
    {
        var measure = f.Required("measure").Choice(
            ("delta", SimmMeasure.Delta), ("vega", SimmMeasure.Vega), ("curvature", SimmMeasure.Curvature));
        var mapping = f.Required("mapping").Choice(
            ("commodity", CoinMapping.Commodity), ("equity", CoinMapping.Equity),
            ("fx high volatility", CoinMapping.FxHighVolatility));
        var volatility = f.Optional("volatility")?.Choice(
            ("weight", VegaVolatility.Weight), ("implied", VegaVolatility.Implied)) ?? VegaVolatility.Weight;
        var parameters = SimmLibrary.Shipped;
        if (f.Required("version").Text() != parameters.Version)
            throw f.Required("version").Error("is not a calibration that ships", $"use {parameters.Version}");
        var (delta, vega) = (Threshold(f, "deltaThresholdUsd"), Threshold(f, "vegaThresholdUsd"));
        if (mapping == CoinMapping.FxHighVolatility)
            return new SimmCharge(measure, mapping, "", volatility, Currencies(parameters, delta, vega));
        var risk = mapping == CoinMapping.Commodity ? SimmRisk.Commodity : SimmRisk.Equity;
        var bucket = f.Required("bucket");
        var known = parameters.NeedBuckets(risk);
        if (!known.Weights.ContainsKey(bucket.Text()))
            throw bucket.Error("is not a bucket", $"use one of {string.Join(", ", known.Weights.Keys)}");
        var buckets = new Dictionary<SimmRisk, SimmBuckets>
        {
            [risk] = known with { DeltaThresholds = Table(delta), VegaThresholds = Table(vega) },
        };
        return new SimmCharge(measure, mapping, bucket.Text(), volatility, parameters with { Buckets = buckets });
    }

    // Every currency but the dollar is a coin here, in threshold group "".
    private static SimmParameters Currencies(SimmParameters parameters, double? delta, double? vega)
    {
        var coins = SimmLibrary.WithCoinsAsCurrencies(parameters);
        var pairs = new Dictionary<(string, string), double>();
        if (vega is { } threshold) pairs[("", "")] = threshold;
        return coins with { Fx = coins.NeedFx() with { DeltaThresholds = Table(delta), VegaThresholds = pairs } };
    }

    private static Dictionary<string, double> Table(double? threshold)
    {
        var table = new Dictionary<string, double>();
        if (threshold is { } value) table[""] = value;
        return table;
    }

    private static double? Threshold(JsonFields f, string name) => f.Optional(name)?.Double(1, 1e15);
}
