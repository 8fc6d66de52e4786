using System.Text;
using Counterpoise.Rulebooks.Conformance;
using static Counterpoise.Rulebooks.Tests.Conformance.ChangedCopy;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>Changed copies of the on-chain venues' cases fail.</summary>
public sealed class OnChainSetTests
{
    private const string Dydx = "margin/dydx_v4_margin_liquidation.json";
    private const string Mango = "margin/mango_v4_health.json";
    private const string Drift = "margin/drift_liquidation_cases.csv";

    [Theory]
    [InlineData("bigExpectedInitialMargin")]
    [InlineData("bigExpectedMaintenanceMargin")]
    public void One_quantum_more_fails(string field) => Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
    {
        var item = root["marginRequirements"]![1]!;
        item[field] = item[field]!.GetValue<long>() + 1;
    }));

    [Fact]
    public void A_number_too_large_for_a_double_is_compared_to_the_last_digit()
    {
        var text = Text(Dydx);
        var digits = text.Split("\"bigExpectedInitialMargin\": ")[4].Split(',')[0];
        Assert.True(digits.Length > 30);
        Fails("margin/dydx_v4", Dydx, text.Replace(
            $"\"bigExpectedInitialMargin\": {digits}", $"\"bigExpectedInitialMargin\": {digits[..^1]}7",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Open_interest_that_is_missing_fails() => Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
        root["marginRequirements"]![6]!.AsObject().Remove("openInterest")));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_health_off_by_1e_7_fails(int index) => Fails("margin/mango_v4", Mango, Changed(Mango, root =>
    {
        var item = root["cases"]![index]!;
        item["expected_init_health"] = item["expected_init_health"]!.GetValue<double>() * (1 + 1e-7);
    }));

    [Fact]
    public void An_order_that_is_missing_fails() => Fails("margin/mango_v4", Mango, Changed(Mango, root =>
        root["cases"]![7]!["extra"]!.AsArray().RemoveAt(0)));

    [Theory]
    [InlineData("1.25,1.25", "1.2500002,1.25")]
    [InlineData("if_fee 0.01", "if_fee 0.02")]
    [InlineData("quote_px 0.99", "quote_px 0.98")]
    [InlineData("liq_fee 0.01", "liq 0.01")]
    [InlineData("perp_size_to_cover", "size")]
    public void A_changed_row_fails(string from, string to)
    {
        var text = Text(Drift);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Fails("margin/drift_v2", Drift, text.Replace(from, to, StringComparison.Ordinal));
    }

    [Fact]
    public void A_shortened_or_truncated_file_fails()
    {
        Fails("margin/dydx_v4", Dydx, Changed(Dydx, root => root["marginRequirements"]!.AsArray().RemoveAt(0)));
        Fails("margin/mango_v4", Mango, Changed(Mango, root => root["cases"]!.AsArray().RemoveAt(0)));
        Fails("margin/drift_v2", Drift, Text(Drift)[..Text(Drift).TrimEnd().LastIndexOf('\n')]);
        foreach (var (set, file) in new[] { ("margin/dydx_v4", Dydx), ("margin/mango_v4", Mango) })
            Fails(set, file, Text(file)[..(Text(file).Length / 2)]);
        var missing = Set("margin/mango_v4").Run([]);
        Assert.Equal(2, missing.Failures.Count());
    }

    [Fact]
    public void One_quote_quantum_more_of_a_bankruptcy_price_fails()
    {
        foreach (var i in Enumerable.Range(0, 7))
        {
            Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
            {
                var item = root["bankruptcyPrice"]![i]!;
                item["expected"] = item["expected"]!.GetValue<long>() + 1;
            }));
        }
    }

    [Theory]
    [InlineData("expectedNum")]
    [InlineData("expectedDen")]
    public void A_fillable_price_that_is_another_ratio_fails(string field)
    {
        foreach (var i in Enumerable.Range(0, 8))
        {
            Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
            {
                var item = root["fillablePrice"]![i]!;
                item[field] = item[field]!.GetValue<long>() + 1;
            }));
        }
    }

    [Theory]
    [InlineData("bankruptcyPrice", "deltaQuantums", 1_000_000)]
    [InlineData("bankruptcyPrice", "quoteBalanceUsd", 1)]
    [InlineData("bankruptcyPrice", "perpetualId", 1)]
    [InlineData("fillablePrice", "spreadToMmrPpm", 1_000)]
    [InlineData("fillablePrice", "quoteBalanceUsd", 1)]
    public void A_changed_account_fails(string list, string field, long more) =>
        Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
        {
            var item = root[list]![0]!;
            item[field] = item[field]!.GetValue<long>() + more;
        }));

    [Theory]
    [InlineData("bankruptcyPrice")]
    [InlineData("fillablePrice")]
    public void A_shortened_or_missing_list_of_prices_fails(string list)
    {
        Fails("margin/dydx_v4", Dydx, Changed(Dydx, root => root[list]!.AsArray().RemoveAt(2)));
        Fails("margin/dydx_v4", Dydx, Changed(Dydx, root => root.AsObject().Remove(list)));
    }

    [Fact]
    public void Nothing_of_a_covered_file_is_left_out()
    {
        var report = ConformanceReport.Run([new VectorFile(Dydx, () => Encoding.UTF8.GetBytes(Text(Dydx)))], null);
        Assert.Empty(report.Uncovered);
    }
}
