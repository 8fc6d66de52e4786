using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Tests.Shared;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Historical;

/// <summary>From closes to scenarios.</summary>
public sealed class FilterTests
{
    [Fact]
    public void With_lambda_one_it_is_plain_historical_simulation()
    {
        var history = Histories.Random(232);
        var rules = HistoricalRulebook.Build(
            history, new(ReducerKind.ExpectedShortfall) { Lambda = 1, FloorLambda = null });
        foreach (var coin in history.Coins)
        {
            var prices = history.PricesOf(coin);
            var cells = rules.RulesFor(coin, isInverse: false).Cells;
            Assert.Equal(201, cells.Count);
            for (var i = 0; i < cells.Count; i++)
            {
                Assert.Equal(prices[31 + i] / prices[30 + i], cells[i].Scenario.Spot, 1e-13);
                Assert.Equal(PriceHistory.NameOf(history.Days[31 + i]), cells[i].Date);
            }
        }
    }

    [Fact]
    public void Returns_of_constant_size_are_left_alone()
    {
        double[] prices = [.. Enumerable.Range(0, 100).Select(d => d % 2 == 0 ? 100.0 : 103.0)];
        var rules = HistoricalRulebook.Build(
            Histories.Of(new() { ["BTC"] = prices }), new(ReducerKind.ExpectedShortfall));
        Assert.All(
            rules.Underlyings.Single().Cells,
            c => Assert.Equal(c.Scenario.Spot > 1 ? 1.03 : 1 / 1.03, c.Scenario.Spot, 1e-13));
    }

    // A calm year, then a storm: the calm days count as stormy ones. After the storm the floor holds on longer.
    [Fact]
    public void Today_decides_how_wild_the_past_is()
    {
        double[] Path(int calm, int storm, int after)
        {
            var prices = new List<double> { 100 };
            for (var d = 0; d < calm + storm + after; d++)
            {
                var size = d >= calm && d < calm + storm ? 0.08 : 0.01;
                prices.Add(prices[^1] * Math.Exp(d % 2 == 0 ? size : -size));
            }
            return [.. prices];
        }
        double Largest(double[] prices, double? floor) => HistoricalRulebook
            .Build(Histories.Of(new() { ["BTC"] = prices }), new(ReducerKind.ExpectedShortfall) { FloorLambda = floor })
            .Underlyings.Single().Cells.Take(50).Max(c => Math.Log(c.Scenario.Spot));
        Assert.Equal(0.01, Largest(Path(300, 0, 0), null), 1e-9);
        Assert.InRange(Largest(Path(300, 60, 0), null), 0.06, 0.08);
        Assert.InRange(Largest(Path(300, 60, 100), null), 0.01, 0.03);
        Assert.True(Largest(Path(300, 60, 100), 0.99) > 1.3 * Largest(Path(300, 60, 100), null));
    }

    [Fact]
    public void Fourteen_years_of_closes_give_finite_requirements()
    {
        using var text = SharedData.OpenText("market/btc_usd_daily_2011_2025.csv.gz", 1);
        var history = PriceHistoryCsv.Read(System.Text.Encoding.UTF8.GetBytes(text.ReadToEnd()), "BTC");
        Assert.Equal(5_152, history.Days.Count);
        var options = new HistoricalOptions(ReducerKind.ExpectedShortfall) { MostDates = 10_000 };
        var rules = HistoricalRulebook.Build(history, options);
        Assert.Equal(5_121, rules.Underlyings.Single().Cells.Count);
        var one = new Account("one", rules, new("one") { Positions = [Hold(Perpetual(Btc, false), 1)] }, Prices);
        var margin = one.Margin;
        // One bitcoin of 100,000 USD: 2.5 % of the days lose more than some six of a hundred.
        Assert.InRange(margin.InitialUsd, 4_000, 12_000);
        Assert.InRange(margin.MaintenanceUsd, 3_000, margin.InitialUsd);
        TestContext.Current.SendDiagnosticMessage($"initial {margin.InitialUsd:0.00}, {margin.MaintenanceUsd:0.00}");
    }

    [Fact]
    public void Hours_become_days()
    {
        using var text = SharedData.OpenText("market/eth_usdt_binance_1h.csv.gz", 1);
        var history = PriceHistoryCsv.Read(System.Text.Encoding.UTF8.GetBytes(text.ReadToEnd()), "ETH");
        Assert.Equal("2017-08-17", PriceHistory.NameOf(history.Days[0]));
        // The last day ends at 22 h: it is left out.
        Assert.Equal("2025-09-18", PriceHistory.NameOf(history.Days[^1]));
        Assert.Equal(2_955, history.Days.Count);
    }
}
