using Counterpoise.Bench.Native;
using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Bench.Workloads;

/// <summary>Out-of-the-money quotes in columns, with the volatility each was made from.</summary>
internal sealed unsafe class QuoteSet
{
    private const double ForwardPrice = 100;

    private readonly Column<int> _status;

    private QuoteSet(Arena arena, IReadOnlyList<(double Strike, double Vol, double Years)> points)
    {
        var count = points.Count;
        True = arena.Of(count, row => points[row].Vol);
        Years = arena.Of(count, row => points[row].Years);
        Forward = arena.Of(count, _ => ForwardPrice);
        Strike = arena.Of(count, row => points[row].Strike);
        Sign = arena.Of(count, row => Strike[row] >= ForwardPrice ? 1.0 : -1.0);
        Price = arena.Of(count, row => Black76.Price(Right(row), ForwardPrice, Strike[row], True[row], Years[row]));
        Vols = arena.New<double>(count);
        Outcomes = arena.New<ImpliedVolOutcome>(count);
        _status = arena.New<int>(count);
    }

    /// <summary>Number of quotes.</summary>
    public int Count => Sign.Length;

    /// <summary>+1 call, −1 put.</summary>
    public Column<double> Sign { get; }

    /// <summary>The quoted price.</summary>
    public Column<double> Price { get; }

    /// <summary>F.</summary>
    public Column<double> Forward { get; }

    /// <summary>K.</summary>
    public Column<double> Strike { get; }

    /// <summary>T.</summary>
    public Column<double> Years { get; }

    /// <summary>The volatility the price was made from.</summary>
    public Column<double> True { get; }

    /// <summary>What the solver found.</summary>
    public Column<double> Vols { get; }

    /// <summary>What ours says of each.</summary>
    public Column<ImpliedVolOutcome> Outcomes { get; }

    /// <summary>Set N, ordinary quotes: |ln F/K| ≤ 0.3, volatility 0.3 to 1.2, 1 to 365 days.</summary>
    public static QuoteSet Normal(Arena arena, int count)
    {
        var random = new Random(1976);
        return new(arena, [.. Enumerable.Range(0, count).Select(_ => (
            StrikeAt(OptionSet.Uniform(random, -0.3, 0.3)), OptionSet.Uniform(random, 0.3, 1.2), Days(random)))]);
    }

    /// <summary>Set S, everything: σ√T from 0.01 to 4 evenly in its logarithm, |ln F/K| ≤ 6σ√T.</summary>
    public static QuoteSet Wide(Arena arena, int count)
    {
        var random = new Random(2016);
        return new(arena, [.. Enumerable.Range(0, count).Select(_ =>
        {
            var total = Math.Exp(OptionSet.Uniform(random, Math.Log(0.01), Math.Log(4)));
            var years = Days(random);
            return (StrikeAt(OptionSet.Uniform(random, -6, 6) * total), total / Math.Sqrt(years), years);
        })]);
    }

    /// <summary>The quotes a solver can do, as a set of their own.</summary>
    public QuoteSet Only(Arena arena, Func<int, bool> chosen) => new(arena, [.. Enumerable.Range(0, Count).Where(chosen)
        .Select(row => (Strike[row], True[row], Years[row]))]);

    /// <summary>The right of one quote.</summary>
    public OptionRight Right(int row) => Sign[row] > 0 ? OptionRight.Call : OptionRight.Put;

    /// <summary>|found/true − 1|; infinite where nothing was found.</summary>
    public double RelativeError(int row)
    {
        var error = Math.Abs(Vols[row] / True[row] - 1);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    /// <summary>Ours, into <see cref="Vols"/> and <see cref="Outcomes"/>.</summary>
    public void RunOurs() => BatchImpliedVol.Solve(
        new(Sign.Span, Price.Span, Forward.Span, Strike.Span, Years.Span), Vols.Span, Outcomes.Span);

    /// <summary>QuantLib's blackFormulaImpliedStdDevLiRS, into <see cref="Vols"/>.</summary>
    public void RunQuantLib() => RivalLibrary.QuantLibImplied(
        Count, Sign.Pointer, Price.Pointer, Forward.Pointer, Strike.Pointer, Years.Pointer, Vols.Pointer,
        _status.Pointer);

    /// <summary>Whether QuantLib threw on this quote.</summary>
    public bool Threw(int row) => _status[row] != 0;

    private static double StrikeAt(double logMoneyness) => ForwardPrice * Math.Exp(-logMoneyness);

    private static double Days(Random random) => OptionSet.Uniform(random, 1, 365) / 365;
}
