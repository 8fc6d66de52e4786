using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli.Orders;

/// <summary>What an order needs, and the largest that fits, as JSON: <c>docs/json.md</c>.</summary>
internal static class OrderJson
{
    public const string NeedsFormat = "counterpoise-order/1";
    public const string LargestFormat = "counterpoise-largest-order/1";

    public static void Write(AskedPortfolio asked, OrderText order, IReadOnlyList<OrderNeeds> needs) =>
        Write(asked, order, NeedsFormat, needs, (json, answer) =>
        {
            StatementJson.WriteRulebook(json, answer.Rulebook);
            LeftOutBalances.Of(answer.Rulebook, asked.Portfolio).Write(json, answer.LeftOutFilled);
            json.WriteString("orderRule", answer.Rulebook.Orders?.Describe() ?? "none");
            JsonPage.Texts(json, "explanations", answer.Explanations);
            State(json, "now", answer.Now);
            State(json, "resting", answer.Resting);
            State(json, "filled", answer.Filled);
        });

    public static void Write(AskedPortfolio asked, OrderText order, IReadOnlyList<LargestOrder> largest) =>
        Write(asked, order, LargestFormat, largest, (json, answer) =>
        {
            StatementJson.WriteRulebook(json, answer.Rulebook);
            LeftOutBalances.Of(answer.Rulebook, asked.Portfolio).Write(json, answer.LeftOutAtLargest);
            json.WriteString("lot", answer.Lot.ToString());
            json.WriteString("most", answer.Size(answer.Most).ToString());
            json.WriteStartArray("fits");
            foreach (var range in answer.Ranges)
            {
                json.WriteStartObject();
                json.WriteString("from", answer.Size(range.From).ToString());
                json.WriteString("to", answer.Size(range.To).ToString());
                json.WriteBoolean("isLimit", range.To < answer.Most);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            State(json, "now", answer.Now);
            if (answer.Ranges.Count > 0) State(json, "atLargest", answer.After(answer.Ranges[0].To));
        });

    private static void Write<T>(
        AskedPortfolio asked, OrderText order, string format, IReadOnlyList<T> answers,
        Action<Utf8JsonWriter, T> write) => JsonPage.Write(asked.Output, page =>
    {
        var json = page.Writer;
        json.WriteString("format", format);
        json.WriteString("convention", OrderText.Convention);
        json.WriteString("portfolio", asked.Portfolio.Name);
        StatementJson.WriteMarket(json, asked.Market);
        json.WriteStartObject("order");
        json.WriteString("side", order.Side == OrderSide.Buy ? "buy" : "sell");
        if (order.Quantity is { } quantity) json.WriteString("quantity", quantity.ToString());
        json.WriteString("instrument", InstrumentSymbol.Print(order.Instrument));
        if (order.Limit is { } limit) json.WriteString("limitPrice", limit.ToString());
        json.WriteEndObject();
        json.WriteStartArray("answers");
        foreach (var answer in answers)
        {
            json.WriteStartObject();
            json.WritePropertyName("rulebook");
            write(json, answer);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static void State(Utf8JsonWriter json, string name, MarginTotals totals)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("fits", OrderNeeds.Missing(totals) is null);
        TotalAmounts.Write(json, totals);
        json.WriteEndObject();
    }
}
