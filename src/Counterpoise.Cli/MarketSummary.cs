using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Markets;

namespace Counterpoise.Cli;

/// <summary>A market in a line, and in a table of its expiries.</summary>
internal static class MarketSummary
{
    /// <summary>What an import found, and what its user should know of it.</summary>
    public static string OneLine(Market market)
    {
        var options = Options(market);
        var coins = market.Underlyings.Values.OrderBy(u => u.Base)
            .Select(u => $"{u.Base} {Counted(u.Quotes.Keys.Count(i => i.IsOption), "option", "options")} in "
                + Counted(u.Expiries.Count, "expiry", "expiries"));
        var found = $"{options.Count(q => q.Forward is not null)} rows with a forward of their own, "
            + $"{options.Count(q => q.Bid is null)} without bid, {options.Count(q => q.Ask is null)} without ask, "
            + $"{options.Count(q => q.Vol is null)} without vol";
        return $"{market.Time}: {string.Join(", ", coins)}; {found}";
    }

    private static string Counted(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    public static void Write(Market market, TextWriter output)
    {
        output.WriteLine(market.Name);
        output.WriteLine($"source {market.Source}{(market.Synthetic ? " (synthetic: made from a formula)" : "")}");
        output.WriteLine(OneLine(market));
        foreach (var underlying in market.Underlyings.Values.OrderBy(u => u.Base)) Write(market, underlying, output);
        if (market.Currencies.Count == 0) return;
        output.WriteLine();
        var table = new TextGrid("lnl");
        foreach (var (currency, price) in market.Currencies.OrderBy(c => c.Key))
            table.Add(currency.Code, Figures.Number(price.Value), "USD" + Trust(price));
        table.Write(output);
    }

    private static void Write(Market market, Underlying underlying, TextWriter output)
    {
        output.WriteLine();
        var index = underlying.Index;
        output.WriteLine($"{underlying.Base} index {Figures.Number(index.Value)} USD{Trust(index)}");
        var options = underlying.Quotes.Values.Where(q => q.Instrument.IsOption);
        var quotes = options.ToLookup(q => q.Instrument.Expiry!.Value);
        var table = new TextGrid("lnnnnnn");
        table.Head("expiry", "days", "forward", "basis %", "options", "no bid", "atm vol %");
        foreach (var curve in underlying.Expiries.Values.OrderBy(c => c.Expiry))
        {
            Quote[] rows = [.. quotes[curve.Expiry]];
            var forward = curve.Forward?.Value;
            table.Add(
                DeribitSymbol.PrintExpiry(curve.Expiry),
                Figures.Number((curve.Expiry - market.Time).Days, 2),
                forward is { } price ? Figures.Number(price, 2) : "-",
                forward is { } above ? Figures.Number((above / index.Value - 1) * 100, 3) : "-",
                Figures.Number(rows.Length, 0),
                Figures.Number(rows.Count(q => q.Bid is null), 0),
                AtTheMoney(curve, rows) is { } vol ? Figures.Number(vol * 100, 2) : "-");
        }
        table.Write(output);
        var others = underlying.Quotes.Values.Where(q => !q.Instrument.IsOption).OrderBy(q => q.Instrument).ToArray();
        var marks = new TextGrid("lnl");
        foreach (var quote in others)
            marks.Add(quote.Instrument.ToString(), quote.Mark is { } mark ? Figures.Number(mark, 2) : "-", "mark");
        marks.Write(output);
    }

    /// <summary>The volatility quoted at the strike nearest the forward, else the smile there.</summary>
    private static double? AtTheMoney(ExpiryCurve curve, Quote[] rows)
    {
        if (curve.Forward is not { } forward) return null;
        var nearest = rows.Where(q => q.Vol is not null)
            .MinBy(q => Math.Abs(q.Instrument.Strike.ToDouble() - forward.Value));
        return nearest?.Vol ?? curve.Svi?.Vol(forward.Value);
    }

    private static Quote[] Options(Market market) =>
        [.. market.Underlyings.Values.SelectMany(u => u.Quotes.Values).Where(q => q.Instrument.IsOption)];

    private static string Trust(Observed observed) =>
        (observed.Confidence < 1 ? $", confidence {observed.Confidence:0.##}" : "")
        + (observed.Age.Nanoseconds > 0 ? $", {observed.Age.Seconds:0.###} s old" : "");
}
