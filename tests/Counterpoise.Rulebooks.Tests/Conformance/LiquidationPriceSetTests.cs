using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Rulebooks.Conformance;
using static Counterpoise.Rulebooks.Tests.Conformance.ChangedCopy;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>Changed copies of the published liquidation prices fail.</summary>
public sealed class LiquidationPriceSetTests
{
    private const string Set = "margin/venue_liquidation_prices";
    private const string File = "margin/venue_liquidation_prices.json";
    private const int Rows = 26;

    [Fact]
    public void Every_price_off_by_1e_7_fails()
    {
        for (var i = 0; i < Rows; i++) Fails(Set, File, Row(i, row => Multiply(row, "expected_liq", 1 + 1e-7)));
    }

    [Fact]
    public void Every_balance_off_by_a_thousandth_fails()
    {
        for (var i = 0; i < Rows; i++) Fails(Set, File, Row(i, row => Multiply(row, "wallet_balance", 1.001)));
    }

    [Fact]
    public void The_last_printed_digit_of_a_venues_example_counts()
    {
        for (var i = 0; i < 2; i++)
        {
            // Within the row's tolerance of a cent.
            Fails(Set, File, Row(i, row =>
                row["expected_liq"] = Math.Round(row["expected_liq"]!.GetValue<double>() + 0.01, 2)));
        }
    }

    [Fact]
    public void Another_position_of_the_account_counts() => Fails(Set, File, Row(0, row =>
        row["other_positions"] = JsonNode.Parse(
            """[{"sym": "BTCUSDT", "entry": 32000, "qty": 1, "mark": 31000, "mmr": 0.004, "cum": 0}]""")));

    [Theory]
    [InlineData(2, "cum", 2)]
    [InlineData(2, "mmr", 1.01)]
    [InlineData(10, "taker_fee", 1.01)]
    [InlineData(14, "taker_fee", 1.01)]
    [InlineData(20, "mmr", 1.01)]
    [InlineData(20, "entry", 1.01)]
    public void What_the_venue_takes_into_account_counts(int row, string field, double factor) =>
        Fails(Set, File, Row(row, r => Multiply(r, field, factor)));

    [Fact]
    public void A_venue_that_is_not_known_fails() => Fails(Set, File, Row(5, row => row["venue"] = "elsewhere"));

    [Fact]
    public void A_shortened_truncated_or_missing_file_fails()
    {
        Fails(Set, File, Changed(File, root => root.AsArray().RemoveAt(25)));
        Fails(Set, File, Text(File)[..(Text(File).Length / 2)]);
        Assert.Equal(2, ChangedCopy.Set(Set).Run([]).Failures.Count());
    }

    [Fact]
    public void It_is_no_longer_listed_as_not_covered()
    {
        var report = ConformanceReport.Run([new VectorFile(File, () => Encoding.UTF8.GetBytes(Text(File)))], null);
        Assert.Empty(report.Uncovered);
    }

    private static string Row(int index, Action<JsonNode> change) =>
        Changed(File, root => change(root.AsArray()[index]!));

    private static void Multiply(JsonNode row, string field, double factor)
    {
        var at = row["position"] is { } position && position[field] is not null ? position : row;
        at[field] = at[field]!.GetValue<double>() * factor;
    }
}
