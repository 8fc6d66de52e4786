using System.Text.Json;
using Counterpoise.Cli.Changes;
using Counterpoise.Instruments;
using Counterpoise.Margins.Changes;

namespace Counterpoise.Cli.Statements;

/// <summary>What trades and moves of the market would change, as JSON: <c>docs/json.md</c>.</summary>
internal static class WhatIfJson
{
    public const string Format = "counterpoise-whatif/2";

    public static void Write(IReadOnlyList<StatementChange> changes, IReadOnlyList<Trade> trades, TextWriter output) =>
        JsonPage.Write(output, page => Write(changes, trades, page));

    private static void Write(IReadOnlyList<StatementChange> changes, IReadOnlyList<Trade> trades, JsonPage page)
    {
        var json = page.Writer;
        json.WriteString("format", Format);
        WriteTrades(page, trades);
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("portfolio", change.Before.Margin.Portfolio);
            StatementJson.WriteMarket(json, change.Before.Market);
            if (change.Moved is { } moved) WriteMoved(page, moved);
            json.WritePropertyName("rulebook");
            StatementJson.WriteRulebook(json, change.After.Rulebook);
            json.WriteBoolean("translated", change.After.Margin.IsTranslated);
            LeftOutBalances.Of(change.Before.Margin).Write(json, LeftOutBalances.Of(change.After.Margin));
            page.Rows("usd", change.Usd, WriteLine);
            json.WriteStartArray("buckets");
            foreach (var bucket in change.Buckets)
            {
                json.WriteStartObject();
                json.WriteString("unit", bucket.Unit.Code);
                page.Rows("lines", bucket.Lines, WriteLine);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>What was traded, and what becomes of cash.</summary>
    public static void WriteTrades(JsonPage page, IReadOnlyList<Trade> trades)
    {
        page.Writer.WriteString("convention", Trade.Convention);
        page.Rows("trades", trades, (row, trade) =>
        {
            row.WriteStartObject();
            row.WriteString("instrument", InstrumentSymbol.Print(trade.Instrument));
            row.WriteString("quantity", trade.Quantity.ToString());
            if (trade.Price is { } price) row.WriteString("price", price.ToString());
            row.WriteEndObject();
        });
    }

    /// <summary>What happened to the market, and what expired.</summary>
    public static void WriteMoved(JsonPage page, MovedMargin moved)
    {
        var json = page.Writer;
        json.WriteStartObject("move");
        json.WriteNumber("spot", moved.Move.Spot);
        json.WriteNumber("vol", moved.Move.Vol);
        json.WriteNumber("days", moved.Move.Time.Days);
        if (moved.Move.Coin is { } coin) json.WriteString("coin", coin.Code);
        json.WriteString("time", moved.Market.Time.ToString());
        json.WriteEndObject();
        WhyJson.WriteSettled(page, moved.Rolled);
    }

    private static void WriteLine(Utf8JsonWriter json, ChangeLine line)
    {
        json.WriteStartObject();
        json.WriteString("group", line.Group);
        json.WriteString("name", line.Name);
        JsonPage.Money(json, "before", line.Before);
        JsonPage.Money(json, "after", line.After);
        JsonPage.Money(json, "change", line.Change);
        if (line.IsTraded) json.WriteBoolean("traded", true);
        json.WriteEndObject();
    }
}
