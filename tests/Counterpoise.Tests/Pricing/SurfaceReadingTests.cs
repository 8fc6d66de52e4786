using Counterpoise.Markets;
using Counterpoise.Markets.Indicators;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Indicators;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing;

/// <summary>Readings of a surface whose formula is known.</summary>
public sealed class SurfaceReadingTests
{
    private const double HalfPoint = 0.005;

    private static readonly Instant Time = Instant.FromUtc(2026, 3, 2, 9);

    private static readonly SyntheticCoin Coin = new(Currency.Parse("BTC"), 90_000, ShortVol: 0.9, Correlation: -0.4);

    private static readonly Market Chain = SyntheticMarket.Make("chain", Time, [Coin]);

    private static readonly VolSurface Surface = SurfaceFit.Fit(Chain, Coin.Coin);

    [Fact]
    public void Level_term_structure_and_skew_are_those_of_the_formula()
    {
        var reading = SurfaceReading.Of(Chain, Surface);
        var month = Coin.Vol(0, 30 / 365.0);
        Assert.Equal(month, reading.Implied!.Value, HalfPoint);
        Assert.Equal(Coin.Vol(0, 7 / 365.0) - Coin.Vol(0, 90 / 365.0), reading.TermSlope!.Value, HalfPoint);
        Assert.InRange(reading.TermSlope.Value, 0.05, 0.3);
        var reach = 0.674489750196082 * month * Math.Sqrt(30 / 365.0);
        Assert.Equal(Coin.Vol(-reach, 30 / 365.0) - Coin.Vol(reach, 30 / 365.0), reading.Skew!.Value, HalfPoint);
        Assert.True(reading.Skew > 0.02);
        Assert.InRange(reading.Basis!.Value, 0.045 * 20 / 365, 0.045 * 40 / 365);
    }

    [Fact]
    public void Spreads_are_by_tenor_and_what_the_chain_lacks_is_not_made_up()
    {
        var reading = SurfaceReading.Of(Chain, Surface);
        // A half spread of 0.6 points and a tick of 0.0001, which is more the nearer the expiry.
        Assert.All(reading.VolSpreads.Take(4), s => Assert.InRange(s!.Value, 0.012, 0.2));
        Assert.Null(reading.OpenInterest);
        Assert.Null(reading.Concentration);
        Assert.Null(reading.OverVolume);
        var near = Surface with { Smiles = [.. Surface.Smiles.Where(s => s.Years < 20 / 365.0)] };
        var part = SurfaceReading.Of(Chain, near);
        Assert.Equal((null, null, null), (part.Implied, part.TermSlope, part.Skew));
    }

    [Fact]
    public void Open_interest_is_summed_and_its_concentration_that_of_its_parts()
    {
        var underlying = Chain.Underlyings[Coin.Coin];
        var options = underlying.Quotes.Keys.Where(i => i.IsOption).Order().Take(3).ToArray();
        var quotes = underlying.Quotes.ToDictionary(q => q.Key, q => q.Value);
        foreach (var (option, at) in options.Select((o, i) => (o, i)))
            quotes[option] = quotes[option] with { OpenInterest = at == 0 ? 2 : 1, Volume = 0.5 };
        var underlyings = new Dictionary<Currency, Underlying> { [Coin.Coin] = underlying with { Quotes = quotes } };
        var reading = SurfaceReading.Of(Chain with { Underlyings = underlyings }, Surface);
        Assert.Equal(4 * 90_000, reading.OpenInterest!.Value, 6);
        Assert.Equal((4 + 1 + 1) / 16.0, reading.Concentration!.Value, 12);
        Assert.Equal(4 / 1.5, reading.OverVolume!.Value, 12);

        var coin = new CoinIndicators();
        reading.Observe(Time, coin);
        Assert.Equal(reading.Skew, coin[IndicatorName.Skew].At(Time).Value);
        Assert.Equal(reading.OpenInterest, coin.Parameters(Time).OpenInterest!.Value.Value);
        // Below two points nobody would close at what is quoted.
        Assert.Equal(Math.Max(0.02, reading.VolSpreads[2]!.Value), coin.Parameters(Time).VolSpreads[2]!.Value.Value);
    }
}
