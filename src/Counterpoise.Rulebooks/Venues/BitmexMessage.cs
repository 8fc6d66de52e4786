using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// BitMEX: rows of <c>position</c> (a recorded reply was at hand). Margins are in satoshis where the currency is XBt;
/// contracts in other currencies are named and not read further.
/// </summary>
internal static class BitmexMessage
{
    private const double SatoshisPerCoin = 1e8;

    private static readonly string[] PositionFields =
    [
        "symbol", "currency", "currentQty", "leverage", "markPrice", "avgEntryPrice", "posInit", "posMaint",
        "unrealisedPnl", "liquidationPrice",
    ];

    public static Shape[] Shapes { get; } = [new(Venue.Bitmex, ["symbol", "currentQty"], ReadPosition)];

    private static void ReadPosition(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(PositionFields, ignoreOthers: true);
        var symbol = f.Required("symbol").Text();
        var isBitcoin = f.Required("currency").Text() is "XBt";
        var name = symbol.Replace("XBT", "BTC", StringComparison.Ordinal);
        var instrument = isBitcoin && ConcatenatedSymbol.TryParse(name, out var known) ? known : null;
        Reported? Coins(string name) => MessageParts.Number(f.Filled(name), SatoshisPerCoin, decimals: 8);
        parts.Add(new VenuePosition(
            symbol, instrument, f.Required("currentQty").Quantity(), isBitcoin ? Currency.Parse("BTC") : Currency.Usd)
        {
            Lacks = isBitcoin ? null : "a currency we read: only margins in XBt are",
            Entry = MessageParts.PriceOf(f.Filled("avgEntryPrice")),
            Mark = MessageParts.PriceOf(f.Filled("markPrice")),
            Leverage = MessageParts.LeverageOf(f.Filled("leverage")),
            Profit = isBitcoin ? Coins("unrealisedPnl") : null,
            Initial = isBitcoin ? Coins("posInit") : null,
            Maintenance = isBitcoin ? Coins("posMaint") : null,
            LiquidationPrice = MessageParts.Number(f.Filled("liquidationPrice")),
        });
    }
}
