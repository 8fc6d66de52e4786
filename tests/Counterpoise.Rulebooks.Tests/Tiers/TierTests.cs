using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tiers;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Tiers;

public sealed class TierTests
{
    private const string Header = "symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum\n";

    private const string CoinTiers = Header
        + "BTC/USD:BTC,1,0,5,0.004,125,0\nBTC/USD:BTC,2,5,10,0.005,100,0.005\n";

    public static TheoryData<string> Tiered =>
        [.. RulebookLibrary.All.Where(TierFile.IsTiered).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Tiered))]
    public void Maintenance_is_continuous_and_rises(string name)
    {
        var rulebook = RulebookLibrary.Find(name);
        foreach (var tables in rulebook.Underlyings.SelectMany(u => u.Charges).OfType<TieredFutureMargin>())
        {
            foreach (var table in tables.Tables.ByContract.Values.Concat(tables.Tables.ByCoin.Values))
            {
                var last = 0.0;
                for (var i = 0; i < table.Tiers.Count; i++)
                {
                    var tier = table.Tiers[i];
                    Assert.Equal(i, table.TierOf(tier.Cap));
                    var floor = tier.Floor * tier.Maintenance - table.Cum(i);
                    Assert.InRange(floor, last - 1e-9 * (1 + last), last + 1e-9 * (1 + last));
                    Assert.True(table.Maintenance(tier.Cap) > last);
                    last = table.Maintenance(tier.Cap);
                }
                Assert.Equal(-1, table.TierOf(table.Limit * 1.01));
            }
        }
    }

    [Theory]
    [InlineData("A/USDT:USDT,1,0,5,0.01,50,0\nA/USDT:USDT,2,6,9,0.02,25,0", "leaves a gap")]
    [InlineData("A/USDT:USDT,1,0,5,0.01,50,0\nA/USDT:USDT,2,4,9,0.02,25,0", "overlaps")]
    [InlineData("A/USDT:USDT,1,0,5,0.02,25,0\nA/USDT:USDT,2,5,9,0.01,25,0", "falls with size")]
    [InlineData("A/USDT:USDT,1,0,5,0.01,25,0\nA/USDT:USDT,2,5,9,0.01,50,0", "rises with size")]
    [InlineData("A/USDT:USDT,1,0,5,NaN,50,0", "is not a number")]
    [InlineData("A/USDT:USDT,1,0,5,x,50,0", "is not a number")]
    [InlineData("A/USDT:USDT,1,5,0,0.01,50,0", "is not above the floor")]
    [InlineData("A/USDT:USDT,2,0,5,0.01,50,0", "is not tier 1")]
    [InlineData("A/USDT:USDT,1,0,5,0.5,50,0", "needs less than the maintenance rate")]
    [InlineData("nonsense,1,0,5,0.01,50,0", "is no perpetual or future")]
    [InlineData("A/USDT:USDT,1,0,5,0.01,50", "does not have 7 cells")]
    [InlineData("", "has no tiers")]
    public void A_bad_table_is_named(string rows, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(Header + rows));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stated_cum_that_does_not_follow_is_refused()
    {
        var tables = Read(Header + "BTC/USDT:USDT,1,0,50000,0.01,50,0\nBTC/USDT:USDT,2,50000,90000,0.02,25,600");
        var error = Assert.Throws<InvalidInputException>(
            () => TierFile.Apply(RulebookLibrary.Find("binance-usdm"), "t.csv", tables));
        Assert.Contains("make it 500", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rulebooks_share_tables_by_name_and_an_unknown_name_is_refused()
    {
        TierTables Of(string name) => RulebookLibrary.Find(name).Underlyings.SelectMany(u => u.Charges)
            .OfType<TieredFutureMargin>().Single().Tables;
        Assert.Same(Of("binance-usdm"), Of("binance-pm"));
        using var stream = typeof(RulebookLibrary).Assembly
            .GetManifestResourceStream("rulebooks/binance-usdm/2024-10-24.json")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var other = text.Replace("\"binance-usdm-2024-10-24\"", "\"binance-usdm-2024\"", StringComparison.Ordinal);
        Assert.NotEqual(text, other);
        var error = Assert.Throws<InvalidInputException>(() => RulebookJson.Read(Encoding.UTF8.GetBytes(other)));
        Assert.Equal("underlyings[0].charges[0].tables", error.Field);
        Assert.Contains(
            "use binance-usdm-2024-10-24 or bybit-undated, or list the tables", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coin_margined_contract_needs_a_table_and_is_margined_in_coin()
    {
        var rulebook = RulebookLibrary.Find("binance-coinm");
        var position = new Position(InstrumentSymbol.Parse("BTC/USD:BTC"), Quantity.Parse("600000"));
        var portfolio = new Portfolio("coin") { Positions = [position] };
        var refused = Assert.Throws<InvalidInputException>(() => Evaluate(rulebook, portfolio));
        Assert.Contains("--tiers", refused.Message, StringComparison.Ordinal);
        var own = TierFile.Apply(rulebook, "t.csv", Read(CoinTiers));
        var bucket = Evaluate(own, portfolio).Buckets.Single();
        // 600,000 USD at 100,000 are 6 coins, tier 2: 6·0.5 % − 5·0.1 %.
        Assert.Equal(0.025, bucket.Maintenance.Exact, 12);
        Assert.Equal(0.06, bucket.Initial.Exact, 12);
        Assert.Contains("t.csv, as stated there", own.Title, StringComparison.Ordinal);
        Assert.StartsWith(
            "tiers from t.csv, as stated there: cum is checked; rates are not, nor that they are this venue's; ",
            own.LabelReason, StringComparison.Ordinal);
        Assert.Contains(rulebook.Unknown, u => u.Contains("--tiers", StringComparison.Ordinal));
        Assert.DoesNotContain(own.Unknown, u => u.Contains("--tiers", StringComparison.Ordinal));
        Assert.Contains("tiers of contracts that t.csv does not have: refused by name", own.Unknown);
        // The same in the unified account, in dollars at the index.
        var pm = TierFile.Apply(RulebookLibrary.Find("binance-pm"), "t.csv", Read(CoinTiers));
        var unified = Evaluate(pm, portfolio).Buckets.Single();
        Assert.Equal(2_500, unified.Maintenance.Exact, 9);
        Assert.Equal(6_000, unified.Initial.Exact, 9);
    }

    [Theory]
    [InlineData(20, 5_000)]
    [InlineData(125, 1_000)]
    [InlineData(null, 1_000)]
    public void Chosen_leverage_holds_up_to_the_cap_of_the_tier(int? leverage, double initial)
    {
        var bucket = Evaluate(RulebookLibrary.Find("binance-usdm"), Perpetual("1", leverage)).Buckets.Single();
        Assert.Equal(initial, bucket.Initial.Exact, 9);
        Assert.Equal(450, bucket.Maintenance.Exact, 9);
    }

    [Fact]
    public void Leverage_above_the_first_tier_and_size_beyond_the_last_are_refused()
    {
        var rulebook = RulebookLibrary.Find("binance-usdm");
        Assert.Contains(
            "choose at most 125",
            Assert.Throws<InvalidInputException>(() => Evaluate(rulebook, Perpetual("1", 126))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "beyond its last tier",
            Assert.Throws<InvalidInputException>(() => Evaluate(rulebook, Perpetual("18001", null))).Message,
            StringComparison.Ordinal);
    }

    private static Portfolio Perpetual(string quantity, int? leverage)
    {
        var instrument = InstrumentSymbol.Parse("BTC/USDT:USDT");
        return new Portfolio("perpetual")
        {
            Positions = [new Position(instrument, Quantity.Parse(quantity))],
            Leverage = leverage is { } chosen
                ? new Dictionary<Instrument, double> { [instrument] = chosen }
                : new Dictionary<Instrument, double>(),
        };
    }

    private static Margin Evaluate(Rulebook rulebook, Portfolio portfolio)
    {
        const string market = """
            {"time": "2026-01-01T08:00:00Z", "underlyings": {"BTC": {"index": 100000, "instruments": [
            {"instrument": "BTC/USDT:USDT", "mark": 100000}, {"instrument": "BTC/USD:BTC", "mark": 100000}]}}}
            """;
        return MarginEvaluator.Evaluate(rulebook, portfolio, MarketJson.Read(Encoding.UTF8.GetBytes(market)));
    }

    private static IReadOnlyDictionary<Instrument, StatedTiers> Read(string text) =>
        TierFile.Read("t.csv", Encoding.UTF8.GetBytes(text));
}
