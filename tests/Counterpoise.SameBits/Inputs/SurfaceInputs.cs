using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.SameBits.Inputs;

/// <summary>Quotes of smiles: around a curve, noisy or not, so many that every remainder of a line occurs.</summary>
internal static class SurfaceInputs
{
    private static readonly Currency Coin = Currency.Parse("BTC");

    /// <summary>The coin the quotes are of.</summary>
    public static Currency Base => Coin;

    /// <summary>The instant of the quotes.</summary>
    public static Instant Time { get; } = Instant.FromUtc(2026, 9, 1, 8);

    /// <summary>Columns of the quotes of a smile in a buffer of their own.</summary>
    public static SviColumns Columns(SplitMix random, int count)
    {
        var (k, vol, weight) = (new double[count], new double[count], new double[count]);
        var years = random.Between(0.003, 1.5);
        var svi = Curve(random, years);
        var deviation = Math.Sqrt(svi.Variance(0));
        for (var i = 0; i < count; i++)
        {
            k[i] = random.Between(-3, 3) * deviation;
            vol[i] = Math.Sqrt(svi.Variance(k[i]) / years) + random.Between(-0.01, 0.01);
            weight[i] = random.OneIn(10) ? 0 : random.Between(0.1, 2);
        }
        return new SviColumns(k, vol, weight, years, new double[SviColumns.Columns * AlignedDoubles.Padded(count)]);
    }

    /// <summary>Expiries of a coin: level and noise of each decide what has to be repaired.</summary>
    public static ExpiryQuotes[] Surface(SplitMix random, double noise)
    {
        ReadOnlySpan<double> days = [1, 7, 14, 30, 60, 120];
        var all = new ExpiryQuotes[days.Length];
        for (var i = 0; i < all.Length; i++)
        {
            var years = days[i] / 365;
            var svi = Curve(random, years);
            var expiry = Time + Duration.FromDays(days[i]);
            var option = Instrument.Option(Coin, Currency.Usd, Coin, expiry, Price.Parse("100000"), OptionRight.Call);
            var quotes = new SmileQuote[random.OneIn(8) ? 1 + random.Below(4) : 8 + random.Below(30)];
            for (var j = 0; j < quotes.Length; j++)
            {
                var k = 3 * Math.Sqrt(svi.Variance(0)) * (2.0 * (j + 0.5) / quotes.Length - 1);
                var vol = Math.Sqrt(svi.Variance(k) / years) * (1 + random.Between(-noise, noise));
                quotes[j] = new SmileQuote(option, k, vol, null, null, 1);
            }
            all[i] = new ExpiryQuotes(expiry, years, 1e5, quotes);
        }
        return all;
    }

    private static RawSvi Curve(SplitMix random, double years)
    {
        var level = random.Between(0.45, 0.55);
        var deviation = level * Math.Sqrt(years);
        var svi = new RawSvi(
            0, deviation * random.Between(0.1, 0.4), random.Between(-0.6, 0.6),
            deviation * random.Between(-0.5, 0.5), deviation * random.Between(0.5, 1.5));
        return svi with { A = deviation * deviation - svi.Variance(0) };
    }
}
