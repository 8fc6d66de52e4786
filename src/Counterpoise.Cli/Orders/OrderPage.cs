using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Orders;

/// <summary>What an order needs, and the largest that fits, as text.</summary>
internal static class OrderPage
{
    public static void Write(AskedPortfolio asked, OrderNeeds needs, TextPage page)
    {
        page.Line("BEFORE AN ORDER IS SENT", Tone.Strong);
        page.Field("order", Tone.Strong, needs.Order.ToString());
        page.Field("convention", OrderText.Convention);
        WriteFacts(asked, needs.Rulebook, needs.LeftOutFilled, page);
        page.Field(
            "order rule", needs.Rulebook.Orders?.Describe() ?? "the rulebook has none: resting orders add nothing");
        foreach (var explanation in needs.Explanations) page.Field("", explanation);
        var grid = new TextGrid("llrrr");
        grid.Head("", "", "now", "resting", "filled");
        Rows(grid, "USD", Currency.Usd.DisplayDecimals, t => TotalAmounts.Usd(t, Currency.Usd.DisplayDecimals), needs);
        foreach (var unit in needs.Units)
        {
            grid.Rule();
            Rows(grid, unit.Code, unit.DisplayDecimals, t => TotalAmounts.Of(t, unit, unit.DisplayDecimals), needs);
        }
        page.Line();
        grid.Write(page);
        page.Line();
        foreach (var (name, totals) in ((string, MarginTotals)[])[("resting", needs.Resting), ("filled", needs.Filled)])
        {
            var more = TotalAmounts.Usd(needs.Now, 2).InitialExcess - TotalAmounts.Usd(totals, 2).InitialExcess;
            var available = TotalAmounts.Usd(needs.Now, 2).InitialExcess;
            var verdict = OrderNeeds.Missing(totals) is { } missing
                ? $"does not fit: {Figures.Money(missing, Amount.Decimals)} {missing.Currency} is missing"
                : "fits: every margin currency covers its initial margin";
            page.Field(
                name, OrderNeeds.Missing(totals) is null ? Tone.Good : Tone.Bad,
                $"takes {Figures.Money(more, 2)} of {Figures.Money(available, 2)} USD available; {verdict}");
        }
    }

    public static void Write(AskedPortfolio asked, LargestOrder largest, TextPage page)
    {
        page.Line("LARGEST SIZE THAT FITS", Tone.Strong);
        page.Field("order", Tone.Strong, largest.Order.ToString());
        page.Field("convention", OrderText.Convention);
        WriteFacts(asked, largest.Rulebook, largest.LeftOutAtLargest, page);
        page.Field("fits", Tone.Strong, Answers(largest));
        page.Field("", "scanned in steps of 1/8 octave, ends halved to the lot; a gap within a step is not seen");
        var grid = new TextGrid("lrrrrl");
        grid.Head("", "size", "initial, USD", "equity, USD", "excess, USD", "");
        Row(grid, "now", "0", largest.Now);
        foreach (var range in largest.Ranges)
        {
            if (range.From > 1)
            {
                Row(grid, "too small", $"{largest.Size(range.From - 1)}", largest.TryAfter(range.From - 1));
                Row(grid, "first", $"{largest.Size(range.From)}", largest.TryAfter(range.From));
            }
            Row(grid, "last", $"{largest.Size(range.To)}", largest.TryAfter(range.To));
            if (range.To < largest.Most)
                Row(grid, "too large", $"{largest.Size(range.To + 1)}", largest.TryAfter(range.To + 1));
        }
        if (largest.Ranges.Count == 0) Row(grid, "one lot", $"{largest.Lot}", largest.TryAfter(1));
        page.Line();
        grid.Write(page);
    }

    /// <summary>What was found, in words; the first line is the answer.</summary>
    public static IReadOnlyList<string> Answers(LargestOrder largest)
    {
        if (largest.Ranges.Count == 0)
            return [$"none from {largest.Lot} to {largest.Size(largest.Most)}"];
        return [.. largest.Ranges.Select((range, i) =>
        {
            var from = range.From == 1 ? "up to" : $"from {largest.Size(range.From)} to";
            var end = range.To == largest.Most ? " and more: no limit was looked for beyond" : "";
            return $"{(i == 0 ? "" : "again ")}{from} {largest.Size(range.To)}{end}";
        })];
    }

    private static void WriteFacts(
        AskedPortfolio asked, Rulebook rulebook, LeftOutBalances? leftOutAfter, TextPage page)
    {
        page.Field("portfolio", asked.Portfolio.Name.Length > 0 ? asked.Portfolio.Name : "(unnamed portfolio)");
        StatementText.WriteMarket(asked.Market, page);
        StatementText.WriteRulebook(asked.Market, rulebook, page);
        StatementText.WriteLabel(rulebook, page);
        LeftOutBalances.Of(rulebook, asked.Portfolio).Write(page, leftOutAfter);
    }

    private static void Row(TextGrid grid, string name, string size, MarginTotals? totals)
    {
        if (totals is null)
        {
            grid.Add(name, size, "-", "-", "-", new TextCell("refused by the rulebook", Tone.Bad));
            return;
        }
        var usd = TotalAmounts.Usd(totals, 2);
        var missing = OrderNeeds.Missing(totals) is { } amount
            ? $"{Figures.Money(amount, Amount.Decimals)} {amount.Currency} missing"
            : "";
        grid.Add(
            name, size, Figures.Money(usd.Initial, 2), Figures.Money(usd.Equity, 2),
            Figures.Money(usd.InitialExcess, 2), new TextCell(missing, Tone.Bad));
    }

    private static void Rows(
        TextGrid grid, string unit, int decimals, Func<MarginTotals, TotalAmounts> amounts, OrderNeeds needs)
    {
        var (now, resting, filled) = (amounts(needs.Now), amounts(needs.Resting), amounts(needs.Filled));
        Row(unit, "initial", a => a.Initial);
        Row("", "maintenance", a => a.Maintenance);
        Row("", "equity", a => a.Equity);
        Row("", "excess over initial", a => a.InitialExcess);

        void Row(string first, string name, Func<TotalAmounts, Amount> value) => grid.Add(
            first, name, Cell(value(now)), Cell(value(resting)), Cell(value(filled)));

        TextCell Cell(Amount amount) => new(
            Figures.Money(amount, decimals), amount.Nanos < 0 ? Tone.Bad : Tone.Plain);
    }
}
