using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;
using Counterpoise.Tests.Pricing.HighPrecision;
using Own = Counterpoise.Numerics.Elementary;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>
/// Implied volatilities of a batch against 77-digit arithmetic: the volatility that made the price, which the price's
/// own last digit may hide, and the exact root for the price as the double it is.
/// </summary>
public class BatchImpliedVolAccuracyTests
{
    private const int SetSize = 6000;
    private const int Chunk = 250;

    // u·(1 + 1/σ√T): near the money the price is a difference of two tails that agree in all but σ√T of their size.
    private const double RootClaim = 20;

    // Price, F, K, T: the worst of 10⁷ quotes near the money.
    private static readonly Quote[] Searched =
    [
        new(-1, 0.019913583542818906, 1.5769219037969233, 1.5762414184597389, 0.36014266032132797),
        new(1, 0.0012726768849537016, 1.512990255613341, 1.512990255613341, 0.004920665431553831),
        new(-1, 0.03643008074423728, 1.1956236032748704, 1.1923615328521677, 0.0014648232959869143),
    ];

    private static readonly Lazy<Sets> Measured = new(Measure);

    [Fact]
    public void Every_volatility_is_within_its_claim() =>
        Assert.All(Measured.Value.Rows, row => Assert.True(row.Holds, row.ToString()));

    [Fact]
    public void The_page_prints_the_worst_case_of_every_set_of_quotes() =>
        KernelsPage.Prints("implied", ["price", "F", "K", "T"], Measured.Value.Rows);

    [Fact]
    public void No_quote_of_a_listed_or_a_stressed_chain_leaves_the_kernel()
    {
        Assert.Equal(2 * SetSize, Measured.Value.Quotes);
        Assert.Equal(0, Measured.Value.Unsolved);
        Assert.Equal(0, Measured.Value.OutsideKernel);
    }

    private static Sets Measure()
    {
        var sets = new Sets();
        for (var i = 0; i < Searched.Length; i++) NoteRoot(sets.Near, Searched[i], i - Searched.Length);
        Parallel.For(0, SetSize / Chunk, chunk =>
        {
            var first = chunk * Chunk;
            Made[] listed = [.. Enumerable.Range(first, Chunk).Select(Listed)];
            Made[] stressed = [.. Enumerable.Range(first, Chunk).Select(Stressed)];
            Note(sets, listed, first, sets.Listed, sets.ListedRoot, _ => 1e-13);
            Note(
                sets, stressed, first, sets.Stressed, sets.StressedRoot,
                made => Math.Max(1e-12, 4 * WorstError.Rounding * made.Elasticity));
            for (var i = first; i < first + Chunk / 4; i++)
            {
                NoteRoot(sets.Far, Wide(60, i, 0.00098, 4, 6, 30), i);
                NoteRoot(sets.Near, Wide(61, i, 0.00098, 4, 0, 1), i);
                NoteRoot(sets.AtTheMoney, Wide(62, i, 0.00098, 8, 0, 0), i);
                NoteRoot(sets.Large, Wide(63, i, 4, 12, 0, 2), i);
                NoteRoot(sets.InTheMoney, InTheMoney(i), i);
            }
        });
        return sets;
    }

    private static void Note(
        Sets sets, Made[] made, int first, WorstError given, WorstError root, Func<Made, double> bound)
    {
        var (vols, outcomes) = Quote.Solve([.. made.Select(m => m.Quote)]);
        for (var i = 0; i < made.Length; i++)
        {
            var (m, q) = (made[i], made[i].Quote);
            sets.Count(outcomes[i] == ImpliedVolOutcome.Solved, q.IsInKernel);
            double[] at = [q.Price, q.F, q.K, q.Years];
            given.Note(Math.Abs(vols[i] / m.Vol - 1) / bound(m), first + i, at);
            root.Note(WorstError.Relative(vols[i], m.Root) / (1 + 1 / m.TotalVol), first + i, at);
        }
    }

    private static void NoteRoot(WorstError row, Quote q, int index)
    {
        var (vols, outcomes) = Quote.Solve([q]);
        var totalVol = vols[0] * Math.Sqrt(q.Years);
        var error = outcomes[0] == ImpliedVolOutcome.Solved && q.Clear.IsSolved
            ? WorstError.Relative(vols[0], q.Root()) / (1 + 1 / totalVol)
            : double.PositiveInfinity;
        row.Note(error, index, q.Price, q.F, q.K, q.Years);
    }

    // |ln F/K| ≤ 0.3, σ 0.3 to 1.2, 1 to 365 days.
    private static Made Listed(int index)
    {
        var draws = new Draws(64, index);
        var f = draws.LogUniform(0.01, 1e6);
        return new(f, f * Own.Exp(draws.Uniform(-0.3, 0.3)), draws.Uniform(0.3, 1.2), draws.Uniform(1, 365) / 365);
    }

    // σ√T 0.01 to 4, |ln F/K| ≤ 6σ√T.
    private static Made Stressed(int index)
    {
        var draws = new Draws(65, index);
        var (f, years, totalVol) = (draws.LogUniform(0.01, 1e6), draws.LogUniform(1e-4, 5), draws.LogUniform(0.01, 4));
        return new(f, f * Own.Exp(draws.Uniform(-6, 6) * totalVol), totalVol / Math.Sqrt(years), years);
    }

    // An out-of-the-money price of the clear version, |ln F/K| within a range of standard deviations.
    private static Quote Wide(int stream, int index, double low, double high, double fewest, double most)
    {
        var draws = new Draws(stream, index);
        var (f, years) = (draws.LogUniform(0.01, 1e6), draws.LogUniform(1e-5, 20));
        var totalVol = draws.LogUniform(low, high);
        var k = f * Own.Exp(draws.Sign() * draws.Uniform(fewest, most) * totalVol);
        var quote = new Quote(k >= f ? 1 : -1, 0, f, k, years);
        return quote with { Price = Black76.Price(quote.Right, f, k, totalVol / Math.Sqrt(years), years) };
    }

    // The time value is told from the intrinsic value to the last digit of the price.
    private static Quote InTheMoney(int index)
    {
        var draws = new Draws(66, index);
        var (f, years) = (draws.LogUniform(0.01, 1e6), draws.LogUniform(1e-5, 20));
        var totalVol = draws.LogUniform(0.00098, 2);
        var k = f * Own.Exp(draws.Sign() * draws.Uniform(0, 4) * totalVol);
        var quote = new Quote(k >= f ? -1 : 1, 0, f, k, years);
        return quote with { Price = Black76.Price(quote.Right, f, k, totalVol / Math.Sqrt(years), years) };
    }

    /// <summary>The exact out-of-the-money price at a volatility, rounded to a double.</summary>
    private sealed class Made
    {
        public Made(double f, double k, double vol, double years)
        {
            var exact = new AccuracyPoint(f, k, vol, years, 1);
            var side = exact.OutOfTheMoney;
            var price = side.Price.ToDouble();
            Quote = new(exact.CallIsOut ? 1 : -1, price, f, k, years);
            Vol = vol;
            TotalVol = exact.Exact.TotalVol.ToDouble();
            // To first order: the price is half a last digit off.
            Root = vol + ((price - side.Price) / side.Vega);
            Elasticity = (side.Price / (side.Vega * vol)).ToDouble();
        }

        public Quote Quote { get; }

        public double Vol { get; }

        public double TotalVol { get; }

        public BigFloat Root { get; }

        /// <summary>Price/(σ·vega).</summary>
        public double Elasticity { get; }
    }

    private sealed class Sets
    {
        private const string Unit = "relative, u·(1 + 1/σ√T)";
        private const string Root = "against the exact root";
        private int _quotes;
        private int _unsolved;
        private int _outsideKernel;

        public WorstError Listed { get; } = new("N", "against the volatility that made it", "10⁻¹³", 1);

        public WorstError ListedRoot { get; } = new("N", Root, Unit, RootClaim);

        public WorstError Stressed { get; } =
            new("S", "against the volatility that made it", "max(10⁻¹², 4u·V/(σ·vega))", 1);

        public WorstError StressedRoot { get; } = new("S", Root, Unit, RootClaim);

        public WorstError Near { get; } = new("up to 1 deviation, σ√T 2⁻¹⁰ to 4", Root, Unit, RootClaim);

        public WorstError Far { get; } = new("6 to 30 deviations, σ√T 2⁻¹⁰ to 4", Root, Unit, RootClaim);

        public WorstError AtTheMoney { get; } = new("F = K, σ√T 2⁻¹⁰ to 8", Root, Unit, RootClaim);

        public WorstError Large { get; } = new("up to 2 deviations, σ√T 4 to 12", Root, Unit, RootClaim);

        public WorstError InTheMoney { get; } =
            new("in the money, up to 4 deviations, σ√T 2⁻¹⁰ to 2", Root, Unit, RootClaim);

        public IEnumerable<WorstError> Rows =>
            [Listed, ListedRoot, Stressed, StressedRoot, Near, Far, AtTheMoney, Large, InTheMoney];

        public int Quotes => _quotes;

        public int Unsolved => _unsolved;

        public int OutsideKernel => _outsideKernel;

        public void Count(bool isSolved, bool isInKernel)
        {
            Interlocked.Increment(ref _quotes);
            if (!isSolved) Interlocked.Increment(ref _unsolved);
            if (!isInKernel) Interlocked.Increment(ref _outsideKernel);
        }
    }
}
