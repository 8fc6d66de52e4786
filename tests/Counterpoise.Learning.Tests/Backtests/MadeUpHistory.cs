using Counterpoise.Learning.Statistics;
using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Learning.Tests.Backtests;

/// <summary>Hours of a price whose volatility changes, the same ones every time.</summary>
internal static class MadeUpHistory
{
    public const long Start = 420_000;

    public static CandleHistory Of(int hours, ulong seed = 1, Func<long, Candle, Candle>? change = null,
        Func<long, bool>? isMissing = null)
    {
        var noise = new SplitMix(seed);
        var (times, candles) = (new List<long>(), new List<Candle>());
        var price = 10_000.0;
        for (var i = 0; i < hours; i++)
        {
            var vol = i / 700 % 3 == 2 ? 0.012 : 0.004;
            double Step() => vol * (noise.Uniform() + noise.Uniform() + noise.Uniform() - 1.5);
            var open = price;
            price *= 1 + Step();
            var high = Math.Max(open, price) * (1 + Math.Abs(Step()) / 2);
            var low = Math.Min(open, price) * (1 - Math.Abs(Step()) / 2);
            var candle = new Candle(open, high, low, price, 10 + noise.Below(90));
            var hour = Start + i;
            if (isMissing?.Invoke(hour) == true) continue;
            times.Add(hour);
            candles.Add(change is null ? candle : change(hour, candle));
        }
        return new CandleHistory(Currency.Parse("BTC"), times, candles);
    }
}
