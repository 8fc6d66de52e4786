using Counterpoise.Cli.Statements;
using Counterpoise.Units;

namespace Counterpoise.Cli.Changes;

/// <summary>Margin along several days, in text.</summary>
internal static class PathText
{
    public static void Write(IReadOnlyList<MarginPath> paths, IReadOnlyList<Trade> trades, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        for (var i = 0; i < paths.Count; i++)
        {
            if (i > 0) page.Line();
            Write(paths[i], trades, page);
        }
    }

    private static void Write(MarginPath path, IReadOnlyList<Trade> trades, TextPage page)
    {
        var (today, last) = (path.Today, path.Days[^1]);
        page.Line("WHAT IF", Tone.Strong);
        WhatIfText.WriteTrades(trades, today.Market, page);
        StatementText.WriteMarket(today, page);
        StatementText.WriteRulebook(today.Market, today.Rulebook, page);
        page.Field("vols", today.Vols);
        StatementText.WriteLabel(today.Rulebook, page);
        LeftOutBalances.Of(today.Margin).Write(page, LeftOutBalances.Of(last.Margin));
        page.Field("move", Tone.Strong, (last.Move with { Time = default }).ToString());
        page.Field("how", MoveText.How);
        page.Field("prices", MoveText.Prices(today.Market, last.Market));
        var isDollars = path.Units.Count == 1 && path.Units[0] == Currency.Usd;
        if (!isDollars)
        {
            page.Title("ALL MARGIN CURRENCIES", "USD at the index of the day");
            Write(path, path.Usd, Currency.Usd.DisplayDecimals, isWhole: true, page);
        }
        foreach (var unit in path.Units)
        {
            if (path.IsIdle(unit))
            {
                var equity = Figures.Money(path.Of(unit, 0).Equity, unit.DisplayDecimals);
                page.Title(unit.Code, $"equity {equity}, nothing required: no change");
                continue;
            }
            page.Title(unit.Code);
            Write(path, day => path.Of(unit, day), unit.DisplayDecimals, isDollars, page);
        }
        page.Title("EXPIRED", "in all, by that day");
        foreach (var day in path.Days) page.Field(day.Move.Time.ToString(), MoveText.Settled(day.Rolled));
    }

    // How many contracts have expired is said once, in the table of the whole account.
    private static void Write(
        MarginPath path, Func<int, PathRow> rowOf, int decimals, bool isWhole, TextPage page)
    {
        var grid = new TextGrid("llrrrrrrr");
        grid.Head(
            "after", "", "initial", "maintenance", "equity", "excess init.", "excess maint.", "P&L",
            isWhole ? "expired" : "");
        for (var day = 0; day <= path.Days.Count; day++)
        {
            var row = rowOf(day);
            var (after, time, expired) = day == 0
                ? ("now", path.Today.Market.Time, 0)
                : (path.Days[day - 1].Move.Time.ToString(), path.Days[day - 1].Market.Time,
                    path.Days[day - 1].Rolled.Settled.Count);
            grid.Add(
                after, time.ToString(), M(row.Initial), M(row.Maintenance), M(row.Equity), Excess(row.InitialExcess),
                Excess(row.MaintenanceExcess), Figures.Signed(row.Pnl, decimals),
                expired == 0 || !isWhole ? "" : $"{expired}");
        }
        grid.Write(page);

        string M(Amount amount) => Figures.Money(amount, decimals);

        TextCell Excess(Amount amount) => new(M(amount), amount.Nanos < 0 ? Tone.Bad : Tone.Plain);
    }
}
