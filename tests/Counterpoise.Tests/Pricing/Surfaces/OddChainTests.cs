using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>Chains as they should not be: the surface is without arbitrage, or there is none at all.</summary>
public class OddChainTests
{
    private static readonly double[] Days = [2, 9, 30, 90];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Few_quotes_lean_on_the_surface_of_all(int count)
    {
        for (var few = 0; few < Days.Length; few++)
        {
            var quotes = Array.ConvertAll(Days, d => Chains.Of(d, Chains.Smile(d)));
            quotes[few] = quotes[few] with { Quotes = [.. quotes[few].Quotes.Skip(9).Take(count)] };
            var surface = Sound(Fit(quotes));
            Assert.Equal(Days.Length, surface.Smiles.Count);
            Assert.Equal(FitKind.FromSurface, surface.Smiles[few].Kind);
            Assert.InRange(surface.Smiles[few].MaxError, 0, 0.005);
            // Beyond its quotes it follows what the others say, not a straight line.
            var days = Days[few];
            foreach (var k in Chains.Strikes(Chains.Smile(days).Variance(0), 9, 2))
                Assert.Equal(Math.Sqrt(Chains.Smile(days).Variance(k) * 365 / days), surface.Smiles[few].Vol(k), 0.05);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Few_quotes_alone_are_a_surface_too(int count)
    {
        var quotes = Chains.Of(30, Chains.Smile(30));
        var surface = Sound(Fit(quotes with { Quotes = [.. quotes.Quotes.Skip(9).Take(count)] }));
        Assert.Equal(FitKind.FromSurface, Assert.Single(surface.Smiles).Kind);
        Assert.InRange(surface.Smiles[0].MaxError, 0, 0.005);
    }

    [Fact]
    public void Expiries_without_a_quote_are_left_out()
    {
        var quotes = Array.ConvertAll(Days, d => Chains.Of(d, Chains.Smile(d)));
        quotes[1] = quotes[1] with { Quotes = [] };
        Assert.Equal([quotes[0].Expiry, quotes[2].Expiry, quotes[3].Expiry], Fit(quotes).Smiles.Select(s => s.Expiry));
        Assert.Empty(Fit(quotes[1]).Smiles);
        Assert.Empty(Fit().Smiles);
    }

    [Fact]
    public void Ten_strikes_a_day_before_expiry_are_fitted()
    {
        var surface = Sound(Fit(Chains.Of(1, Chains.Smile(1), 10)));
        Assert.Equal(FitKind.Free, surface.Smiles[0].Kind);
        Assert.InRange(surface.Smiles[0].MaxError, 0, 1e-7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(12)]
    public void Quotes_all_at_one_strike_are_a_surface(int count)
    {
        var surface = Sound(Fit(Chains.Expiry(20, [.. Enumerable.Repeat(0.03, count)], _ => 0.6)));
        Assert.Equal(0.6, surface.Smiles[0].Vol(0.03), 1e-4);
    }

    [Fact]
    public void Contradictory_quotes_at_one_strike_are_met_in_the_middle()
    {
        var vols = new Queue<double>([0.5, 0.7, 0.5, 0.7, 0.5, 0.7]);
        var surface = Sound(Fit(Chains.Expiry(20, [.. Enumerable.Repeat(0.03, 6)], _ => vols.Dequeue())));
        Assert.Equal(0.6, surface.Smiles[0].Vol(0.03), 0.01);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(5)]
    public void Absurd_volatilities_are_fitted(double level)
    {
        var quotes = Array.ConvertAll(Days, d => Chains.Expiry(
            d, Chains.Strikes(level * level * d / 365, 21, 2.5),
            k => level * (1 + 0.05 * Math.Pow(k / level / Math.Sqrt(d / 365), 2))));
        var surface = Sound(Fit(quotes));
        foreach (var smile in surface.Smiles) Assert.InRange(smile.MaxError, 0, 0.1 * level);
    }

    [Fact]
    public void Volatility_from_one_tenth_of_a_percent_to_five_hundred_within_a_chain_is_no_exception()
    {
        double[] levels = [5, 0.001, 5, 0.001];
        var random = new SplitMix(321);
        for (var round = 0; round < 5; round++)
        {
            Sound(Fit([.. Days.Select((d, i) => Chains.Expiry(
                d, Chains.Strikes(0.25 * d / 365, 5 + random.Below(20)), _ => levels[i] * random.Between(0.9, 1.1)))]));
        }
    }

    [Fact]
    public void Noise_of_any_size_leaves_no_arbitrage()
    {
        var random = new SplitMix(322);
        for (var round = 0; round < 25; round++)
        {
            var noise = random.Between(0, 0.9);
            var calendar = round % 2 == 0 ? CalendarRange.Everywhere : CalendarRange.Quoted;
            var quotes = Array.ConvertAll(Days, d => Chains.Of(d, Chains.Smile(d), 3 + random.Below(25))
                .With(q => q.Vol * (1 + random.Between(-noise, noise))));
            Sound(Fit(quotes, new SurfaceFitOptions { Calendar = calendar }), calendar);
        }
    }

    // Those whose bits are compared: one of every kind is among them.
    [Fact]
    public void Random_surfaces_of_every_kind_have_no_arbitrage()
    {
        var random = new SplitMix(23);
        var kinds = new HashSet<FitKind>();
        for (var i = 0; i < 24; i++)
        {
            var calendar = i % 2 == 0 ? CalendarRange.Everywhere : CalendarRange.Quoted;
            var quotes = SurfaceInputs.Surface(random, i % 3 == 0 ? 0 : 0.02);
            var surface = Sound(Fit(quotes, new SurfaceFitOptions { Calendar = calendar }), calendar);
            kinds.UnionWith(surface.Smiles.Select(s => s.Kind));
        }
        Assert.Equal(Enum.GetValues<FitKind>().Order(), kinds.Order());
    }

    // What has no bid, or an ask below it, is no quote; the rest is fitted as if it had not been there.
    [Fact]
    public void Crossed_quotes_and_missing_bids_do_not_count()
    {
        var i = 0;
        var market = Chains.Market([(10, 1e5), (40, 1.01e5)], edit: q => (++i % 7) switch
        {
            0 => q with { Bid = q.Ask * 1.1 },
            1 => q with { Bid = 0, Vol = 4 },
            2 => q with { Bid = null, Vol = 4 },
            3 => q with { Ask = null, Vol = 4 },
            _ => q,
        });
        var surface = Sound(SurfaceFit.Fit(market, Chains.Coin));
        Assert.Equal(2, surface.Smiles.Count);
        foreach (var smile in surface.Smiles)
        {
            Assert.InRange(smile.Quotes.Count, 6, 15);
            Assert.True(smile.LeftOut > 21);
            Assert.All(smile.Quotes, q => Assert.True(q.BidVol <= q.AskVol));
            Assert.InRange(smile.MaxError, 0, 1e-6);
        }
    }

    // The least price a venue knows, bid and asked for whatever is far out: it says little of volatility.
    [Fact]
    public void Cabinet_quotes_hardly_move_the_smile()
    {
        static Quote Cabinet(Quote q) => q.Mark < 5e-4 ? q with { Bid = 1e-4, Ask = 1e-3, Vol = null } : q;
        var clean = SurfaceFit.Fit(Chains.Market([(3, 1e5)]), Chains.Coin).Smiles[0];
        var surface = Sound(SurfaceFit.Fit(Chains.Market([(3, 1e5)], edit: Cabinet), Chains.Coin));
        var smile = surface.Smiles[0];
        Assert.Contains(smile.Quotes, q => q.Vol > clean.Vol(q.LogMoneyness) + 0.02);
        for (var k = -0.03; k <= 0.03; k += 0.005) Assert.Equal(clean.Vol(k), smile.Vol(k), 0.01);
    }

    [Fact]
    public void A_market_with_one_side_has_no_surface()
    {
        foreach (var edit in new Func<Quote, Quote?>[] { q => q with { Bid = null }, q => q with { Ask = null } })
        {
            var market = Chains.Market([(10, 1e5)], edit: edit);
            Assert.Empty(SurfaceFit.Fit(market, Chains.Coin).Smiles);
            Assert.Empty(SurfaceFit.Fit(market));
        }
    }

    [Theory]
    [InlineData(OptionRight.Call)]
    [InlineData(OptionRight.Put)]
    public void Calls_or_puts_alone_are_fitted_on_their_side(OptionRight right)
    {
        var market = Chains.Market([(10, 1e5), (40, 1.01e5)], edit: q => q.Instrument.Right == right ? q : null);
        var surface = Sound(SurfaceFit.Fit(market, Chains.Coin));
        Assert.Equal(2, surface.Smiles.Count);
        Assert.All(surface.Smiles, s =>
        {
            Assert.Null(s.Implied);
            Assert.All(s.Quotes, q => Assert.True(right == OptionRight.Call == q.LogMoneyness >= 0));
            Assert.InRange(s.MaxError, 0, 1e-6);
        });
    }

    [Fact]
    public void A_coin_without_options_has_no_surface_and_an_unknown_coin_is_refused()
    {
        var market = Chains.Market([]);
        Assert.Empty(SurfaceFit.Fit(market, Chains.Coin).Smiles);
        Assert.Throws<InvalidInputException>(() => SurfaceFit.Fit(market, Currency.Parse("ETH")));
    }

    [Fact]
    public void Expired_and_near_expiries_are_left_out()
    {
        var market = Chains.Market([(-1, 1e5), (0.5, 1e5), (1, 1e5)]);
        Assert.Equal(1 / 365.0, Assert.Single(SurfaceFit.Fit(market, Chains.Coin).Smiles).Years, 1e-12);
        var all = SurfaceFit.Fit(market, Chains.Coin, new SurfaceFitOptions { LeastYears = 0 });
        Assert.Equal(2, Sound(all).Smiles.Count);
    }

    private static VolSurface Fit(params ExpiryQuotes[] quotes) => SurfaceFit.Fit(Chains.Coin, Chains.Time, quotes);

    private static VolSurface Fit(ExpiryQuotes[] quotes, SurfaceFitOptions options) =>
        SurfaceFit.Fit(Chains.Coin, Chains.Time, quotes, options);

    private static VolSurface Sound(VolSurface surface, CalendarRange calendar = CalendarRange.Everywhere)
    {
        var found = Curves.Violations(surface, calendar);
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.All(surface.Smiles, s => Assert.True(double.IsFinite(
            s.Rmse + s.FreeRmse + s.MaxError + s.LeastDensity + s.LeastDensityAt + s.Alone.A + s.Alone.Sigma)));
        return surface;
    }
}
