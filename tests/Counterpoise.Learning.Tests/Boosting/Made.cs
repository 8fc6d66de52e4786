using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Learning.Tests.Boosting;

/// <summary>Candles made from a seed: returns whose volatility wanders, and an outage or two.</summary>
internal static class Made
{
    public static CandleHistory History(int hours, int seed, Func<long, Candle, Candle>? change = null)
    {
        var random = new Random(seed);
        var (price, logVol) = (10_000.0, 0.0);
        List<long> times = [];
        List<Candle> candles = [];
        for (var hour = 0; hour < hours; hour++)
        {
            logVol = 0.98 * logVol + 0.15 * Normal(random);
            var open = price;
            price = Math.Clamp(price * Math.Exp(0.005 * Math.Exp(logVol) * Normal(random)), 1_000, 100_000);
            var width = 1 + 0.002 * Math.Exp(logVol) * random.NextDouble();
            var candle = new Candle(
                open, Math.Max(open, price) * width, Math.Min(open, price) / width, price,
                10 + 90 * random.NextDouble());
            if (hour is (> 2_000 and < 2_004) or 5_000) continue;
            times.Add(500_000 + hour);
            candles.Add(change?.Invoke(500_000 + hour, candle) ?? candle);
        }
        return new CandleHistory(Currency.Parse("BTC"), times, candles);
    }

    /// <summary>Rows of four features with gaps in the second, and targets that grow with the first.</summary>
    public static (double[] Rows, double[] Z) Rows(int count, int seed)
    {
        var random = new Random(seed);
        var (rows, z) = (new double[4 * count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < 4; column++) rows[4 * row + column] = Normal(random);
            if (random.Next(5) == 0) rows[4 * row + 1] = double.NaN;
            z[row] = Math.Exp(0.5 * rows[4 * row]) * Math.Abs(Normal(random));
        }
        return (rows, z);
    }

    public static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
