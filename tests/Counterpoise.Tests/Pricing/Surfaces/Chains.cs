using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>Quotes of a known smile, as a fit takes them and as a market has them.</summary>
internal static class Chains
{
    public static readonly Currency Coin = Currency.Parse("BTC");
    public static readonly Currency Usdc = Currency.Parse("USDC");
    public static readonly Instant Time = Instant.FromUtc(2026, 9, 1, 8);

    /// <summary>SSVI: total variances at the money grow with √T a little faster than flat.</summary>
    public static RawSvi Smile(double days) =>
        new Ssvi(-0.25, 1.1, 0.45).Slice(0.25 * (days / 365) * (1 + 0.1 * days / 365));

    /// <summary>Quotes of one expiry at given volatilities, each counting one.</summary>
    public static ExpiryQuotes Expiry(
        double days, IReadOnlyList<double> k, Func<double, double> vol, double forward = 1e5)
    {
        var expiry = Time + Duration.FromDays(days);
        return new ExpiryQuotes(expiry, days / 365, forward,
            [.. k.Select(x => new SmileQuote(Option(expiry, forward * Math.Exp(x)), x, vol(x), null, null, 1))]);
    }

    /// <summary>Quotes of a total variance curve, ± so many deviations around the money.</summary>
    public static ExpiryQuotes Of(double days, RawSvi svi, int count = 21, double deviations = 3) => Expiry(
        days, Strikes(svi.Variance(0), count, deviations), k => Math.Sqrt(svi.Variance(k) / (days / 365)));

    /// <summary>Even log-moneyness over ± so many deviations.</summary>
    public static double[] Strikes(double variance, int count, double deviations = 3) =>
        [.. Enumerable.Range(0, count).Select(i => deviations * Math.Sqrt(variance) * (2.0 * i / (count - 1) - 1))];

    /// <summary>The same quotes at other volatilities.</summary>
    public static ExpiryQuotes With(this ExpiryQuotes expiry, Func<SmileQuote, double> vol) =>
        expiry with { Quotes = [.. expiry.Quotes.Select(q => q with { Vol = vol(q) })] };

    /// <summary>A market of calls and puts with marks; four millionths of a coin between bid and ask.</summary>
    public static Market Market(
        IEnumerable<(double Days, double Forward)> expiries, bool inCoin = true, bool states = true,
        Func<Quote, Quote?>? edit = null)
    {
        var quotes = new Dictionary<Instrument, Quote>();
        var curves = new Dictionary<Instant, ExpiryCurve>();
        foreach (var (days, forward) in expiries)
        {
            var expiry = Time + Duration.FromDays(days);
            if (states) curves.Add(expiry, new ExpiryCurve(expiry) { Forward = new Observed(forward) });
            // What has expired is quoted as it was as long before.
            var svi = Smile(Math.Abs(days));
            foreach (var k in Strikes(svi.Variance(0), 21, 2.9))
            {
                foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    var quote = Quote(expiry, Math.Abs(days) / 365, forward, forward * Math.Exp(k), svi, right, inCoin);
                    if ((edit is null ? quote : edit(quote)) is { } edited) quotes.Add(edited.Instrument, edited);
                }
            }
        }
        var underlying = new Underlying(Coin, new Observed(1e5)) { Quotes = quotes, Expiries = curves };
        return new Market("test", "test", true, Time)
        {
            Underlyings = new Dictionary<Currency, Underlying> { [Coin] = underlying },
        };
    }

    public static Instrument Option(
        Instant expiry, double strike, OptionRight right = OptionRight.Call, bool inCoin = true) => Instrument.Option(
        Coin, inCoin ? Currency.Usd : Usdc, inCoin ? Coin : Usdc, expiry, Price.Parse(Text(strike)), right);

    private static Quote Quote(
        Instant expiry, double years, double forward, double near, RawSvi svi, OptionRight right, bool inCoin)
    {
        var strike = Math.Round(near, 2);
        var vol = Math.Sqrt(svi.Variance(Math.Log(strike / forward)) / years);
        var price = inCoin
            ? CoinSettled.Price(right, forward, strike, vol, years)
            : Black76.Price(right, forward, strike, vol, years);
        var half = 2e-6 * (inCoin ? 1 : forward);
        return new Quote(Option(expiry, strike, right, inCoin))
        {
            Bid = price > half ? price - half : null,
            Ask = price + half,
            Mark = price,
            Vol = vol,
        };
    }

    private static string Text(double strike) => strike.ToString("0.00", CultureInfo.InvariantCulture);
}
