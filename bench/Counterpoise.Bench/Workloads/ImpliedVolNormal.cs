using Counterpoise.Bench.Harness;

namespace Counterpoise.Bench.Workloads;

/// <summary>Implied volatility of 4,096 ordinary quotes against QuantLib, over the quotes QuantLib can do.</summary>
internal sealed class ImpliedVolNormal : Workload
{
    private const int Count = 4096;
    private const double RivalTolerance = 1e-9;

    private readonly QuoteSet _all, _common;

    /// <summary>Makes the inputs.</summary>
    public ImpliedVolNormal()
        : base("implied vol, set N", "quote")
    {
        _all = QuoteSet.Normal(Arena, Count);
        _all.RunQuantLib();
        _common = _all.Only(Arena, row => !_all.Threw(row) && _all.RelativeError(row) <= RivalTolerance);
        Matches =
        [
            new(
                new LocalContender("ours", _common.Count, _common.RunOurs),
                new LocalContender("QuantLib LiRS", _common.Count, _common.RunQuantLib),
                Goal: 12),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        if (_common.Count < Count / 2) throw new MismatchException($"QuantLib solves only {_common.Count} of {Count}");
        _common.RunQuantLib();
        Comparison.Close("QuantLib LiRS", _common.Vols.Span, _common.True.Span, RivalTolerance);
        var rivalWorst = Enumerable.Range(0, _common.Count).Max(_common.RelativeError);
        _all.Vols.Span.Fill(double.NaN);
        _all.RunOurs();
        ImpliedVolWide.RequireSolved(_all);
        Comparison.Close("ours", _all.Vols.Span, _all.True.Span, RivalTolerance);
        return
        [
            new(Name, "ours: largest relative error", Enumerable.Range(0, Count).Max(_all.RelativeError), Limit: 1e-13),
            new(Name, "QuantLib LiRS: largest relative error where it solves", rivalWorst),
            new(Name, "QuantLib LiRS: quotes left out (it threw, or erred by more than 1e-9)", Count - _common.Count),
        ];
    }
}
