using Counterpoise.Numerics;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Pricing;

/// <summary>The seeded points of the accuracy tests: σ√T log-uniform in [0.01, 4].</summary>
public static class AccuracyPoints
{
    public const double SmallestPrice = 1e-300;

    /// <summary>|ln F/K| uniform in ±6σ√T: the near region.</summary>
    public static AccuracyPoint Near(int index) => Draw(new(index, 1), 0, 6);

    /// <summary>|ln F/K| from 6σ√T to where the price reaches 1e-300: the far region.</summary>
    public static AccuracyPoint Far(int index)
    {
        var numbers = new Numbers(index, 2);
        while (true)
        {
            var point = Draw(numbers, 6, 38);
            var price = point.OutOfTheMoney.Price.ToDouble();
            if (price > SmallestPrice)
            {
                return point;
            }
        }
    }

    private static AccuracyPoint Draw(Numbers numbers, double fewestDeviations, double mostDeviations)
    {
        var totalVol = numbers.LogUniform(0.0100001, 3.999999);
        var years = numbers.LogUniform(1 / 8760.0, 5);
        var forward = numbers.LogUniform(0.01, 1e6);
        var deviations = numbers.Uniform(fewestDeviations, mostDeviations);
        var above = numbers.Uniform(0, 1) < 0.5;
        var discount = numbers.Uniform(0, 1) < 0.25 ? 1 : numbers.Uniform(0.5, 1.05);
        var strike = forward * Elementary.Exp((above ? -1 : 1) * deviations * totalVol);
        return new(forward, strike, totalVol / Math.Sqrt(years), years, discount);
    }

    /// <summary>SplitMix64: the same numbers everywhere, and a stream of its own for every point.</summary>
    private sealed class Numbers(int index, int stream)
    {
        private ulong state = ((ulong)stream << 48) + ((ulong)index * 0x632BE59BD9B4E019);

        public double Uniform(double low, double high)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return low + ((high - low) * ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1L << 53)));
        }

        public double LogUniform(double low, double high) =>
            Elementary.Exp(Uniform(Elementary.Log(low), Elementary.Log(high)));
    }
}

/// <summary>One point with its exact values.</summary>
public sealed class AccuracyPoint(double forward, double strike, double vol, double years, double discount)
{
    public double Forward { get; } = forward;

    public double Strike { get; } = strike;

    public double Vol { get; } = vol;

    public double Years { get; } = years;

    public double Discount { get; } = discount;

    public Black76Reference Exact { get; } = new(forward, strike, vol, years, discount);

    public bool CallIsOut => Exact.LogMoneyness.Sign <= 0;

    public Black76Reference.Side OutOfTheMoney => CallIsOut ? Exact.Call : Exact.Put;

    public Black76Reference.Side InTheMoney => CallIsOut ? Exact.Put : Exact.Call;
}
