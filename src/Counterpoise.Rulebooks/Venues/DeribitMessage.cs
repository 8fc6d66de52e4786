using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// Deribit: <c>private/get_positions</c>, <c>private/get_account_summary</c> and <c>_summaries</c>, the channel
/// <c>user.portfolio</c> (docs.deribit.com; recorded summaries were at hand, of positions the documentation). A
/// position's size is the venue's <c>amount</c>.
/// </summary>
internal static class DeribitMessage
{
    private static readonly string[] PositionFields =
    [
        "instrument_name", "size", "direction", "average_price", "mark_price", "index_price", "leverage",
        "initial_margin", "maintenance_margin", "floating_profit_loss", "estimated_liquidation_price",
    ];

    private static readonly string[] SummaryFields =
    [
        "currency", "balance", "equity", "margin_model", "initial_margin", "maintenance_margin", "margin_balance",
        "total_initial_margin_usd", "total_maintenance_margin_usd", "total_margin_balance_usd",
    ];

    public static Shape[] Shapes { get; } =
    [
        new(Venue.Deribit, ["jsonrpc"], ReadEnvelope),
        new(Venue.Deribit, ["summaries"], (at, parts) => VenueMessage.Read(Inner(at, "summaries"), parts)),
        new(Venue.Deribit, ["instrument_name", "size"], ReadPosition),
        new(Venue.Deribit, ["currency", "initial_margin", "maintenance_margin", "margin_balance"], ReadSummary),
    ];

    public static (string?, string) RulebookOf(string? mode) => mode switch
    {
        "segregated_pm" => ("deribit-pm", "the message says segregated_pm"),
        "cross_pm" => ("deribit-xpm", "the message says cross_pm"),
        "segregated_sm" => ("deribit-sm", "the message says segregated_sm"),
        "cross_sm" => ("deribit-sm", "the message says cross_sm: rates of standard margin, without cross collateral"),
        _ => ("deribit-sm", "the message names no margin model: standard margin is assumed"),
    };

    private static JsonCursor Inner(JsonCursor at, string name) =>
        at.Fields([name], ignoreOthers: true).Required(name);

    private static void ReadEnvelope(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(["result", "params", "error", "usOut"], ignoreOthers: true);
        if (f.Present("error") is { } error)
            throw error.Error("is an error reply", "repeat the request");
        parts.At(f.Filled("usOut"), perMillisecond: 1_000);
        var data = f.Present("params") is { } notification ? Inner(notification, "data") : f.Required("result");
        VenueMessage.Read(data, parts);
    }

    private static void ReadPosition(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(PositionFields, ignoreOthers: true);
        var symbol = f.Required("instrument_name").Text();
        var instrument = DeribitSymbol.TryParse(symbol, out var known) ? known : null;
        var size = f.Required("size").Quantity();
        if (size > Quantity.Zero && f.Filled("direction")?.Text() is "sell") size = -size;
        parts.Add(new VenuePosition(symbol, instrument, size, instrument?.Settlement ?? Currency.Usd)
        {
            Entry = MessageParts.PriceOf(f.Filled("average_price")),
            Mark = MessageParts.PriceOf(f.Filled("mark_price")),
            Index = MessageParts.PriceOf(f.Filled("index_price")),
            Profit = MessageParts.Number(f.Filled("floating_profit_loss")),
            Initial = MessageParts.Number(f.Filled("initial_margin")),
            Maintenance = MessageParts.Number(f.Filled("maintenance_margin")),
            LiquidationPrice = MessageParts.Number(f.Filled("estimated_liquidation_price")),
        });
    }

    private static void ReadSummary(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(SummaryFields, ignoreOthers: true);
        var currency = f.Required("currency").Currency();
        if (f.Filled("margin_model") is { } model)
        {
            if (parts.Mode is { } mode && mode != model.Text())
                throw model.Error($"is another margin model than {mode} before it", "give one account at a time");
            parts.Mode = model.Text();
        }
        parts.AddBalance(currency, f.Filled("balance"));
        var initial = MessageParts.Number(f.Required("initial_margin"));
        var usd = MessageParts.Number(f.Filled("total_initial_margin_usd"));
        if (parts.Mode is not ("cross_pm" or "cross_sm") || usd is null)
        {
            parts.Add(new VenueTotal(currency, IsAccount: false)
            {
                Initial = initial,
                Maintenance = MessageParts.Number(f.Required("maintenance_margin")),
                Equity = MessageParts.Number(f.Filled("equity")),
            });
            return;
        }
        // Every currency repeats the account's requirement in its own coin: the dollars are read, once. The two amounts
        // give the coin's price too.
        if (initial is { Value: > 0 } own) parts.AddPrice(currency, usd.Value.Value / own.Value);
        parts.AddOnce(new VenueTotal(Currency.Usd, IsAccount: true)
        {
            Initial = usd,
            Maintenance = MessageParts.Number(f.Filled("total_maintenance_margin_usd")),
            Equity = MessageParts.Number(f.Filled("total_margin_balance_usd")),
        });
    }
}
