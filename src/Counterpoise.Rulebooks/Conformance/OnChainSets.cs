using Counterpoise.Json;
using Counterpoise.Margins.OnChain;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>Published cases of on-chain venues: dYdX v4, Mango v4, Drift v2.</summary>
internal static class OnChainSets
{
    public static IReadOnlyList<VectorSet> All { get; } =
    [
        new("margin/dydx_v4", "margin/dydx_v4_margin_liquidation.json", "margins and prices", 1, 22, DydxSet.Check),
        new("margin/mango_v4", "margin/mango_v4_health.json", "healths", 1, 9, Mango),
        new("margin/drift_v2", "margin/drift_liquidation_cases.csv", "rows", 1, 5, Drift),
    ];

    private static FileChecks Mango(string file, ReadOnlyMemory<byte> bytes) => JsonText.Read(bytes, root =>
    {
        const double relative = 1e-9;
        var checks = new List<Check>();
        foreach (var item in root.Fields(["cases"], ignoreOthers: true).Required("cases").Items(1_000))
        {
            var f = item.Fields(
            [
                "case", "token1", "token2", "token3", "oo_1_2", "oo_1_3", "perp1", "bank_settings", "extra",
                "expected_init_health", "formula",
            ]);
            var expected = f.Required("expected_init_health").Double();
            checks.Add(Check.Number(
                $"{file} case {f.Required("case").Whole()}", "initial health", expected, MangoHealth(f),
                Tolerance.Relative(expected, relative, relative)));
        }
        return new FileChecks(checks.Count, checks);
    });

    // Prices, weights and lots stand in words in the file's "conventions".
    private static double MangoHealth(JsonFields f)
    {
        HealthToken[] tokens =
        [
            new(f.Required("token1").Double(), 1, 0.8, 1.2),
            new(f.Required("token2").Double(), 5, 0.5, 1.5),
            new(f.Required("token3").Double(), 10, 0.5, 1.5),
        ];
        var banks = f.Required("bank_settings").Items(tokens.Length).ToArray();
        for (var i = 0; i < banks.Length; i++)
        {
            var bank = banks[i].Fields(["deposits", "deposit_weight_scale_start_quote"]);
            tokens[i] = tokens[i].Scaled(
                bank.Required("deposits").Double(), bank.Required("deposit_weight_scale_start_quote").Double());
        }
        const double lot = 10;
        var perp = f.Required("perp1").Fields(["base_lots", "quote", "bids_lots", "asks_lots"]);
        double Coins(string name) => perp.Required(name).Double() * lot;
        var perpetual = new HealthPerpetual(
            Coins("base_lots"), perp.Required("quote").Double(), Coins("bids_lots"), Coins("asks_lots"), 5, 0.8, 1.2,
            0.95);
        HealthOrders[] orders = [Orders(f.Required("oo_1_2"), 1), Orders(f.Required("oo_1_3"), 2)];
        foreach (var extra in f.Required("extra").Items(10)) Limit(extra, orders);
        return TokenHealth.Of(tokens, [perpetual], orders);
    }

    private static HealthOrders Orders(JsonCursor at, int token)
    {
        double[] reserved = [.. at.Items(2).Select(v => v.Double())];
        return reserved.Length == 2
            ? new HealthOrders(token, reserved[0], reserved[1])
            : throw at.Error(null, "is not [quote, base]", "fetch the file again");
    }

    // ["s2", "lowest_placed_ask", price] or ["s3", "highest_placed_bid_inv", 1/price].
    private static void Limit(JsonCursor at, HealthOrders[] orders)
    {
        JsonCursor[] parts = [.. at.Items(3)];
        if (parts.Length != 3) throw at.Error(null, "is not [market, name, value]", "fetch the file again");
        var i = parts[0].Choice(("s2", 0), ("s3", 1));
        var value = parts[2].Double(1e-12, 1e12);
        orders[i] = parts[1].Choice(("lowest_placed_ask", true), ("highest_placed_bid_inv", false))
            ? orders[i] with { LowestAsk = value }
            : orders[i] with { HighestBid = 1 / value };
    }

    // The inputs are in words; a row names what it changes of the first.
    private static FileChecks Drift(string file, ReadOnlyMemory<byte> bytes)
    {
        const double allowed = 1e-8;
        var checks = new List<Check>();
        var first = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in CsvTable.Lines(bytes).Skip(1))
        {
            var place = $"{file} row {checks.Count + 1}";
            var (inputs, expected) = DriftRow.Read(place, line);
            if (checks.Count == 0) first = inputs;
            double Of(string name) => inputs.TryGetValue(name, out var value) ? value
                : first.TryGetValue(name, out value) ? value
                : throw new InvalidInputException(place, name, "is missing", "fetch the file again");
            var got = DriftLiquidation.SizeToCover(
                Of("shortage"), Of("margin_ratio"), Of("liq_fee"), Of("if_fee"), Of("px"), Of("quote_px"));
            checks.Add(Check.Number(place, "size", expected, got, allowed * Math.Max(Math.Abs(expected), 1)));
        }
        return new FileChecks(checks.Count, checks);
    }
}
