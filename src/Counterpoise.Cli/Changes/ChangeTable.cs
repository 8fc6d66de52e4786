using Counterpoise.Margins.Changes;
using Counterpoise.Units;

namespace Counterpoise.Cli.Changes;

/// <summary>The change of one margin currency, or of all in dollars, measure by measure.</summary>
internal sealed class ChangeTable
{
    private ChangeTable(string unit, int decimals, Func<ChangeMeasure, ChangeParts> of)
    {
        (Unit, Decimals) = (unit, decimals);
        var (initial, maintenance, equity) =
            (of(ChangeMeasure.Initial), of(ChangeMeasure.Maintenance), of(ChangeMeasure.Equity));
        Columns =
        [
            ("initial", initial), ("maintenance", maintenance), ("equity", equity),
            ("excessInitial", equity - initial), ("excessMaintenance", equity - maintenance),
        ];
    }

    public string Unit { get; }

    public int Decimals { get; }

    /// <summary>By name as in JSON.</summary>
    public IReadOnlyList<(string Name, ChangeParts Parts)> Columns { get; }

    /// <summary>Nothing is required before or after, and no cause changes anything.</summary>
    public bool IsIdle => Columns.All(c => WhyText.Causes.All(cause => c.Parts[cause].Nanos == 0))
        && Columns.Take(2).All(c => c.Parts.Before.Nanos == 0 && c.Parts.After.Nanos == 0);

    /// <summary>All margin currencies in dollars.</summary>
    /// <param name="change">What changed.</param>
    /// <param name="decimals">Null for people.</param>
    public static ChangeTable Usd(MarginChange change, int? decimals)
    {
        var grain = decimals ?? Currency.Usd.DisplayDecimals;
        return new ChangeTable(Currency.Usd.Code, grain, measure => change.OfUsd(measure, grain));
    }

    /// <summary>One by one.</summary>
    public static IEnumerable<ChangeTable> Buckets(MarginChange change, int? decimals)
    {
        foreach (var unit in change.Units)
        {
            var grain = decimals ?? unit.DisplayDecimals;
            yield return new ChangeTable(unit.Code, grain, measure => change.Of(measure, unit, grain));
        }
    }
}
