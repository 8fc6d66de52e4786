using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Pricing;

/// <summary>
/// One coin of a synthetic market: SSVI (Gatheral, Jacquier 2014, eq. 4.1) with power-law curvature over a
/// mean-reverting at-the-money variance. With θ the at-the-money total variance and k = ln(K/F):
/// w(k) = θ/2·(1 + ρφk + √((φk + ρ)² + 1 − ρ²)), φ = η/√(θ(1 + θ)),
/// θ(T) = T·(σ∞² + (σ₀² − σ∞²)·(1 − e^{−κT})/(κT)), forward F = index·e^{carry·T}.
/// Free of butterfly arbitrage for η·(1 + |ρ|) ≤ 2 (their theorem 4.2), and of calendar arbitrage as θ grows with T.
/// </summary>
/// <param name="Coin">Which coin.</param>
/// <param name="Index">Index price, USD.</param>
/// <param name="ShortVol">σ₀, at-the-money volatility at T → 0, annualised fraction.</param>
/// <param name="LongVol">σ∞.</param>
/// <param name="Reversion">κ per year.</param>
/// <param name="Correlation">ρ, the skew; negative lifts puts.</param>
/// <param name="Curvature">η.</param>
/// <param name="Carry">Annual basis of forwards over the index.</param>
public sealed record SyntheticCoin(
    Currency Coin,
    double Index,
    double ShortVol = 0.62,
    double LongVol = 0.52,
    double Reversion = 3,
    double Correlation = -0.22,
    double Curvature = 0.9,
    double Carry = 0.045)
{
    /// <summary>Implied volatility at log-moneyness k and time T.</summary>
    public double Vol(double logMoneyness, double years)
    {
        var decay = Reversion * years;
        var average = decay < 1e-8 ? 1 : -Elementary.Exp(-decay) / decay + 1 / decay;
        var mean = LongVol * LongVol + (ShortVol * ShortVol - LongVol * LongVol) * average;
        var theta = years * mean;
        var x = Curvature / Math.Sqrt(theta * (1 + theta)) * logMoneyness;
        var w = theta / 2 * (
            1 + Correlation * x + Math.Sqrt((x + Correlation) * (x + Correlation) + 1 - Correlation * Correlation));
        return Math.Sqrt(w / years);
    }

    /// <summary>Forward price at time T, USD.</summary>
    public double Forward(double years) => Index * Elementary.Exp(Carry * years);
}

/// <summary>
/// A market made from a formula, with the listing of a crypto options venue: two daily, three weekly, two monthly and
/// three quarterly expiries at 08:00 UTC, strikes to three standard deviations, dated futures and a perpetual. The same
/// arguments give the same market to the last bit.
/// </summary>
public static class SyntheticMarket
{
    /// <summary>Strikes reach this many standard deviations.</summary>
    private const double Width = 3;

    private static readonly double[] NiceSteps = [1, 2, 2.5, 5, 10];

    /// <summary>Makes the market at an instant.</summary>
    public static Market Make(string name, Instant time, IReadOnlyList<SyntheticCoin> coins)
    {
        foreach (var coin in coins) Check(coin);
        var expiries = Expiries(time);
        return new Market(name, "synthetic: SSVI surface, docs/formats.md", Synthetic: true, time)
        {
            Underlyings = coins.ToDictionary(c => c.Coin, c => Make(c, time, expiries)),
            Currencies = new Dictionary<Currency, Observed> { [Currency.Parse("USDC")] = new(1) },
        };
    }

    private static void Check(SyntheticCoin coin)
    {
        if (!(double.IsFinite(coin.Index) && coin.Index > 0))
            throw new InvalidInputException($"{coin.Coin}.index", coin.Index.ToString("R"), "is not a price",
                "use a price > 0");
        if (coin.ShortVol is not (> 0 and <= 5) || coin.LongVol is not (> 0 and <= 5))
            throw new InvalidInputException($"{coin.Coin}.vol", coin.ShortVol.ToString("R"), "is not a volatility",
                "use a fraction such as 0.6");
        if (coin.Curvature * (1 + Math.Abs(coin.Correlation)) > 2)
            throw new InvalidInputException($"{coin.Coin}.curvature", coin.Curvature.ToString("R"), "admits arbitrage",
                "keep curvature·(1 + |correlation|) ≤ 2");
    }

    private static Underlying Make(SyntheticCoin coin, Instant time, IReadOnlyList<Instant> expiries)
    {
        var curves = new Dictionary<Instant, ExpiryCurve>();
        var quotes = new Dictionary<Instrument, Quote>();
        var perpetual = Instrument.Perpetual(coin.Coin, Currency.Usd, coin.Coin);
        quotes[perpetual] = new Quote(perpetual) { Mark = Rounded(coin.Index * 1.0002, 2) };
        foreach (var expiry in expiries)
        {
            var years = (expiry - time).Years;
            var forward = Rounded(coin.Forward(years), 2);
            curves[expiry] = new ExpiryCurve(expiry) { Forward = new Observed(forward) };
            var future = Instrument.Future(coin.Coin, Currency.Usd, coin.Coin, expiry);
            quotes[future] = new Quote(future) { Mark = forward };
            foreach (var strike in Strikes(forward, coin.Vol(0, years) * Math.Sqrt(years)))
            {
                foreach (var right in (OptionRight[])[OptionRight.Call, OptionRight.Put])
                {
                    var option = Instrument.Option(coin.Coin, Currency.Usd, coin.Coin, expiry, strike, right);
                    quotes[option] = Quote(option, coin, forward, years);
                }
            }
        }
        return new Underlying(coin.Coin, new Observed(coin.Index)) { Expiries = curves, Quotes = quotes };
    }

    // Half spread: one tick, 1 % of the mark and 0.6 volatility points, about what a liquid venue shows.
    private static Quote Quote(Instrument option, SyntheticCoin coin, double forward, double years)
    {
        const double tick = 0.0001;
        var strike = option.Strike.ToDouble();
        var vol = Rounded(coin.Vol(Elementary.Log(strike / forward), years), 4);
        var mark = CoinSettled.Price(option.Right, forward, strike, vol, years);
        var half = tick + 0.01 * mark + 0.006 * CoinSettled.Vega(option.Right, forward, strike, vol, years);
        var bid = Math.Floor((mark - half) / tick) * tick;
        return new Quote(option)
        {
            Vol = vol,
            Mark = Rounded(mark, 8),
            Bid = bid > 0 ? Rounded(bid, 4) : null,
            Ask = Rounded(Math.Ceiling((mark + half) / tick) * tick, 4),
        };
    }

    private static IReadOnlyList<Instant> Expiries(Instant time)
    {
        var t = time.ToUtcDateTime();
        var day = new DateTime(t.Year, t.Month, t.Day, 8, 0, 0, DateTimeKind.Utc);
        if (day <= t.AddHours(2)) day = day.AddDays(1);
        var dates = new SortedSet<DateTime> { day, day.AddDays(1) };
        var friday = day.AddDays(((int)DayOfWeek.Friday - (int)day.DayOfWeek + 7) % 7);
        for (var week = 0; week < 3; week++) dates.Add(friday.AddDays(7 * week));
        int monthly = 0, quarterly = 0;
        var month = new DateTime(day.Year, day.Month, 1, 8, 0, 0, DateTimeKind.Utc);
        for (; quarterly < 3; month = month.AddMonths(1))
        {
            var last = LastFriday(month);
            if (last < day) continue;
            if (month.Month % 3 == 0) quarterly++;
            else if (++monthly > 2) continue;
            dates.Add(last);
        }
        return [.. dates.Select(d => Instant.FromUtc(d.Year, d.Month, d.Day, 8))];
    }

    private static DateTime LastFriday(DateTime month)
    {
        var last = month.AddMonths(1).AddDays(-1);
        return last.AddDays(-(((int)last.DayOfWeek - (int)DayOfWeek.Friday + 7) % 7));
    }

    // A step of 1, 2, 2.5, 5 × 10ⁿ that gives about ten strikes a side within the width.
    private static IEnumerable<Price> Strikes(double forward, double deviation)
    {
        var reach = Math.Min(Width * deviation, 1.6);
        var raw = forward * (Elementary.Exp(reach / 2) - 1) / 8;
        var scale = PowerOfTenBelow(raw);
        var step = scale * NiceSteps.First(s => s * scale >= raw);
        var low = Math.Ceiling(forward * Elementary.Exp(-reach) / step);
        var high = Math.Floor(forward * Elementary.Exp(reach) / step);
        for (var i = Math.Max(low, 1); i <= high; i++) yield return Price.Nearest(Rounded(i * step, 6));
    }

    // The greatest power of ten that is not above a positive number.
    private static double PowerOfTenBelow(double value)
    {
        var (power, divisor) = (1.0, 1.0);
        while (power * 10 <= value) power *= 10;
        while (power / divisor > value) divisor *= 10;
        return power / divisor;
    }

    private static double Rounded(double value, int decimals) => Math.Round(value, decimals);
}
