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

    /// <summary>A part of which the requirement is made: the loss of a binding scenario.</summary>
    Scan = 3,

    /// <summary>Another part of it.</summary>
    Charge = 4,
}

/// <summary>One step: from where to where.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Kind">Level, relief or cost.</param>
/// <param name="Change">Initial: the level itself, or the signed change of it.</param>
/// <param name="Maintenance">The same for maintenance.</param>
/// <param name="From">Initial level before.</param>
/// <param name="To">Initial level after; a level goes from 0 to itself.</param>
internal readonly record struct WaterfallStep(
    string Name, StepKind Kind, Amount Change, Amount Maintenance, double From, double To)
{
    /// <summary>What explains it; may be empty.</summary>
    public string Note { get; init; } = "";
}

/// <summary>
/// From the positions alone to what the portfolio needs, cause by cause; and how the rulebook gets there, part by part.
/// </summary>
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

    /// <summary>Scan, charges and add-ons that are not zero, the initial margin they make, and maintenance.</summary>
    public static IReadOnlyList<WaterfallStep> PartsOf(Statement statement, BucketStatement bucket)
    {
        var (initial, maintenance) = (bucket.Initial.Total, bucket.Maintenance.Total);
        var steps = new List<WaterfallStep>();
        var level = 0.0;
        for (var i = 0; i < bucket.Initial.Composition.Count; i++)
        {
            var (line, amount) = (bucket.Bucket.Initial.Composition[i], bucket.Initial.Composition[i]);
            if (amount.Nanos == 0) continue;
            var kind = line.Kind switch
            {
                CompositionKind.Scan => StepKind.Scan,
                CompositionKind.AddOn => StepKind.Cost,
                _ => StepKind.Charge,
            };
            var after = level + amount.ToDouble();
            steps.Add(new(line.Name, kind, amount, bucket.Zero, level, after) { Note = NoteOf(line) });
            level = after;
        }
        steps.Add(new("initial margin", StepKind.Level, initial, maintenance, 0, initial.ToDouble()));
        List<string> notes = [];
        if (bucket.Bucket.Scans.Count > 0) notes.Add($"scan \u00D7 {statement.Rulebook.Factors.Maintenance:0.####}");
        var share = maintenance.ToDouble() / initial.ToDouble();
        if (initial.Nanos != 0) notes.Add($"{Figures.Percent(share)} of initial");
        steps.Add(new("maintenance margin", StepKind.Level, maintenance, maintenance, 0, maintenance.ToDouble())
        {
            Note = string.Join(", ", notes),
        });
        return steps;
    }

    private static string NoteOf(CompositionLine line)
    {
        const string whole = ", loss \u00D7 1";
        return line.Explanation.EndsWith(whole, StringComparison.Ordinal)
            ? line.Explanation[..^whole.Length]
            : line.Explanation;
    }
}
