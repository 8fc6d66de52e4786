using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing;

public class SyntheticMarketTests
{
    private static readonly SyntheticCoin Bitcoin = new(Currency.Parse("BTC"), 100_000);

    [Fact]
    public void The_surface_is_free_of_butterfly_and_calendar_arbitrage()
    {
        double[] years = [1 / 365.0, 7 / 365.0, 30 / 365.0, 0.25, 0.5, 1];
        for (var k = -1.5; k <= 1.5; k += 0.01)
        {
            var before = 0.0;
            foreach (var t in years)
            {
                var w = Bitcoin.Vol(k, t) * Bitcoin.Vol(k, t) * t;
                Assert.True(w > before, $"total variance falls with time at k = {k}, T = {t}");
                before = w;
                Assert.True(Density(k, t) >= 0, $"negative density at k = {k}, T = {t}");
            }
        }
    }

    [Fact]
    public void Every_option_lies_between_its_bid_and_ask()
    {
        var market = SyntheticMarket.Make("test", Instant.FromUtc(2026, 9, 1, 8), [Bitcoin]);
        var options = market.Underlyings[Bitcoin.Coin].Quotes.Values.Where(q => q.Instrument.IsOption).ToArray();
        Assert.True(options.Length > 200);
        Assert.All(options, q => Assert.True((q.Bid ?? 0) < q.Mark && q.Mark < q.Ask));
    }

    [Fact]
    public void The_same_arguments_give_the_same_market()
    {
        var time = Instant.FromUtc(2026, 12, 31, 23, 59);
        Assert.Equal(
            MarketJson.Write(SyntheticMarket.Make("test", time, [Bitcoin])),
            MarketJson.Write(SyntheticMarket.Make("test", time, [Bitcoin])));
    }

    [Theory]
    [InlineData(0, 0.6, 0.9)]
    [InlineData(double.NaN, 0.6, 0.9)]
    [InlineData(100_000, -0.6, 0.9)]
    [InlineData(100_000, 0.6, 1.9)]
    public void Impossible_surfaces_are_refused(double index, double vol, double curvature)
    {
        var coin = Bitcoin with { Index = index, ShortVol = vol, Curvature = curvature };
        Assert.Throws<InvalidInputException>(() => SyntheticMarket.Make("test", default, [coin]));
    }

    // Durrleman's g(k) ≥ 0 (Gatheral, Jacquier 2014, eq. 2.1), derivatives by central differences.
    private static double Density(double k, double t)
    {
        const double h = 1e-4;
        double W(double x) => Bitcoin.Vol(x, t) * Bitcoin.Vol(x, t) * t;
        double w = W(k), slope = (W(k + h) - W(k - h)) / (2 * h), curve = (W(k + h) - 2 * w + W(k - h)) / (h * h);
        var a = 1 - k * slope / (2 * w);
        return a * a - slope * slope / 4 * (1 / w + 0.25) + curve / 2;
    }
}
