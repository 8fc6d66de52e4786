using System.Text;
using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Historical;

/// <summary>Files of closes, good and bad.</summary>
public sealed class PriceHistoryTests
{
    private const string Good = "# remark\r\ndate,BTC,BTC_VOL\r\n2020-03-11,7900,60\r\n2020-03-12,4900,120\r\n\r\n";

    [Fact]
    public void Columns_are_named_by_the_header()
    {
        var history = Read(Good);
        Assert.Equal([7_900, 4_900], history.PricesOf(Currency.Parse("BTC")));
        Assert.Equal([60, 120], history.VolsOf(Currency.Parse("BTC"))!);
    }

    [Fact]
    public void Candles_of_a_day_close_with_the_last()
    {
        var history = Read(
            "open_time_utc,open,high,low,close,volume\n2020-01-01T05:00Z,1,1,1,10,0\n2020-01-01T23:00Z,1,1,1,11,0\n"
            + "2020-01-02T23:00Z,1,1,1,12,0\n2020-01-03T22:00Z,1,1,1,13,0\n", "BTC");
        Assert.Equal([11, 12], history.PricesOf(Currency.Parse("BTC")));
    }

    [Fact]
    public void Files_meet_on_their_common_days()
    {
        var both = Read("date,BTC\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n")
            .With(Read("date,open,high,low,close,volume\n2020-01-02,0,0,0,5,0\n2020-01-03,0,0,0,6,0\n", "ETH"));
        Assert.Equal([2, 3], both.PricesOf(Currency.Parse("BTC")));
        Assert.Equal([5, 6], both.PricesOf(Currency.Parse("ETH")));
        var error = Assert.Throws<InvalidInputException>(() => both.With(Read("date,BTC\n2020-01-02,2\n")));
        Assert.Equal("column BTC", error.Field);
    }

    [Theory]
    [InlineData("", null, "history is empty")]
    [InlineData("day,BTC\n2020-01-01,1\n", null, "header \"day\" does not begin with a column of time")]
    [InlineData("date,BTC,BTC\n2020-01-01,1,1\n", null, "header \"BTC\" stands there twice")]
    [InlineData("date,btc/usd\n2020-01-01,1\n", null, "column btc/usd is no coin")]
    [InlineData("date,BTC\n2020-01-01,1,2\n", null, "row 1 \"2020-01-01,1,2\" has 3 fields, the header 2")]
    [InlineData("date,BTC\nsoon,1\n", null, "row 1, date \"soon\" is not a date")]
    [InlineData("date,BTC\n2020-01-01T05:00Z,1\n", null, "row 1, date \"2020-01-01T05:00Z\" is not a UTC day")]
    [InlineData("date,BTC\n2020-01-01,1\n2020-01-01,1\n", null, "row 2, date \"2020-01-01\" stands there twice")]
    [InlineData("date,BTC\n2020-01-02,1\n2020-01-01,1\n", null, "row 2, date \"2020-01-01\" stands after 2020-01-02")]
    [InlineData("date,BTC\n2020-01-01,1\n2020-01-06,1\n", null, "date \"2020-01-06\" is 5 days after 2020-01-01")]
    [InlineData("date,BTC\n2020-01-01,1\n2020-01-06,1\n", null, "at most 3 may be missing in a row")]
    [InlineData("date,BTC\n2020-01-01,1\n2020-01-04,1\n", null, "\"2 days\" are missing of 4, more than a hundredth")]
    [InlineData("date,BTC,ETH\n2020-01-01,1,\n", null, "row 1, column ETH \"\" is missing")]
    [InlineData("date,BTC\n2020-01-01,1\n2020-01-02,0\n", null, "row 2 (2020-01-02), column BTC \"0\" is not a")]
    [InlineData("date,BTC\n2020-01-01,-1\n", null, "row 1 (2020-01-01), column BTC \"-1\" is not a positive number")]
    [InlineData("date,BTC\n2020-01-01,NaN\n", null, "row 1 (2020-01-01), column BTC \"NaN\" is not a positive number")]
    [InlineData("date,BTC\n2020-01-01,x\n", null, "row 1, column BTC \"x\" is not a number")]
    [InlineData("date,open,high,low,close\n2020-01-01,1,1,1,1\n", null, "does not say of which coin")]
    [InlineData("date,BTC\n2020-01-01,1\n", "ETH", "has no column close to be ETH")]
    public void Bad_files_are_named_by_row_and_column(string text, string? series, string expected)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(text, series));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    // A venue gives its volatility index as a file of its own.
    [Fact]
    public void An_index_may_come_by_itself_but_not_stay_so()
    {
        var index = Read("timestamp_utc,dvol_pct\n2020-01-01,60\n2020-01-02,61\n", "BTC_VOL");
        var error = Assert.Throws<InvalidInputException>(() => Histories.Rules(ReducerKind.ValueAtRisk, index));
        Assert.Equal("column BTC_VOL is without a column BTC; add the price of BTC", error.Message);
        Assert.Throws<InvalidInputException>(index.With(Read("date,ETH\n2020-01-01,9\n2020-01-02,9\n")).CheckWhole);
        var whole = index.With(Read("date,BTC\n2020-01-01,7\n2020-01-02,8\n"));
        whole.CheckWhole();
        Assert.Equal([60, 61], whole.VolsOf(Currency.Parse("BTC"))!);
    }

    // Venue feeds have such holes: Deribit's volatility index of BTC lacks 2025-11-11.
    [Fact]
    public void A_missing_day_is_known_and_no_return_crosses_it()
    {
        var history = Read("date,BTC\n2020-01-01,1\n2020-01-02,2\n2020-01-04,4\n2020-01-05,5\n");
        Assert.Equal([Instant.FromUtc(2020, 1, 3)], history.Missing);
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(history.FollowsADay));
    }

    [Fact]
    public void A_history_must_fill_the_tail()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Histories.Rules(ReducerKind.ValueAtRisk, Histories.Random(130)));
        Assert.Contains("give at least 131 days", error.Message, StringComparison.Ordinal);
        Assert.Equal(100, Histories.Rules(ReducerKind.ValueAtRisk, Histories.Random(131)).InitialReducer.Count);
    }

    [Fact]
    public void A_coin_that_stands_still_at_first_is_refused()
    {
        double[] still = [.. Enumerable.Range(0, 200).Select(d => d < 50 ? 100.0 : 100.0 + d)];
        var history = Histories.Of(new() { ["BTC"] = still });
        var error = Assert.Throws<InvalidInputException>(() => Histories.Rules(ReducerKind.ExpectedShortfall, history));
        Assert.Contains("column BTC does not move", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.4, 1, 0.97, "historical.initialConfidence \"0.4\"")]
    [InlineData(0.96, 0, 0.97, "historical.initialHorizonDays \"0\"")]
    [InlineData(0.96, 0.5, 0.97, "historical.maintenance asks for more than initial")]
    [InlineData(0.96, 1, 1.5, "historical.lambda \"1.5\"")]
    public void Bad_options_are_named(double confidence, double days, double lambda, string expected)
    {
        var options = new HistoricalOptions(ReducerKind.ExpectedShortfall)
        {
            InitialConfidence = confidence,
            InitialHorizonDays = days,
            Lambda = lambda,
        };
        var error = Assert.Throws<InvalidInputException>(
            () => HistoricalRulebook.Build(Histories.Random(200), options));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private static PriceHistory Read(string text, string? series = null) =>
        PriceHistoryCsv.Read(Encoding.UTF8.GetBytes(text), series);
}
