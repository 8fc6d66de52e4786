using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;
using Own = Counterpoise.Numerics.Elementary;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Quotes out of the ordinary, remainders and neighbours.</summary>
public class BatchImpliedVolEdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly double[] Legs = [100, 101, 0, -0.0, -1, 1e-310, 1e-125, 1e125, double.MaxValue, Inf, NaN];

    private static readonly double[] YearsValues = [1, 0.01, 0, -0.0, -1, double.Epsilon, 1e130, Inf, -Inf, NaN];

    private static readonly double[] Prices =
        [0, -0.0, -1, double.Epsilon, 1e-300, 0.5, 10, 99.99999999999999, 100, 101, 1e125, double.MaxValue, Inf, NaN];

    private static readonly double[] Signs = [1, -1, 0, 2, NaN];

    [Fact]
    public void A_quote_the_kernel_leaves_has_the_clear_outcome_and_bits()
    {
        Quote[] odd =
        [
            .. from sign in Signs
               from price in Prices
               from f in Legs
               from k in Legs
               from years in YearsValues
               let quote = new Quote(sign, price, f, k, years)
               where !quote.IsInKernel
               select quote,
        ];
        Assert.True(odd.Length > 50_000);
        AssertClear(odd);
    }

    [Fact]
    public void Prices_at_and_around_their_bounds_have_the_clear_outcome()
    {
        List<Quote> quotes = [];
        foreach (var sign in new[] { 1.0, -1 })
        {
            foreach (var (f, k) in new[] { (100.0, 80.0), (80.0, 100.0), (100.0, 100.0), (61_234.5, 0.125) })
            {
                var intrinsic = Math.Max(sign * (f - k), 0);
                var maximum = sign > 0 ? f : k;
                foreach (var price in new[] { intrinsic, maximum, 0.5 * (intrinsic + maximum) })
                {
                    var (below, above) = (Math.BitDecrement(price), Math.BitIncrement(price));
                    quotes.AddRange(new[] { price, below, above, price * 0.999, price * 1.001 }
                        .Select(p => new Quote(sign, p, f, k, 0.5)));
                }
            }
        }
        AssertClear(quotes);
    }

    [Fact]
    public void A_price_at_a_rounded_intrinsic_value_has_the_clear_outcome()
    {
        Quote[] quotes =
        [
            .. Enumerable.Range(0, 2000).Select(i =>
            {
                var draws = new Draws(70, i);
                var (f, k) = (draws.LogUniform(1, 1e5), draws.LogUniform(1e-7, 1e-2));
                var (sign, years) = (draws.Sign(), draws.LogUniform(0.01, 2));
                return sign > 0 ? new Quote(1, f - k, f, k, years) : new Quote(-1, f - k, k, f, years);
            }),
        ];
        AssertClear(quotes);
    }

    [Fact]
    public void Small_and_large_volatilities_and_far_strikes_have_the_clear_outcome()
    {
        Quote[] quotes =
        [
            .. Enumerable.Range(0, 6000).Select(i =>
            {
                var draws = new Draws(71, i);
                var (f, years) = (draws.LogUniform(0.01, 1e6), draws.LogUniform(1e-5, 20));
                var totalVol = draws.LogUniform(1e-6, 20);
                var k = f * Own.Exp(draws.Sign() * draws.Uniform(0, i % 2 == 0 ? 2 : 34) * totalVol);
                var quote = new Quote(k >= f ? 1 : -1, 0, f, k, years);
                return quote with { Price = Black76.Price(quote.Right, f, k, totalVol / Math.Sqrt(years), years) };
            }),
        ];
        Assert.Contains(quotes, q => q.IsInKernel);
        Assert.Contains(quotes, q => !q.IsInKernel && q.Clear.IsSolved);
        AssertClear(quotes);
    }

    [Fact]
    public void In_the_money_quotes_have_the_clear_outcome()
    {
        Quote[] quotes =
        [
            .. Enumerable.Range(0, 6000).Select(i =>
            {
                var draws = new Draws(72, i);
                var (f, years) = (draws.LogUniform(0.01, 1e6), draws.LogUniform(1e-4, 5));
                var totalVol = draws.LogUniform(0.001, 4);
                // Nearer the money than the price has digits for.
                var k = f * Own.Exp(draws.Sign() * draws.Uniform(0, 4) * Math.Min(totalVol, 1));
                var quote = new Quote(k >= f ? -1 : 1, 0, f, k, years);
                return quote with { Price = Black76.Price(quote.Right, f, k, totalVol / Math.Sqrt(years), years) };
            }),
        ];
        Assert.True(quotes.Count(q => q.IsInKernel) > 5000);
        AssertClear(quotes);
    }

    [Fact]
    public void A_batch_of_any_length_and_order_has_the_bits_of_its_quotes_one_by_one()
    {
        var mixed = Mixed(503);
        var single = mixed.Select(q => Quote.Solve([q])).ToArray();
        for (var count = 0; count <= 17; count++) AssertSame(single[..count], Quote.Solve(mixed[..count]));
        AssertSame(single, Quote.Solve(mixed));
        // 503 is a prime: every step visits everyone once.
        var order = Enumerable.Range(0, mixed.Length).Select(i => i * 37 % mixed.Length).ToArray();
        AssertSame([.. order.Select(i => single[i])], Quote.Solve([.. order.Select(i => mixed[i])]));
    }

    [Fact]
    public void Columns_of_unequal_length_are_refused()
    {
        var (one, two) = (new double[1], new double[2]);
        Assert.Throws<ArgumentException>(() => new QuoteColumns(two, two, two, one, two).Count);
        Assert.Throws<ArgumentException>(
            () => BatchImpliedVol.Solve(new(two, two, two, two, two), one, new ImpliedVolOutcome[2]));
        Assert.Throws<ArgumentException>(
            () => BatchImpliedVol.Solve(new(two, two, two, two, two), two, new ImpliedVolOutcome[1]));
    }

    private static Quote[] Mixed(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var draws = new Draws(73, i);
            var f = draws.LogUniform(1, 1e5);
            var quote = new Quote(draws.Sign(), f * draws.LogUniform(1e-4, 1), f, f * draws.LogUniform(0.5, 2), 0.3);
            return (i % 6) switch
            {
                1 => quote with { Price = Prices[draws.Whole(Prices.Length)] },
                3 => quote with { K = Legs[draws.Whole(Legs.Length)] },
                5 => quote with { Years = YearsValues[draws.Whole(YearsValues.Length)] },
                _ => quote,
            };
        }),
    ];

    // Same outcome; what the kernel solved within the claim, u·20(1 + 1/σ√T), and the rest to the bit.
    private static void AssertClear(IReadOnlyList<Quote> quotes)
    {
        var (vols, outcomes) = Quote.Solve(quotes);
        for (var i = 0; i < vols.Length; i++)
        {
            var (q, clear) = (quotes[i], quotes[i].Clear);
            Assert.True(outcomes[i] == clear.Outcome, $"{q}: {outcomes[i]} {vols[i]}, not {clear}");
            var tolerance = q.IsInKernel
                ? 20 * WorstError.Rounding * (1 + 1 / (clear.Vol * Math.Sqrt(q.Years))) * clear.Vol + 2e-15 * clear.Vol
                : 0;
            var same = double.IsNaN(clear.Vol) ? double.IsNaN(vols[i])
                : vols[i] == clear.Vol || Math.Abs(vols[i] - clear.Vol) <= tolerance;
            Assert.True(same, $"{q}: {vols[i]:R}, not {clear}");
        }
    }

    private static void AssertSame(
        (double[] Vols, ImpliedVolOutcome[] Outcomes)[] single, (double[] Vols, ImpliedVolOutcome[] Outcomes) batch)
    {
        BatchEdgeTests.AssertSameBits([.. single.Select(s => s.Vols[0])], batch.Vols, () => "implied volatilities");
        Assert.Equal(single.Select(s => s.Outcomes[0]), batch.Outcomes);
    }
}
