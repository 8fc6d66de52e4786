using static System.FormattableString;

namespace Counterpoise.Margins.Dynamic;

/// <summary>A parameter that changes by proposal only.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Value">Numbers with their unit, as printed.</param>
public sealed record StaticParameter(string Name, string Value);

/// <summary>The static parameters of a dynamic rulebook, as a reader wants them.</summary>
public static class StaticParameters
{
    /// <summary>Those that hold for every coin.</summary>
    public static IReadOnlyList<StaticParameter> Of(DynamicRules rules) =>
    [
        new("oldest value used", Invariant($"{rules.GreatestAge.Seconds / 3_600:0.##} h")),
        new("least confidence used", Invariant($"{rules.LeastConfidence:0.##}")),
        new("maintenance scan range", Invariant($"floor and cap × {rules.MaintenanceScan:0.##}")),
        new("vol rise", Between(rules.VolRise)),
        new("vol fall", Percent(rules.VolFall)),
        new("vol powers", Invariant($"{rules.ShortPower:0.##} to 30 d, {rules.LongPower:0.##} beyond")),
        new("least vol of an up cell", Percent(rules.VolFloor)),
        new("tails", string.Join(", ", rules.Tails.Select(t => Invariant($"{t * 100:+0.##;-0.##} %")))),
        new("basis", Invariant($"max({rules.LeastBasisMove * 100:0.##} %, e^({rules.BasisMove:0.####}·T) − 1)")),
        new("netting across tenors", Invariant($"{rules.VegaNetting * 100:0.##} % of the saving")),
        new("vega tenors", string.Join(", ", rules.VegaTenors.Select(d => Invariant($"{d:0.##} d")))),
        new("netting across coins", Invariant($"at most {rules.CrossNetting * 100:0.##} % of the saving")),
        new("correlation used", Invariant($"at most {rules.GreatestCorrelation:0.##}")),
        new("correlation break", Invariant($"{rules.CorrelationBreak.From:0.##} to {rules.CorrelationBreak.To:0.##}")),
        new("depth loss", Invariant($"{rules.DepthLoss.From * 100:0.##} % to {rules.DepthLoss.To * 100:0.##} %")),
        new("impact", Invariant($"Y = {rules.Impact:0.##}")),
        new("vol spread without volume", Invariant($"at least {rules.IlliquidVolSpread * 100:0.##} points")),
        new("depth factor", Invariant($"at most {rules.GreatestDepthFactor:0.##}")),
        new("participation", Percent(rules.Participation)),
        new("expiry ramp", Invariant($"{rules.ExpiryRampHours.From:0.##} h to {rules.ExpiryRampHours.To:0.##} h")),
        new("short-option minimum", Percent(rules.ShortOption)),
        new("rate floor on what is hedged", Percent(rules.HedgedShare)),
        new("market-wide add-on", rules.MarketWide == 0 ? "off" : Invariant($"{rules.MarketWide:0.##} × H × scan")),
        new("maintenance at least", Invariant($"{rules.LeastMaintenance * 100:0.##} % of initial at usual depth")),
        new("maintenance at most", Invariant($"{rules.GreatestMaintenance * 100:0.##} % of initial")),
    ];

    /// <summary>Those of a class of coins.</summary>
    public static IReadOnlyList<StaticParameter> Of(DynamicCoin coin) =>
    [
        new("scan range", Between(coin.Scan)),
        new("daily vol", Between(coin.DailyVol)),
        new("spread", Between(coin.Spread)),
        new("least daily volume", Invariant($"${coin.DailyVolumeUsd.Floor:N0}")),
        new("vol spread", Between(coin.VolSpread)),
        new("least vega volume", Invariant($"${coin.VegaVolume.Floor:N0} a point")),
        new("vol move a day", Invariant($"{coin.VolMove * 100:0.##} points")),
        new("rate floor", Invariant($"{coin.Leverage * 100:0.##} %, doubled at ${coin.DoublingUsd:N0}")),
        new("rate floor by open interest", coin.OpenInterestUsd is var (from, to)
            ? Invariant($"to 100 % from ${from:N0} to ${to:N0}")
            : "none"),
    ];

    private static string Percent(double value) => Invariant($"{value * 100:0.##} %");

    private static string Between(ParameterRange range) =>
        Invariant($"{range.Floor * 100:0.##} % to {range.Cap * 100:0.##} %");
}
