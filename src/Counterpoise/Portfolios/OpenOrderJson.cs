using System.Text.Json;
using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Portfolios;

/// <summary>Open orders as rows of a portfolio's JSON.</summary>
internal static class OpenOrderJson
{
    private static readonly string[] Fields = ["instrument", "side", "quantity", "limitPrice", "reduceOnly"];

    public static OpenOrder Read(JsonCursor at)
    {
        var f = at.Fields(Fields);
        var symbol = f.Required("instrument");
        var instrument = InstrumentSymbol.Read(symbol);
        if (instrument.Kind == InstrumentKind.Spot)
            throw symbol.Error("is a spot pair", "give what the venue holds for spot orders under \"reserved\"");
        var quantity = f.Required("quantity").Quantity();
        if (quantity <= Quantity.Zero)
            throw f.Required("quantity").Error("is not above zero", "use a quantity > 0; the side says which way");
        var limit = f.Required("limitPrice").Price();
        if (limit.Units == 0 && !instrument.IsOption)
            throw f.Required("limitPrice").Error("is not a price", "use a price > 0");
        return new OpenOrder(instrument, ReadSide(f.Required("side")), quantity, limit)
        {
            ReduceOnly = f.Optional("reduceOnly")?.Boolean() ?? false,
        };
    }

    public static void Write(Utf8JsonWriter writer, OpenOrder order)
    {
        writer.WriteStartObject();
        writer.WriteString("instrument", InstrumentSymbol.Print(order.Instrument));
        writer.WriteString("side", order.Side == OrderSide.Buy ? "buy" : "sell");
        writer.WriteString("quantity", order.Quantity.ToString());
        writer.WriteString("limitPrice", order.LimitPrice.ToString());
        if (order.ReduceOnly) writer.WriteBoolean("reduceOnly", true);
        writer.WriteEndObject();
    }

    private static OrderSide ReadSide(JsonCursor at) => at.Text() switch
    {
        "buy" => OrderSide.Buy,
        "sell" => OrderSide.Sell,
        _ => throw at.Error("is no side", "use buy or sell"),
    };
}
