using Counterpoise.Cli.Changes;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>What trades and moves of the market would change, line by line.</summary>
internal static class WhatIfText
{
    private static readonly (string Group, string Title, string Total)[] Sections =
    [
        ("initial", "INITIAL", "required"),
        ("maintenance", "MAINTENANCE", "required"),
        ("compositionInitial", "HOW THE RULEBOOK ADDS IT UP, initial", ""),
        ("compositionMaintenance", "HOW THE RULEBOOK ADDS IT UP, maintenance", ""),
        ("equity", "EQUITY", "equity"),
        ("excess", "EXCESS", ""),
    ];

    public static void Write(StatementChange change, IReadOnlyList<Trade> trades, TextPage page)
    {
        var (statement, rulebook) = (change.After, change.After.Rulebook);
        page.Line("WHAT IF", Tone.Strong);
        WriteTrades(trades, change.Before.Market, page);
        StatementText.WriteMarket(change.Before, page);
        if (change.Moved is { } moved)
        {
            page.Field("move", Tone.Strong, MoveText.Describe(moved.Move, moved.Market));
            page.Field("how", MoveText.How);
            page.Field("prices", MoveText.Prices(change.Before.Market, moved.Market));
            page.Field("settled", MoveText.Settled(moved.Rolled));
        }
        page.Field("rulebook", $"{rulebook.Title}  [{rulebook.Name}, in force {rulebook.Effective}]");
        page.Field("vols", statement.Vols);
        page.Field("label", Tone.Strong, $"{statement.LabelName.ToUpperInvariant()}: {rulebook.LabelReason}");
        if (statement.Margin.IsTranslated)
            page.Field("translated", Tone.Strong, "coin-settled contracts are evaluated as their linear twins");
        LeftOutBalances.Of(change.Before.Margin).Write(page, LeftOutBalances.Of(statement.Margin));
        page.Title("ALL MARGIN CURRENCIES", "USD at the index");
        WriteLines(change.Usd, Currency.Usd.DisplayDecimals, "", page);
        foreach (var bucket in change.Buckets) Write(bucket, page);
    }

    /// <summary>Trades and what becomes of cash; nothing if there are none.</summary>
    public static void WriteTrades(IReadOnlyList<Trade> trades, Market market, TextPage page)
    {
        if (trades.Count == 0) return;
        page.Field("trades", Tone.Strong, trades.Select(t => Describe(t, market)));
        page.Field("convention", Trade.Convention);
    }

    private static string Describe(Trade trade, Market market)
    {
        var premium = trade.Premium(market);
        var settlement = trade.Instrument.Settlement;
        var at = trade.Price is null ? $" at the mark of {trade.PriceIn(market)}" : "";
        if (!trade.Instrument.IsOption) return trade.Price is null ? $"{trade}{at}" : $"{trade}: entry price set";
        return $"{trade}{at}: premium {(premium.Sign > 0 ? "received" : "paid")} {premium.Magnitude} {settlement}";
    }

    private static void Write(BucketChange bucket, TextPage page)
    {
        page.Line();
        var title = $"\u2501\u2501 {bucket.Unit} ";
        page.Line(title + new string('\u2501', 100 - title.Length), Tone.Strong);
        if (bucket.Lines.All(l => l.Change.Nanos == 0))
        {
            page.Line("  no line changes");
            return;
        }
        WritePositions(bucket, page);
        foreach (var (group, name, total) in Sections)
        {
            var lines = bucket.Lines.Where(l => l.Group == group && IsShown(l)).ToArray();
            if (lines.Length == 0) continue;
            page.Title(name, bucket.Unit.Code);
            WriteLines(lines, bucket.Decimals, total, page);
        }
    }

    private static bool IsShown(ChangeLine line) => line.Before.Nanos != 0 || line.After.Nanos != 0;

    private static void WriteLines(IReadOnlyList<ChangeLine> lines, int decimals, string total, TextPage page)
    {
        var grid = new TextGrid("lrrr");
        grid.Head("", "before", "after", "change");
        foreach (var line in lines)
        {
            var tone = line.Name == total ? Tone.Strong : Tone.Plain;
            grid.Add(tone, line.Name, M(line.Before), M(line.After), Figures.Signed(line.Change, decimals));
        }
        grid.Write(page);

        string M(Amount amount) => Figures.Money(amount, decimals);
    }

    private static void WritePositions(BucketChange bucket, TextPage page)
    {
        page.Title("POSITIONS", $"initial, {bucket.Unit}; * traded; a change of 1 in the last digit is rounding");
        var standalone = bucket.Lines.Where(l => l.Group == "standalone").ToArray();
        var contribution = bucket.Lines.Where(l => l.Group == "contribution").ToArray();
        var grid = new TextGrid("llrrrrrrrr");
        grid.Head("", "", "quantity", "", "standalone", "", "", "contribution", "", "");
        grid.Head("", "instrument", "before", "after", "before", "after", "change", "before", "after", "change");
        // The portfolio line is the last of the contributions and has no standalone.
        int[] rows = [.. Enumerable.Range(0, standalone.Length)
            .OrderByDescending(r => standalone[r].IsTraded)
            .ThenByDescending(r => Int128.Abs(contribution[r].Change.Nanos) + Int128.Abs(standalone[r].Change.Nanos))
            .Take(StatementText.PositionLimit).Order()];
        foreach (var row in rows)
        {
            var (before, after) = bucket.HoldingOf(standalone[row].Name);
            grid.Add(
                standalone[row].IsTraded ? Tone.Strong : Tone.Plain,
                [
                    standalone[row].IsTraded ? "*" : "", standalone[row].Name,
                    Figures.Short(before?.Quantity ?? 0, 8), Figures.Short(after?.Quantity ?? 0, 8),
                    .. Cells(standalone[row]), .. Cells(contribution[row]),
                ]);
        }
        var rest = Enumerable.Range(0, standalone.Length).Except(rows).ToArray();
        if (rest.Length > 0)
        {
            grid.Add(
            [
                "", $"... and {rest.Length:N0} more", "", "", .. Cells(Sum(standalone, rest)),
                .. Cells(Sum(contribution, rest)),
            ]);
        }
        var line = contribution[^1];
        if (line.Before.Nanos != 0 || line.After.Nanos != 0)
            grid.Add(["", line.Name, "", "", "", "", "", .. Cells(line)]);
        grid.Write(page);

        TextCell[] Cells(ChangeLine l) =>
        [
            Figures.Money(l.Before, bucket.Decimals), Figures.Money(l.After, bucket.Decimals),
            Figures.Signed(l.Change, bucket.Decimals),
        ];

        ChangeLine Sum(ChangeLine[] of, int[] which) => new(
            "", "", which.Aggregate(Amount.Zero(bucket.Unit), (s, r) => s + of[r].Before),
            which.Aggregate(Amount.Zero(bucket.Unit), (s, r) => s + of[r].After));
    }
}
