using Counterpoise.Margins.Charges;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>Charges of each position alone, or of few together: standard margin, and that of on-chain venues.</summary>
internal static class StandardCharges
{
    public static IReadOnlyList<ChargeType> All { get; } =
    [
        new("standardOption", ["base", "minimum", "maintenance"], f =>
            new StandardOptionMargin(f.Number("base", 1), f.Number("minimum", 1), f.Number("maintenance", 1))),
        new("standardFuture", ["initial", "maintenance", "slope"], f =>
            new StandardFutureMargin(f.Number("initial", 1), f.Number("maintenance", 1), f.Number("slope", 1))),
        new("indexOption", ["base", "minimum", "maintenance", "fee", "factor", "onForward", "markFloorsCalls"], f =>
            new IndexOptionMargin(
                f.Number("base", 1), f.Number("minimum", 1), f.Number("maintenance", 1),
                f.Optional("fee")?.Double(0, 1) ?? 0, f.Optional("factor")?.Double(0.01, 100) ?? 1)
            {
                OnForward = f.Flag("onForward"),
                MarkFloorsCalls = f.Flag("markFloorsCalls"),
            }),
        new("expiryOption",
            ["base", "minimum", "call", "put", "putValue", "putInitial", "unpairedInitial", "unpairedMaintenance"], f =>
            new ExpiryOptionMargin(
                f.Number("base", 1), f.Number("minimum", 1), f.Number("call", 1), f.Number("put", 1))
            {
                MaintenancePutValue = f.Number("putValue", 1),
                PutInitialFactor = f.Number("putInitial", 10),
                UnpairedInitial = f.Number("unpairedInitial", 10),
                UnpairedMaintenance = f.Number("unpairedMaintenance", 10),
            }),
        new("tieredFuture", ["tables", "takerFee", "initialOn"], f => new TieredFutureMargin(
            TierTablesJson.Read(f.Required("tables")), f.Optional("takerFee")?.Double(0, 0.1) ?? 0)
        {
            IsOnEntry = f.Optional("initialOn")?.Choice(("mark", false), ("entry", true)) ?? false,
        }),
        new("openInterestMargin", ["initial", "maintenanceFactor", "lowerUsd", "upperUsd"], f => new OpenInterestMargin(
            f.Number("initial", 1), f.Number("maintenanceFactor", 1), f.Number("lowerUsd", 1e15),
            f.Number("upperUsd", 1e15))),
        new("sizePremiumMargin", ["initial", "maintenance", "slope"], f => new SizePremiumMargin(
            f.Number("initial", 1), f.Required("maintenance").Double(0, f.Required("initial").Double()),
            f.Number("slope", 1))),
        new("healthMargin", ["long", "short", "positive"], f =>
            new HealthMargin(f.Pair("long"), f.Pair("short"), f.Pair("positive"))),
    ];
}
