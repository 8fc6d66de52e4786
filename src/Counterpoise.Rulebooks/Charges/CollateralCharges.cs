using Counterpoise.Margins.Charges;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>Charges on what secures an account: haircuts, debts, gains not yet paid.</summary>
internal static class CollateralCharges
{
    public static IReadOnlyList<ChargeType> All { get; } =
    [
        new("collateralHaircut", ["on", "strictPrice"], f => new CollateralHaircut(
            f.Optional("on")?.Choice(
                ("value", HaircutBase.Value), ("usd", HaircutBase.Usd), ("usdCredit", HaircutBase.UsdCredit))
                ?? HaircutBase.Value,
            f.Flag("strictPrice"))),
        new("borrow", ["strictPrice"], f => new BorrowMargin(f.Flag("strictPrice"))),
        new("unrealisedGains", ["initial", "maintenance", "maximum"], f => new UnrealisedGains(
            f.Number("initial", 1), f.Number("maintenance", 1), f.Optional("maximum")?.Double(0, 1e15) ?? 1e15)),
    ];
}
