using Counterpoise.Bench.Harness;
using Counterpoise.Pricing;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// Implied volatility of 4,096 quotes from everywhere against ours on ordinary ones: hard quotes are not to be slow
/// ones. What QuantLib makes of them is counted.
/// </summary>
internal sealed class ImpliedVolWide : Workload
{
    private const int Count = 4096;
    private const double Slowdown = 1.6;
    private const double Wrong = 1e-9;
    private const double SmallestAllowance = 1e-12;

    // Four roundings of the price, as an error of the volatility.
    private const double PriceRounding = 4 * 1.1102230246251565e-16;

    private readonly QuoteSet _wide, _normal;

    /// <summary>Makes the inputs.</summary>
    public ImpliedVolWide()
        : base("implied vol, set S", "quote")
    {
        _wide = QuoteSet.Wide(Arena, Count);
        _normal = QuoteSet.Normal(Arena, Count);
        Matches =
        [
            new(
                new LocalContender("ours", Count, _wide.RunOurs),
                new LocalContender("ours on set N", Count, _normal.RunOurs),
                Goal: 1 / Slowdown),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <summary>Every quote solved.</summary>
    /// <exception cref="MismatchException">One is not.</exception>
    public static void RequireSolved(QuoteSet set)
    {
        for (var row = 0; row < set.Count; row++)
        {
            if (set.Outcomes[row] == ImpliedVolOutcome.Solved) continue;
            var unsolved = Enumerable.Range(0, set.Count).Count(r => set.Outcomes[r] != ImpliedVolOutcome.Solved);
            throw new MismatchException($"ours: {unsolved} quotes not solved, first row {row} ({set.Outcomes[row]})");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        _wide.RunQuantLib();
        var rows = Enumerable.Range(0, Count);
        var threw = rows.Count(_wide.Threw);
        var wrong = rows.Count(row => !_wide.Threw(row) && _wide.RelativeError(row) > Wrong);
        _wide.Vols.Span.Fill(double.NaN);
        _wide.RunOurs();
        RequireSolved(_wide);
        Comparison.Close("ours", _wide.Vols.Span, _wide.True.Span, Wrong);
        return
        [
            new(Name, "ours: quotes not solved", 0, Limit: 0),
            new(Name, "ours: largest relative error / allowed error", rows.Max(ErrorOfAllowance), Limit: 1),
            new(Name, "QuantLib LiRS: quotes it threw on", threw),
            new(Name, "QuantLib LiRS: quotes with a relative error above 1e-9", wrong),
        ];
    }

    private double ErrorOfAllowance(int row)
    {
        var vega = Black76.Vega(
            _wide.Right(row), _wide.Forward[row], _wide.Strike[row], _wide.True[row], _wide.Years[row]);
        var conditioned = PriceRounding * _wide.Price[row] / (_wide.True[row] * vega);
        return _wide.RelativeError(row) / Math.Max(SmallestAllowance, conditioned);
    }
}
