using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>What a step of the waterfall does.</summary>
internal enum StepKind
{
    /// <summary>A level: gross or the requirement.</summary>
    Level = 0,

    /// <summary>An offset that lowers the requirement.</summary>
    Relief = 1,

    /// <summary>An offset that raises it, or an add-on.</summary>
    Cost = 2,
}

/// <summary>One step: from where to where.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Kind">Level, relief or cost.</param>
/// <param name="Change">Initial: the level itself, or the signed change of it.</param>
/// <param name="Maintenance">The same for maintenance.</param>
/// <param name="From">Initial level before.</param>
/// <param name="To">Initial level after; a level goes from 0 to itself.</param>
internal readonly record struct WaterfallStep(
    string Name, StepKind Kind, Amount Change, Amount Maintenance, double From, double To);

/// <summary>From the positions alone to what the portfolio needs, cause by cause.</summary>
internal static class Waterfall
{
    public static IReadOnlyList<WaterfallStep> Of(BucketStatement bucket)
    {
        var (initial, maintenance) = (bucket.Initial, bucket.Maintenance);
        var steps = new List<WaterfallStep>();
        var level = initial.Gross.ToDouble();
        steps.Add(new("positions alone", StepKind.Level, initial.Gross, maintenance.Gross, 0, level));
        foreach (var cause in bucket.Causes())
            Add($"{cause.Name()} offset", -initial.OffsetBy(cause), -maintenance.OffsetBy(cause));
        if (initial.AddOns != bucket.Zero || maintenance.AddOns != bucket.Zero)
            Add("add-ons", initial.AddOns, maintenance.AddOns);
        steps.Add(new("required", StepKind.Level, initial.Total, maintenance.Total, 0, initial.Total.ToDouble()));
        return steps;

        void Add(string name, Amount change, Amount other)
        {
            var after = level + change.ToDouble();
            var rises = change.Nanos == 0 ? other.Nanos > 0 : change.Nanos > 0;
            steps.Add(new(name, rises ? StepKind.Cost : StepKind.Relief, change, other, level, after));
            level = after;
        }
    }
}
