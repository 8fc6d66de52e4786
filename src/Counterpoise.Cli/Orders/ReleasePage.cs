using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Sizing;
using Counterpoise.Units;

namespace Counterpoise.Cli.Orders;

/// <summary>What to close to release margin, as text and as JSON (<c>docs/json.md</c>).</summary>
internal static class ReleasePage
{
    public const string Format = "counterpoise-release/1";

    private const string Caveat =
        "a simple search (single positions, pairs, one after another), no optimum: other sets may do with less; every "
        + "offer was evaluated, closed at the mark";

    public static void Write(AskedPortfolio asked, ReleasePlan plan, TextPage page)
    {
        page.Line("WHAT TO CLOSE", Tone.Strong);
        page.Field("release", Tone.Strong, $"{Usd(plan.AmountUsd)} USD of initial margin, least {Measure(plan)} first");
        page.Field("search", Caveat);
        page.Field("portfolio", asked.Portfolio.Name.Length > 0 ? asked.Portfolio.Name : "(unnamed portfolio)");
        StatementText.WriteMarket(asked.Market, page);
        StatementText.WriteRulebook(asked.Market, plan.Rulebook, page);
        StatementText.WriteLabel(plan.Rulebook, page);
        LeftOutBalances.Of(plan.Rulebook, asked.Portfolio).Write(page);
        page.Field("initial now", $"{Initial(plan.Now)} USD");
        page.Field("tried", Remarks(plan));
        page.Line();
        if (plan.Offers.Count == 0)
        {
            page.Line(
                plan.Tried.Count == 0
                    ? "nothing can be tried"
                    : $"not found: closing all that was tried releases {Usd(plan.AllReleaseUsd)} USD", Tone.Bad);
            return;
        }
        var grid = new TextGrid("rlrrrrr");
        grid.Head(
            "", "trades that close", "initial, USD", "released, USD", "excess, USD", "delta closed, USD",
            "half spread, USD");
        for (var i = 0; i < plan.Offers.Count; i++)
        {
            var offer = plan.Offers[i];
            var isFirst = true;
            foreach (var part in offer.Parts)
            {
                TextCell[] totals = isFirst
                    ?
                    [
                        Initial(plan.After(offer.Parts)), Usd(offer.ReleasedUsd), Gained(plan, offer),
                        Usd(offer.DeltaUsd),
                        offer.CostUsd is { } cost ? Usd(cost) : "unknown",
                    ]
                    : ["", "", "", "", ""];
                grid.Add([isFirst ? $"{i + 1}" : "", TradeText(part), .. totals]);
                isFirst = false;
            }
        }
        grid.Write(page);
    }

    public static void WriteJson(AskedPortfolio asked, IReadOnlyList<ReleasePlan> plans) =>
        JsonPage.Write(asked.Output, page =>
        {
            var json = page.Writer;
            json.WriteString("format", Format);
            json.WriteString("search", Caveat);
            json.WriteString("portfolio", asked.Portfolio.Name);
            StatementJson.WriteMarket(json, asked.Market);
            json.WriteStartArray("answers");
            foreach (var plan in plans)
            {
                json.WriteStartObject();
                json.WritePropertyName("rulebook");
                StatementJson.WriteRulebook(json, plan.Rulebook);
                LeftOutBalances.Of(plan.Rulebook, asked.Portfolio).Write(json);
                JsonPage.Number(json, "amountUsd", plan.AmountUsd);
                json.WriteString("by", Measure(plan));
                json.WriteNumber("positions", plan.Positions);
                json.WriteNumber("tried", plan.Tried.Count);
                json.WriteNumber("withoutSpread", plan.Unquoted);
                JsonPage.Number(json, "allReleaseUsd", plan.AllReleaseUsd);
                json.WriteStartArray("offers");
                foreach (var offer in plan.Offers)
                {
                    json.WriteStartObject();
                    page.Rows("trades", offer.Parts, (row, part) =>
                    {
                        row.WriteStartObject();
                        row.WriteString("instrument", InstrumentSymbol.Print(part.Position.Instrument));
                        row.WriteString("quantity", part.Trade.ToString());
                        row.WriteEndObject();
                    });
                    JsonPage.Number(json, "releasedUsd", offer.ReleasedUsd);
                    JsonPage.Number(json, "deltaUsd", offer.DeltaUsd);
                    JsonPage.Number(json, "costUsd", offer.CostUsd);
                    json.WriteStartObject("after");
                    TotalAmounts.Write(json, plan.After(offer.Parts));
                    json.WriteEndObject();
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    private static IEnumerable<string> Remarks(ReleasePlan plan)
    {
        yield return $"{plan.Tried.Count} of {Figures.Counted(plan.Positions, "net position", "net positions")}"
            + (plan.Positions > ReleasePlan.MostPositions ? ", those with the most margin alone" : "");
        if (plan.Unquoted == 0) yield break;
        yield return plan.By == ReleaseMeasure.Cost
            ? $"{plan.Unquoted} without bid and ask were left out: what closing them costs is unknown"
            : $"{plan.Unquoted} without bid and ask: what closing them costs is unknown";
    }

    private static string Measure(ReleasePlan plan) => plan.By == ReleaseMeasure.Cost ? "cost" : "delta";

    private static string TradeText(ClosedPart part) =>
        $"{part.Trade} {InstrumentSymbol.Print(part.Position.Instrument)}"
        + (part.Lots == part.Position.Lots ? "  (all of it)" : "");

    private static string Initial(MarginTotals totals) =>
        Figures.Money(TotalAmounts.Usd(totals, Currency.Usd.DisplayDecimals).Initial, Currency.Usd.DisplayDecimals);

    // Less than what is released where closing costs equity: an option's value that the rulebook did not count.
    private static string Gained(ReleasePlan plan, ReleaseOffer offer)
    {
        var decimals = Currency.Usd.DisplayDecimals;
        return Figures.Signed(
            TotalAmounts.Usd(plan.After(offer.Parts), decimals).InitialExcess
            - TotalAmounts.Usd(plan.Now, decimals).InitialExcess, decimals);
    }

    private static string Usd(double value) => Figures.Number(value, 2);
}
