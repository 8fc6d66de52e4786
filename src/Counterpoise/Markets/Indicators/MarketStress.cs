using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>A part of the market-wide score.</summary>
/// <param name="Group">Which.</param>
/// <param name="Indicator">Name of the indicator that scores highest in it.</param>
/// <param name="Weight">Its weight after renormalisation.</param>
/// <param name="Score">Its score, 0 to 1.</param>
public readonly record struct StressPart(IndicatorGroup Group, string Indicator, double Weight, double Score)
{
    /// <summary>What it adds: weight × score.</summary>
    public double Amount => Weight * Score;
}

/// <summary>The market-wide score at an instant.</summary>
/// <param name="Sum">Σ weight·score; null: no indicator has a year of history.</param>
/// <param name="Level">H after hysteresis and speed limit, 0 to 1.</param>
/// <param name="IsOn">True while it counts.</param>
/// <param name="Parts">Those that have a score.</param>
public sealed record StressReading(double? Sum, double Level, bool IsOn, IReadOnlyList<StressPart> Parts);

/// <summary>
/// H of house methodology, section 10: Σ wᵢ·sᵢ over the groups that have a score, weights renormalised; on once the sum
/// was above 0.5 for an hour, off once it was below 0.3 for 24 hours; while on H follows the sum, while off it goes to
/// 0, by at most +0.10 and −0.02 an hour.
/// </summary>
/// <param name="countsVolatility">False where the scan already follows volatility: then its weight is 0.</param>
public sealed class MarketStress(bool countsVolatility)
{
    private const double OnAbove = 0.5;
    private const double OffBelow = 0.3;
    private const double RiseAnHour = 0.10;
    private const double FallAnHour = 0.02;
    private const double SecondsAnHour = 3_600;

    private static readonly Duration OnAfter = Duration.FromSeconds(SecondsAnHour);
    private static readonly Duration OffAfter = Duration.FromSeconds(24 * SecondsAnHour);

    private Instant? _above;
    private Instant? _below;
    private Instant? _last;
    private double _level;
    private bool _isOn;

    /// <summary>Weight of a group before renormalisation (house methodology, section 10).</summary>
    public static double WeightOf(IndicatorGroup group) => group switch
    {
        IndicatorGroup.None => 0,
        IndicatorGroup.Volatility or IndicatorGroup.Depth => 0.25,
        _ => 0.15,
    };

    /// <summary>Takes the readings of an instant; instants ascend.</summary>
    public StressReading Observe(Instant time, IEnumerable<(IndicatorTerms Terms, IndicatorReading Reading)> readings)
    {
        var parts = Parts(readings);
        double? sum = null;
        if (parts.Count > 0)
        {
            sum = 0;
            foreach (var part in parts) sum += part.Amount;
        }
        var hours = _last is { } last ? Math.Max(0, (time - last).Seconds / SecondsAnHour) : 0;
        _last = time;
        Switch(time, sum ?? 0);
        var target = _isOn ? sum ?? 0 : 0;
        _level = Math.Clamp(target, _level - FallAnHour * hours, _level + RiseAnHour * hours);
        return new StressReading(sum, _level, _isOn, parts);
    }

    private void Switch(Instant time, double sum)
    {
        _above = sum > OnAbove ? _above ?? time : null;
        _below = sum < OffBelow ? _below ?? time : null;
        if (!_isOn && _above is { } above && time - above >= OnAfter) _isOn = true;
        if (_isOn && _below is { } below && time - below >= OffAfter) _isOn = false;
    }

    private List<StressPart> Parts(IEnumerable<(IndicatorTerms Terms, IndicatorReading Reading)> readings)
    {
        var parts = new List<StressPart>();
        foreach (var (terms, reading) in readings)
        {
            if (reading.Score is not { } score || terms.Group == IndicatorGroup.None) continue;
            if (terms.Group == IndicatorGroup.Volatility && !countsVolatility) continue;
            var at = parts.FindIndex(p => p.Group == terms.Group);
            var part = new StressPart(terms.Group, terms.Name, WeightOf(terms.Group), score);
            if (at < 0) parts.Add(part);
            else if (parts[at].Score < score) parts[at] = part;
        }
        var total = 0.0;
        foreach (var part in parts) total += part.Weight;
        for (var i = 0; i < parts.Count; i++) parts[i] = parts[i] with { Weight = parts[i].Weight / total };
        return parts;
    }
}
