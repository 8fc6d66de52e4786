using System.Numerics;
using Counterpoise.Json;
using Counterpoise.Margins.OnChain;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// Published cases of dYdX v4: requirements, bankruptcy and fillable prices, all exact. Whole numbers up to 2^128: the
/// text of a number counts, not its double.
/// </summary>
internal static class DydxSet
{
    // From the file's "conventions", which are in words: price, exponent, resolution of BTC and ETH.
    private static readonly DydxRequirement[] Markets =
        [new(50_000, 0, -8, 200_000, 500_000), new(3_000, 0, -9, 200_000, 500_000)];

    private static readonly string[] PriceFields =
    [
        "name", "perpetualId", "deltaQuantums", "quoteBalanceUsd", "positions", "bankruptcyAdjustmentPpm",
        "spreadToMmrPpm", "expected", "expectedNum", "expectedDen",
    ];

    public static FileChecks Check(string file, ReadOnlyMemory<byte> bytes) => JsonText.Read(bytes, root =>
    {
        var f = root.Fields(["marginRequirements", "bankruptcyPrice", "fillablePrice"], ignoreOthers: true);
        IEnumerable<JsonCursor> Cases(string name) => f.Required(name).Items(1_000);
        var cases = new List<Check[]>();
        foreach (var item in Cases("marginRequirements")) cases.Add(Requirement(file, item));
        foreach (var item in Cases("bankruptcyPrice")) cases.Add([Bankruptcy(file, item.Fields(PriceFields))]);
        foreach (var item in Cases("fillablePrice")) cases.Add([Fillable(file, item.Fields(PriceFields))]);
        return new FileChecks(cases.Count, [.. cases.SelectMany(c => c)]);
    });

    private static Check[] Requirement(string file, JsonCursor item)
    {
        var f = item.Fields(
        [
            "name", "price", "exponent", "baseCurrencyAtomicResolution", "bigBaseQuantums", "initialMarginPpm",
            "maintenanceFractionPpm", "openInterest", "openInterestLowerCap", "openInterestUpperCap",
            "bigExpectedInitialMargin", "bigExpectedMaintenanceMargin",
        ]);
        BigInteger Of(string name) => f.Required(name).BigWhole();
        var market = new DydxRequirement(
            Of("price"), (int)f.Required("exponent").Whole(),
            (int)f.Required("baseCurrencyAtomicResolution").Whole(), Of("initialMarginPpm"),
            Of("maintenanceFractionPpm"))
        {
            OpenInterest = f.Optional("openInterest")?.BigWhole(),
            Lower = f.Optional("openInterestLowerCap")?.BigWhole() ?? 0,
            Upper = f.Optional("openInterestUpperCap")?.BigWhole() ?? 0,
        };
        var (initial, maintenance) = market.Of(Of("bigBaseQuantums"));
        var at = At(file, f);
        return
        [
            Whole(at, "initial", Of("bigExpectedInitialMargin"), initial),
            Whole(at, "maintenance", Of("bigExpectedMaintenanceMargin"), maintenance),
        ];
    }

    private static Check Bankruptcy(string file, JsonFields f)
    {
        var (account, index) = Account(f);
        return Whole(
            At(file, f), "bankruptcy price", f.Required("expected").BigWhole(),
            account.BankruptcyPrice(index, f.Required("deltaQuantums").BigWhole()));
    }

    private static Check Fillable(string file, JsonFields f)
    {
        var (account, index) = Account(f);
        var expected = BigRatio.Of(f.Required("expectedNum").BigWhole(), f.Required("expectedDen").BigWhole());
        var got = account.FillablePrice(
            index, f.Required("bankruptcyAdjustmentPpm").BigWhole(), f.Required("spreadToMmrPpm").BigWhole());
        return Conformance.Check.Text(At(file, f), "fillable price", $"{expected}", $"{got}");
    }

    // The account, and which of its positions is closed.
    private static (DydxAccount Account, int Index) Account(JsonFields f)
    {
        var positions = new List<DydxPosition>();
        var (closed, index) = (f.Required("perpetualId").Whole(), -1);
        foreach (var item in f.Required("positions").Items(100))
        {
            var position = item.Fields(["perpetualId", "quantums"]);
            var id = position.Required("perpetualId");
            if (id.Whole() < 0 || id.Whole() >= Markets.Length)
                throw id.Error("is no perpetual of the file's conventions", "use 0 (BTC) or 1 (ETH)");
            if (id.Whole() == closed) index = positions.Count;
            positions.Add(new(Markets[(int)id.Whole()], position.Required("quantums").BigWhole()));
        }
        if (index < 0)
            throw f.Required("perpetualId").Error("is not among the positions", "name one that is held");
        return (new DydxAccount(f.Required("quoteBalanceUsd").BigWhole() * 1_000_000, positions), index);
    }

    private static string At(string file, JsonFields f) => $"{file} {f.Required("name").Text()}";

    private static Check Whole(string at, string quantity, BigInteger expected, BigInteger got) =>
        Conformance.Check.Text(at, quantity, $"{expected}", $"{got}");
}
