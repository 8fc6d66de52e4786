using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// The pairs of a market: ρ* = min(over 30 days, low, greatest); φ fades as |ρ over 3 days − ρ over 30 days| grows and,
/// for initial margin, as either coin's depth falls below its usual. A number that cannot be used is no netting.
/// </summary>
internal sealed class JointPairs
{
    private readonly DynamicRules _rules;
    private readonly Market _market;
    private readonly CoinCorrelation _pair;
    private readonly string _name;
    private readonly ParameterChoice _choice;
    private bool _isKnown = true;

    private JointPairs(DynamicRules rules, Market market, CoinCorrelation pair)
    {
        (_rules, _market, _pair) = (rules, market, pair);
        _name = $"{pair.First}/{pair.Second}";
        _choice = new ParameterChoice(rules, _name);
    }

    public static JointNetting Of(DynamicRules rules, Market market) =>
        new([.. market.Correlations.Select(c => new JointPairs(rules, market, c).Pair())]);

    private JointPair Pair()
    {
        var month = Correlation("correlation 30 d", _pair.Month);
        var days = Correlation("correlation 3 d", _pair.ThreeDays);
        var low = Correlation("correlation low", _pair.Low);
        // A fallback range is no forecast of a joint move: a gain in it must not pay for the other coin's loss.
        NeedScan(_pair.First);
        NeedScan(_pair.Second);
        var share = _isKnown
            ? _rules.CrossNetting * Left(Math.Abs(days - month), _rules.CorrelationBreak)
            : 0;
        var depth = Math.Min(DepthOf(_pair.First), DepthOf(_pair.Second));
        return new JointPair(
            _pair.First, _pair.Second, Math.Min(Math.Min(month, low), _rules.GreatestCorrelation), share,
            share * Left(depth, _rules.DepthLoss))
        {
            Parameters = _choice.Used,
        };
    }

    private double Correlation(string name, Observed? observed)
    {
        if (_choice.Refusal(observed) is { } why)
        {
            Refuse(name, why, observed);
            return 0;
        }
        return _choice.Of(name, "correlation", new ParameterRange(-1, 1) { LessIsWorse = true }, observed);
    }

    private void NeedScan(Currency coin)
    {
        if (RiskOf(coin) is not { } risk)
        {
            Refuse($"scan of {coin}", "the market has none", null);
            return;
        }
        foreach (var range in (ReadOnlySpan<Observed?>)
            [risk.ScanUp, risk.ScanDown, risk.MaintenanceScanUp, risk.MaintenanceScanDown, risk.VolRise])
        {
            if (_choice.Refusal(range) is null) continue;
            Refuse($"scan of {coin}", "a range of it fell back", null);
            return;
        }
    }

    private void Refuse(string name, string why, Observed? observed)
    {
        _isKnown = false;
        _choice.Used.Add(new ParameterUse(_name, name, 0, "no netting", ParameterOrigin.Fallback)
        {
            Age = observed?.Age,
            Observed = observed?.Value,
            Reason = why,
        });
    }

    // Depth now over usual depth; 0 where that is not known.
    private double DepthOf(Currency coin) =>
        RiskOf(coin) is { } risk && DynamicCharges.Ratio(risk.DepthSlow, risk.DepthNow) is { } ratio
        && _choice.Refusal(ratio) is null
            ? 1 / Math.Max(ratio.Value, 1e-9)
            : 0;

    private RiskParameters? RiskOf(Currency coin) => _market.Underlyings.GetValueOrDefault(coin)?.Risk;

    // 1 at from, 0 at to, linear between; to may lie on either side.
    private static double Left(double value, (double From, double To) range) =>
        1 - Math.Clamp((value - range.From) / (range.To - range.From), 0, 1);
}
