using System.Text.Json;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>An account as text and JSON: a row per bucket and margin currency, and the total in dollars.</summary>
internal static class AccountPage
{
    public static void WriteText(Account account, Market market, IReadOnlyList<PartitionMargin> rows, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        page.Field("account", account.Name);
        StatementText.WriteMarket(market, page);
        page.Field("transfers", account.Transfers.Count == 0 ? ["none"] : account.Transfers.Select(t => t.ToString()));
        foreach (var rulebook in rows.Select(r => r.Margin?.Rulebook).OfType<Rulebook>().Distinct())
            StatementText.WriteLabel(rulebook, page, $"{rulebook.Name}: ");
        page.Line();
        var grid = new TextGrid("lllllnnnnr");
        grid.Head("bucket", "kind", "rulebook", "label", "", "equity", "initial", "maintenance", "excess", "ratio");
        foreach (var row in rows)
        {
            if (row.Margin is not { } margin) continue;
            foreach (var part in margin.Buckets)
            {
                var decimals = part.Unit.IsDollar ? 2 : 6;
                var equity = Rounding.Credit(part.Equity.Total, part.Unit, decimals);
                var initial = Rounding.Charge(part.Initial.Exact, part.Unit, decimals);
                grid.Add(
                    row.Partition.Name, AccountJson.Word(row.Partition.Kind), margin.Rulebook.Name,
                    Statement.NameOf(margin.Rulebook.Label),
                    part.Unit.Code, Figures.Money(equity, decimals), Figures.Money(initial, decimals),
                    Figures.Money(Rounding.Charge(part.Maintenance.Exact, part.Unit, decimals), decimals),
                    Figures.Money(equity - initial, decimals),
                    part.MarginRatio is { } ratio ? Figures.Percent(ratio, 2) : "none");
            }
        }
        var (sumEquity, sumInitial, sumMaintenance) = Totals(rows);
        grid.Add(
            Tone.Strong, "total", "", "", "", "USD", Figures.Money(sumEquity, 2), Figures.Money(sumInitial, 2),
            Figures.Money(sumMaintenance, 2), Figures.Money(sumEquity - sumInitial, 2), "");
        grid.Write(page);
        foreach (var row in rows.Where(r => r.Margin is null))
            page.Line($"  {row.Partition.Name}: not evaluated and not in the total: {row.Reason}", Tone.Bad);
    }

    public static void WriteJson(
        Account account, Market market, IReadOnlyList<PartitionMargin> rows, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            var json = page.Writer;
            json.WriteString("format", "counterpoise-account/1");
            json.WriteString("account", account.Name);
            StatementJson.WriteMarket(json, market);
            JsonPage.Texts(json, "transfers", account.Transfers.Select(t => t.ToString()));
            json.WriteStartArray("buckets");
            foreach (var row in rows) WriteBucket(page, row);
            json.WriteEndArray();
            var (equity, initial, maintenance) = Totals(rows, Amount.Decimals);
            json.WriteStartObject("totalUsd");
            json.WriteBoolean("complete", rows.All(r => r.Margin is not null));
            WriteFigures(json, equity, initial, maintenance);
            json.WriteEndObject();
        });

    private static void WriteBucket(JsonPage page, PartitionMargin row)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("name", row.Partition.Name);
        json.WriteString("kind", AccountJson.Word(row.Partition.Kind));
        json.WriteString("rulebook", row.Margin?.Rulebook.Name ?? row.Partition.Rulebook);
        if (row.Margin is { } margin)
        {
            json.WriteString("label", StatementJson.LabelOf(margin.Rulebook.Label));
            json.WriteString("labelReason", margin.Rulebook.LabelReason);
            page.Rows("margins", margin.Buckets, (line, part) =>
            {
                line.WriteStartObject();
                line.WriteString("unit", part.Unit.Code);
                WriteFigures(
                    line, Rounding.Credit(part.Equity.Total, part.Unit),
                    Rounding.Charge(part.Initial.Exact, part.Unit), Rounding.Charge(part.Maintenance.Exact, part.Unit));
                JsonPage.Number(line, "marginRatio", part.MarginRatio);
                line.WriteEndObject();
            });
        }
        else
        {
            json.WriteString("reason", row.Reason);
        }
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, Amount equity, Amount initial, Amount maintenance)
    {
        JsonPage.Money(json, "equity", equity);
        JsonPage.Money(json, "initial", initial);
        JsonPage.Money(json, "maintenance", maintenance);
        JsonPage.Money(json, "excess", equity - initial);
    }

    private static (Amount Equity, Amount Initial, Amount Maintenance) Totals(
        IReadOnlyList<PartitionMargin> rows, int decimals = 2) =>
    (
        Rounding.Credit(rows.Sum(r => r.Margin?.EquityUsd ?? 0), Currency.Usd, decimals),
        Rounding.Charge(rows.Sum(r => r.Margin?.InitialUsd ?? 0), Currency.Usd, decimals),
        Rounding.Charge(rows.Sum(r => r.Margin?.MaintenanceUsd ?? 0), Currency.Usd, decimals)
    );
}
