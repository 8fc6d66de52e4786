using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Kernels;
using Counterpoise.Tests.Numerics;
using Option = (double Sign, double F, double K, double Vol, double Years);

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Options out of the ordinary, remainders and neighbours.</summary>
public class BatchEdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly double[] Signs = [1, -1, 0, -0.0, 2, 0.5, NaN, Inf];

    private static readonly double[] Legs =
    [
        100, 101.5, 0, -0.0, double.Epsilon, 1e-310, 1e-122, 1e-120, 1e121, 1e120, double.MaxValue, -1, Inf, -Inf, NaN,
    ];

    private static readonly double[] Vols =
    [
        0.6, 0, -0.0, double.Epsilon, 1.5e-5, 1.6e-5, 15.9, 16.1, 1e-160, 1e160, double.MaxValue, -0.6, Inf, -Inf, NaN,
    ];

    private static readonly double[] YearsValues =
        [1, 0.02, 0, -0.0, -1, double.Epsilon, 1e-310, 1e300, double.MaxValue, Inf, -Inf, NaN];

    internal static bool IsOrdinary(Option o)
    {
        var (sign, f, k, vol) = (
            LanesScalar.Of(o.Sign), LanesScalar.Of(o.F), LanesScalar.Of(o.K), LanesScalar.Of(o.Vol));
        Span<double> held = stackalloc double[Black76Kernel<LanesScalar>.Columns];
        Black76Kernel<LanesScalar>.Measure(sign, f, k, vol, LanesScalar.Of(o.Years), ref held[0]);
        Black76Kernel<LanesScalar>.Evaluate(sign, f, k, vol, ref held[0], out var ordinary);
        return LanesScalar.Mask(ordinary) != 0;
    }

    [Fact]
    public void What_is_out_of_the_ordinary_has_the_bits_of_the_clear_version()
    {
        Option[] odd =
        [
            .. from sign in Signs
               from f in Legs
               from k in Legs
               from vol in Vols
               from years in YearsValues
               let option = (sign, f, k, vol, years)
               where !IsOrdinary(option)
               select option,
        ];
        Assert.True(odd.Length > 200_000);
        var options = Options.Of(odd).Priced();
        for (var i = 0; i < odd.Length; i++)
            AssertSameBits(options.Clear(i), options.Results(i), () => $"{odd[i]}");
    }

    [Fact]
    public void What_is_ordinary_at_the_edge_is_close_to_the_clear_version()
    {
        Option[] ordinary =
        [
            .. from sign in new[] { 1.0, -1 }
               from f in Legs
               from k in Legs
               from vol in Vols
               from years in YearsValues
               let option = (sign, f, k, vol, years)
               where IsOrdinary(option)
               select option,
        ];
        Assert.True(ordinary.Length > 100);
        var options = Options.Of(ordinary).Priced();
        for (var i = 0; i < ordinary.Length; i++)
        {
            var (o, clear) = (ordinary[i], options.Clear(i));
            var tolerance = 12 * WorstError.Rounding * (Math.Min(o.F, o.K) + clear[0]);
            Assert.True(Math.Abs(options.Price[i] - clear[0]) <= tolerance, $"{o}: {options.Price[i]}, not {clear[0]}");
            Assert.True(Math.Abs(options.Delta[i] - clear[1]) <= 1e-14, $"{o}: {options.Delta[i]}, not {clear[1]}");
        }
    }

    [Fact]
    public void A_sign_that_is_neither_call_nor_put_gives_NaN()
    {
        Option[] odd = [.. Signs[2..].Select(sign => (sign, 100.0, 110.0, 0.5, 0.25))];
        var options = Options.Of(odd).Priced();
        for (var i = 0; i < odd.Length; i++) Assert.All(options.Results(i), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void The_price_alone_has_the_bits_of_the_price_among_the_Greeks()
    {
        foreach (var count in Enumerable.Range(0, 18).Append(4096))
        {
            var options = Options.Of(Mixed(count)).Priced();
            var prices = new double[count];
            BatchBlack76.Price(options.Columns, prices);
            AssertSameBits(options.Price, prices, () => $"{count} options");
        }
    }

    [Fact]
    public void A_batch_of_any_length_has_the_bits_of_its_options_one_by_one()
    {
        for (var count = 0; count <= 17; count++)
        {
            var mixed = Mixed(count);
            var options = Options.Of(mixed).Priced();
            for (var i = 0; i < count; i++)
                AssertSameBits(Options.Of([mixed[i]]).Priced().Results(0), options.Results(i), () => $"{i} of {count}");
        }
    }

    [Fact]
    public void An_option_does_not_depend_on_its_neighbours()
    {
        const int Count = 2003;
        var mixed = Mixed(Count);
        var options = Options.Of(mixed).Priced();
        for (var step = 1; step <= 1000; step += 333)
        {
            // 2003 is a prime: every step visits everyone once.
            Option[] permuted = [.. Enumerable.Range(0, Count).Select(i => mixed[i * step % Count])];
            var others = Options.Of(permuted).Priced();
            for (var i = 0; i < Count; i++)
                AssertSameBits(options.Results(i * step % Count), others.Results(i), () => $"{permuted[i]}");
        }
    }

    [Fact]
    public void Nothing_is_left_of_a_time_value_behind_the_last_exponential()
    {
        for (var near = 37.55; near < 60; near += 0.003)
        {
            foreach (var totalVol in new[] { 0.01, 0.3, 2 })
            {
                const double F = 100;
                var k = F * Elementary.Exp((near + totalVol / 2) * totalVol);
                var options = Options.Of([(1, F, k, totalVol, 1), (-1, F, k, totalVol, 1)]).Priced();
                var clear = options.Clear(0);
                // 2⁻¹⁰²⁰, and e^(−near²/2) at the last exponential is 2⁻¹⁰²¹.
                Assert.True(clear[0] <= F * 8.9e-308 && options.Price[0] <= F * 8.9e-308, $"{near}: {clear[0]}");
                if (near > 37.64) Assert.Equal([0, 0, 0, 0, 0], options.Results(0));
                Assert.Equal(k - F, options.Price[1]);
                Assert.Equal(-1, options.Delta[1]);
            }
        }
    }

    [Fact]
    public void Columns_of_unequal_length_are_refused()
    {
        var (one, two) = (new double[1], new double[2]);
        Assert.Throws<ArgumentException>(() => new OptionColumns(two, two, two, two, one).Count);
        Assert.Throws<ArgumentException>(() => new GreekColumns(one, one, two, one, one).Price.Length);
        Assert.Throws<ArgumentException>(() => BatchBlack76.Price(new(two, two, two, two, two), one));
        Assert.Throws<ArgumentException>(
            () => BatchBlack76.All(new(two, two, two, two, two), new(one, one, one, one, one)));
    }

    /// <summary>Ordinary options with an odd one here and there.</summary>
    internal static Option[] Mixed(int count)
    {
        var mixed = new Option[count];
        for (var i = 0; i < count; i++)
        {
            var draws = new Draws(51, i);
            var f = draws.LogUniform(1, 1e5);
            var (k, vol, years) = (f * draws.LogUniform(0.2, 5), draws.Uniform(0.05, 2), draws.LogUniform(1e-4, 3));
            mixed[i] = (draws.Sign(), f, k, vol, years);
            if (i % 5 != 3) continue;
            mixed[i] = draws.Whole(5) switch
            {
                0 => mixed[i] with { Sign = Signs[draws.Whole(Signs.Length)] },
                1 => mixed[i] with { F = Legs[draws.Whole(Legs.Length)] },
                2 => mixed[i] with { K = Legs[draws.Whole(Legs.Length)] },
                3 => mixed[i] with { Vol = Vols[draws.Whole(Vols.Length)] },
                _ => mixed[i] with { Years = YearsValues[draws.Whole(YearsValues.Length)] },
            };
        }
        return mixed;
    }

    // One NaN is as good as another.
    internal static void AssertSameBits(double[] expected, double[] actual, Func<string> where)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var same = BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i])
                || (double.IsNaN(expected[i]) && double.IsNaN(actual[i]));
            if (!same) Assert.Fail($"{where()}: number {i} is {actual[i]:R}, not {expected[i]:R}");
        }
    }
}
