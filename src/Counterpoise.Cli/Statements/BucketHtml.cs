using System.Text;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>The tables of one bucket on a page.</summary>
internal static class BucketHtml
{
    public static void Write(StringBuilder page, Statement statement, BucketStatement bucket, bool all)
    {
        if (bucket.IsIdle)
        {
            page.Append($"<h3>{bucket.Unit}</h3>\n<p>{BucketStatement.IdleRemark}: equity and excess ")
                .Append($"{HtmlTable.Money(bucket.Equity.Total, bucket.Decimals)} {bucket.Unit}</p>\n");
            return;
        }
        WriteWaterfall(page, bucket);
        WritePositions(page, bucket, all);
        WriteComposition(page, statement, bucket);
        WriteEquity(page, statement, bucket);
        if (bucket.Vols is { } vols) VolHtml.Write(page, statement.Rulebook, vols, all);
    }

    private static void WriteWaterfall(StringBuilder page, BucketStatement bucket)
    {
        page.Append($"<h3>From alone to together, {bucket.Unit}</h3>\n");
        var table = new HtmlTable(page);
        table.Head("", "initial", "maintenance");
        foreach (var step in Waterfall.Of(bucket))
        {
            var isLevel = step.Kind == StepKind.Level;
            table.Row(
                isLevel ? step.From == 0 && step.Name == "required" ? "sum" : "" : "change",
                [step.Name, Money(step.Change, !isLevel), Money(step.Maintenance, !isLevel)]);
        }
        table.End();

        string Money(Amount amount, bool isChange) => HtmlTable.Money(amount, bucket.Decimals, isChange);
    }

    private static void WritePositions(StringBuilder page, BucketStatement bucket, bool all)
    {
        page.Append($"<h3>Positions, {bucket.Unit}</h3>\n");
        var table = new HtmlTable(page);
        table.Head(
            "instrument", "quantity", "mark", "value", "delta, coins", "gamma/1 %", "vega, USD/vol pt",
            "theta, USD/day",
            "standalone", "\u2212 offset", "= contribution", "maintenance");
        var rows = PositionRows.Of(bucket, all ? int.MaxValue : StatementText.PositionLimit);
        foreach (var row in rows.Shown)
        {
            var holding = bucket.Holdings[row];
            var quantity = $"{Figures.Short(holding.Quantity, 8)} {PositionText.QuantityUnit(holding)}";
            var mark = $"{Figures.Price(holding.Mark)} {PositionText.MarkUnit(holding, bucket)}";
            Add("", holding.Name, quantity, mark, PositionSum.Of(bucket, [row]), true);
        }
        if (rows.Rest.Count > 0)
            Add(
                "", $"\u2026 and {rows.Rest.Count:N0} more", "", "", PositionSum.Of(bucket, rows.Rest),
                OneCoin(rows.Rest));
        int[] every = [.. Enumerable.Range(0, bucket.Holdings.Count)];
        var (line, other) = (bucket.Initial.OffsetOf(every.Length), bucket.Maintenance.OffsetOf(every.Length));
        if (line != bucket.Zero || other != bucket.Zero) Last("portfolio line", Money(line), -line, -other);
        if (bucket.Initial.AddOns != bucket.Zero) Last("add-ons", "", bucket.Initial.AddOns, bucket.Maintenance.AddOns);
        var total = PositionSum.Of(bucket, every) with
        {
            Offset = bucket.Initial.Offset,
            Contribution = bucket.Initial.Total,
            Maintenance = bucket.Maintenance.Total,
        };
        Add("sum", "total", "", "", total, OneCoin(every));
        table.End();

        bool OneCoin(IReadOnlyList<int> of) =>
            of.Select(r => bucket.Holdings[r].Base).Where(b => b != default).Distinct().Count() <= 1;

        string Money(Amount amount) => HtmlTable.Money(amount, bucket.Decimals);

        void Last(string name, string offset, Amount contribution, Amount maintenance) => table.Row(
            "", [name, "", "", "", "", "", "", "", "", offset, Money(contribution), Money(maintenance)]);

        void Add(string classes, string name, string quantity, string mark, PositionSum sum, bool coins) => table.Row(
            classes,
            [
                name, Figures.Typeset(quantity), mark, Money(sum.Value),
                coins ? Number(sum.Greeks.Delta, 4) : "", coins ? Number(sum.Greeks.GammaOnePercent, 4) : "",
                Number(sum.Greeks.Vega, 2), Number(sum.Greeks.Theta, 2), Money(sum.Standalone), Money(sum.Offset),
                Money(sum.Contribution), Money(sum.Maintenance),
            ]);

        static string Number(double value, int decimals) => Figures.Typeset(Figures.Number(value, decimals));
    }

    private static void WriteComposition(StringBuilder page, Statement statement, BucketStatement bucket)
    {
        page.Append($"<h3>How the rulebook adds it up, {bucket.Unit}</h3>\n");
        var table = new HtmlTable(page);
        table.Head("", "initial", "maintenance", "");
        foreach (var line in BucketText.CompositionOf(statement, bucket))
        {
            var because = Figures.Typeset(line.Because);
            table.Row("", [line.Name, Money(line.Initial), Money(line.Maintenance), because], text: 3);
        }
        table.Row("sum", ["required", Money(bucket.Initial.Total), Money(bucket.Maintenance.Total), ""]);
        table.End();
        foreach (var scan in bucket.Bucket.Scans)
            page.Append(
                $"<p class=\"soft\">{SvgCanvas.Escape(Figures.Typeset(ScenarioText.Bound(scan, bucket)))}</p>\n");

        string Money(Amount amount) => HtmlTable.Money(amount, bucket.Decimals);
    }

    private static void WriteEquity(StringBuilder page, Statement statement, BucketStatement bucket)
    {
        page.Append($"<h3>Equity and excess, {bucket.Unit}</h3>\n");
        var table = new HtmlTable(page);
        table.Row("", ["cash", Money(bucket.Equity.Cash)]);
        if (bucket.Equity.Collateral != bucket.Zero) table.Row("", ["collateral", Money(bucket.Equity.Collateral)]);
        table.Row("", ["options", Money(bucket.Equity.Options)]);
        table.Row("", ["unrealised", Money(bucket.Equity.Unrealised)]);
        table.Row("sum", ["equity", Money(bucket.Equity.Total)]);
        table.Row("", ["excess over initial", Money(bucket.InitialExcess)]);
        table.Row("", ["excess over maintenance", Money(bucket.MaintenanceExcess)]);
        var ratio = bucket.Bucket.MarginRatio is { } r ? Figures.Percent(r, 2) : "none: equity is not positive";
        table.Row("", ["margin ratio", ratio, statement.RatioInWords], text: 2);
        table.End();

        string Money(Amount amount) => HtmlTable.Money(amount, bucket.Decimals);
    }
}
