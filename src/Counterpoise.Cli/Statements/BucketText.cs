using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// One bucket of a statement: summary, waterfall, composition, equity; positions and scenarios have files of their own.
/// </summary>
internal static class BucketText
{
    private const int BarWidth = 48;

    public static void Write(Statement statement, BucketStatement bucket, TextPage page, bool all)
    {
        var source = statement.Market.AssumesDollar(bucket.Unit) ? " (assumed: the market has no price)" : "";
        var rate = bucket.Unit == Currency.Usd
            ? ""
            : $"  1 {bucket.Unit} = {Figures.Price(bucket.Bucket.UnitUsd)} USD{source}";
        page.Line();
        var title = $"\u2501\u2501 {bucket.Unit}{rate} ";
        page.Line(title + new string('\u2501', Math.Max(0, 118 - title.Length)), Tone.Strong);
        WriteSummary(statement, bucket, page);
        if (bucket.Holdings.Count > 0) PositionText.Write(bucket, page, all);
        if (bucket.Holdings.Count == 0 && bucket.Bucket.Initial.Composition.Count == 0) return;
        WriteWaterfall(bucket, page);
        WriteComposition(statement, bucket, page);
        ScenarioText.Write(statement, bucket, page);
        if (bucket.Vols is { } vols) VolText.Write(statement.Rulebook, vols, page, all);
    }

    private static void WriteSummary(Statement statement, BucketStatement bucket, TextPage page)
    {
        var grid = new TextGrid("lrrrll");
        var (equity, decimals) = (bucket.Equity, bucket.Decimals);
        grid.Head($"{bucket.Unit}", "initial", "maintenance", "", "equity", "");
        var lines = new List<(string, Amount)> { ("cash", equity.Cash) };
        if (equity.Collateral != bucket.Zero) lines.Add(("collateral", equity.Collateral));
        lines.Add(("options", equity.Options));
        lines.Add(("unrealised", equity.Unrealised));
        lines.Add(("equity", equity.Total));
        var width = lines.Max(l => M(l.Item2).Length);
        var left = new (string Name, Amount Initial, Amount Maintenance, Tone Tone)[]
        {
            ("equity", equity.Total, equity.Total, Tone.Plain),
            ("\u2212 required", bucket.Initial.Total, bucket.Maintenance.Total, Tone.Strong),
            ("= excess", bucket.InitialExcess, bucket.MaintenanceExcess, Tone.Strong),
        };
        for (var i = 0; i < Math.Max(left.Length, lines.Count); i++)
        {
            TextCell[] row = ["", "", "", "", "", ""];
            if (i < left.Length)
            {
                row[0] = new(left[i].Name, left[i].Tone);
                row[1] = new(M(left[i].Initial), left[i].Initial.Nanos < 0 ? Tone.Bad : left[i].Tone);
                row[2] = new(M(left[i].Maintenance), left[i].Maintenance.Nanos < 0 ? Tone.Bad : left[i].Tone);
            }
            if (i < lines.Count)
            {
                row[3] = "  ";
                row[4] = new(lines[i].Item1, i == lines.Count - 1 ? Tone.Strong : Tone.Plain);
                row[5] = new(M(lines[i].Item2).PadLeft(width), i == lines.Count - 1 ? Tone.Strong : Tone.Plain);
            }
            grid.Add(row);
        }
        grid.Write(page);
        page.Line($"  {Ratio(bucket)}  ({statement.RatioInWords})");
        if (equity.Uncounted != bucket.Zero)
            page.Line($"  not in this equity: options worth {M(equity.Uncounted)}, as the venue counts");

        string M(Amount amount) => Figures.Money(amount, decimals);
    }

    private static string Ratio(BucketStatement bucket) => bucket.Bucket.MarginRatio is { } ratio
        ? $"margin ratio {Figures.Percent(ratio, 2)}"
        : "margin ratio: none, equity is not positive";

    private static void WriteWaterfall(BucketStatement bucket, TextPage page)
    {
        var steps = Waterfall.Of(bucket);
        page.Title("FROM ALONE TO TOGETHER", $"{bucket.Unit}; bars: initial");
        var low = Math.Min(0, steps.Min(s => Math.Min(s.From, s.To)));
        var high = Math.Max(0, steps.Max(s => Math.Max(s.From, s.To)));
        var grid = new TextGrid("lrrll");
        grid.Head("", "initial", "maintenance", "share", "");
        var gross = bucket.Initial.Gross.ToDouble();
        foreach (var step in steps)
        {
            var isLevel = step.Kind == StepKind.Level;
            var share = gross == 0 ? "" : Figures.Percent(step.Change.ToDouble() / gross);
            grid.Add(
                isLevel ? Tone.Strong : Tone.Plain,
                (isLevel ? steps[0] == step ? "  " : "= " : step.Kind == StepKind.Cost ? "+ " : "\u2212 ") + step.Name,
                Money(step.Change), Money(step.Maintenance),
                share.PadLeft(7),
                new TextCell(Bar(step, low, high), step.Kind switch
                {
                    StepKind.Relief => Tone.Good,
                    StepKind.Cost => Tone.Bad,
                    _ => Tone.Plain,
                }));

            string Money(Amount amount) =>
                isLevel ? Figures.Money(amount, bucket.Decimals) : Figures.Signed(amount, bucket.Decimals);
        }
        grid.Write(page);
    }

    private static string Bar(WaterfallStep step, double low, double high)
    {
        if (high <= low) return "";
        var (a, b) = (Math.Min(step.From, step.To), Math.Max(step.From, step.To));
        var start = (int)Math.Round((a - low) / (high - low) * BarWidth);
        var end = (int)Math.Round((b - low) / (high - low) * BarWidth);
        var fill = step.Kind switch { StepKind.Relief => '\u2591', StepKind.Cost => '\u2593', _ => '\u2588' };
        // What is not zero is seen, however small.
        if (end == start) return a == b ? "" : new string(' ', Math.Min(start, BarWidth - 1)) + '\u258F';
        return new string(' ', start) + new string(fill, end - start);
    }

    private static void WriteComposition(Statement statement, BucketStatement bucket, TextPage page)
    {
        page.Title("HOW THE RULEBOOK ADDS IT UP", $"{bucket.Unit}");
        var grid = new TextGrid("lrrl");
        grid.Head("", "initial", "maintenance", "because");
        foreach (var line in CompositionOf(statement, bucket))
        {
            grid.Add(
                line.Name, Figures.Money(line.Initial, bucket.Decimals),
                Figures.Money(line.Maintenance, bucket.Decimals),
                new TextCell(line.Because, Tone.Faint));
        }
        grid.Rule();
        grid.Add(
            Tone.Strong, "required", Figures.Money(bucket.Initial.Total, bucket.Decimals),
            Figures.Money(bucket.Maintenance.Total, bucket.Decimals), "");
        grid.Write(page);
        foreach (var scan in bucket.Bucket.Scans) page.Line("  " + ScenarioText.Bound(scan, bucket));
    }

    /// <summary>Composition lines of both requirements side by side, with what explains them.</summary>
    public static IReadOnlyList<(string Name, Amount Initial, Amount Maintenance, string Because)> CompositionOf(
        Statement statement, BucketStatement bucket)
    {
        var factors = statement.Rulebook.Factors;
        var (initial, maintenance) = (bucket.Bucket.Initial.Composition, bucket.Bucket.Maintenance.Composition);
        var lines = new List<(string, Amount, Amount, string)>();
        for (var i = 0; i < initial.Count; i++)
        {
            var twin = TwinOf(initial[i], maintenance);
            lines.Add((
                initial[i].Name, bucket.Initial.Composition[i],
                twin < 0 ? bucket.Zero : bucket.Maintenance.Composition[twin], Because(initial[i])));
        }
        // Where a minimum binds for one requirement only, the other has lines of its own.
        for (var i = 0; i < maintenance.Count; i++)
        {
            if (TwinOf(maintenance[i], initial) < 0)
                lines.Add((
                    maintenance[i].Name, bucket.Zero, bucket.Maintenance.Composition[i], Because(maintenance[i])));
        }
        return lines;

        string Because(CompositionLine line) => line.Kind switch
        {
            CompositionKind.Scan when factors is { Initial: 1, Maintenance: 1 } => line.Explanation,
            CompositionKind.Scan => $"{line.Explanation} (maintenance \u00D7 {factors.Maintenance:0.####})",
            CompositionKind.AddOn => $"add-on: {line.Explanation}",
            _ => line.Explanation,
        };
    }

    private static int TwinOf(CompositionLine line, IReadOnlyList<CompositionLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind == line.Kind && string.Equals(lines[i].Name, line.Name, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }
}
