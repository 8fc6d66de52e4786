using System.Text.Json;
using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Portfolios;

/// <summary>
/// Portfolios as JSON (<c>schemas/portfolio.schema.json</c>). Quantities, prices and amounts are decimal text, read
/// exactly: 8 decimals for quantities and prices, 9 for money.
/// </summary>
public static class PortfolioJson
{
    /// <summary>The most positions a document may have.</summary>
    public const int MaxPositions = 1_000_000;

    /// <summary>The most open orders a document may have.</summary>
    public const int MaxOrders = 10_000;

    private static readonly string[] PortfolioFields =
        ["name", "positions", "balances", "ownerDelta", "reserved", "leverage", "orders"];

    private static readonly string[] LineFields = [.. PortfolioFields, "id"];
    private static readonly string[] PositionFields = ["instrument", "quantity", "entryPrice", "unrealisedPnl"];
    private static readonly string[] ReservedFields = ["name", "currency", "amount"];

    /// <summary>Reads a portfolio. Only <c>positions</c> is required; it may be empty.</summary>
    /// <exception cref="InvalidInputException">The text is not such a document; names the field and the
    /// value.</exception>
    public static Portfolio Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, Read);

    /// <summary>Reads a portfolio that is part of a larger document.</summary>
    /// <exception cref="InvalidInputException">It is not such an object; names the field and the value.</exception>
    public static Portfolio Read(JsonCursor root) =>
        // Large portfolios hold the same instruments many times: each symbol is parsed once.
        Read(root.Fields(PortfolioFields), new Dictionary<string, Instrument>(StringComparer.Ordinal));

    /// <summary>Reads one of many portfolios, a line each; an <c>id</c> beside it is allowed and left alone.</summary>
    /// <param name="root">The line.</param>
    /// <param name="known">Symbols of the lines before, by their text; those of this line are added.</param>
    /// <exception cref="InvalidInputException">It is not such an object; names the field and the value.</exception>
    public static Portfolio ReadLine(JsonCursor root, Dictionary<string, Instrument> known) =>
        Read(root.Fields(LineFields), known);

    private static Portfolio Read(JsonFields fields, Dictionary<string, Instrument> known)
    {
        return new Portfolio(fields.Optional("name")?.Text() ?? "")
        {
            Positions = [.. fields.Required("positions").Items(MaxPositions).Select(p => ReadPosition(p, known))],
            Balances = ReadByCurrency(fields.Optional("balances")),
            OwnerDelta = ReadByCurrency(fields.Optional("ownerDelta")),
            Leverage = ReadLeverage(fields.Optional("leverage")),
            Reserved = [.. (fields.Optional("reserved")?.Items() ?? []).Select(ReadReserved)],
            Orders = [.. (fields.Optional("orders")?.Items(MaxOrders) ?? []).Select(OpenOrderJson.Read)],
        };
    }

    /// <summary>Writes a portfolio: balances by currency, all else in its order.</summary>
    /// <param name="portfolio">What to write.</param>
    /// <param name="schema">The <c>$schema</c> reference an editor resolves; null: none.</param>
    public static string Write(Portfolio portfolio, string? schema = null)
    {
        using var layout = new JsonLayout();
        Write(layout, portfolio, schema);
        return layout.Finish();
    }

    /// <summary>Writes a portfolio as a part of a larger document.</summary>
    internal static void Write(JsonLayout layout, Portfolio portfolio, string? schema = null)
    {
        var writer = layout.Writer;
        writer.WriteStartObject();
        if (schema is not null) writer.WriteString("$schema", schema);
        if (portfolio.Name.Length > 0) writer.WriteString("name", portfolio.Name);
        layout.Rows("positions", portfolio.Positions, WritePosition);
        WriteByCurrency(writer, "balances", portfolio.Balances);
        WriteByCurrency(writer, "ownerDelta", portfolio.OwnerDelta);
        if (portfolio.Leverage.Count > 0)
        {
            writer.WriteStartObject("leverage");
            foreach (var (instrument, leverage) in portfolio.Leverage.OrderBy(l => l.Key))
                writer.WriteNumber(InstrumentSymbol.Print(instrument), leverage);
            writer.WriteEndObject();
        }
        if (portfolio.Reserved.Count > 0) layout.Rows("reserved", portfolio.Reserved, WriteReserved);
        if (portfolio.Orders.Count > 0) layout.Rows("orders", portfolio.Orders, OpenOrderJson.Write);
        writer.WriteEndObject();
    }

    private static void WriteByCurrency(
        Utf8JsonWriter writer, string name, IReadOnlyDictionary<Currency, Quantity> quantities)
    {
        if (quantities.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var (currency, quantity) in quantities.OrderBy(b => b.Key))
            writer.WriteString(currency.Code, quantity.ToString());
        writer.WriteEndObject();
    }

    private static Position ReadPosition(JsonCursor at, Dictionary<string, Instrument> known)
    {
        var fields = at.Fields(PositionFields);
        var symbol = fields.Required("instrument");
        var text = symbol.Text();
        if (!known.TryGetValue(text, out var instrument)) known.Add(text, instrument = InstrumentSymbol.Read(symbol));
        return new Position(instrument, fields.Required("quantity").Quantity())
        {
            EntryPrice = ReadEntryPrice(fields.Optional("entryPrice"), instrument),
            UnrealisedPnl = fields.Optional("unrealisedPnl")?.Amount(instrument.Settlement),
        };
    }

    private static Price? ReadEntryPrice(JsonCursor? at, Instrument instrument)
    {
        var price = at?.Price();
        // An inverse future is worth 1/price: zero is no price. A worthless option may have been had for nothing.
        return price is { Units: 0 } && !instrument.IsOption
            ? throw at!.Error("is not a price", "use a price > 0")
            : price;
    }

    private static Dictionary<Currency, Quantity> ReadByCurrency(JsonCursor? at)
    {
        var quantities = new Dictionary<Currency, Quantity>();
        if (at is null) return quantities;
        foreach (var (_, value) in at.Entries())
        {
            if (!quantities.TryAdd(value.CurrencyKey(), value.Quantity()))
                throw value.Error(null, "appears twice", "codes differ only in case: keep one of them");
        }
        return quantities;
    }

    private static Dictionary<Instrument, double> ReadLeverage(JsonCursor? at)
    {
        var leverage = new Dictionary<Instrument, double>();
        foreach (var (name, value) in at?.Entries() ?? [])
        {
            if (!InstrumentSymbol.TryParse(name, out var instrument)
                || instrument!.Kind is InstrumentKind.Spot or InstrumentKind.Option)
                throw value.Error(null, "is no perpetual or future", "use a symbol such as BTC/USDT:USDT");
            if (!leverage.TryAdd(instrument, value.Double(1, 1_000)))
                throw value.Error(null, "appears twice", "two names of one contract: keep one of them");
        }
        return leverage;
    }

    private static ReservedMargin ReadReserved(JsonCursor at)
    {
        var fields = at.Fields(ReservedFields);
        var amount = fields.Required("amount");
        var margin = amount.Amount(fields.Required("currency").Currency());
        if (margin.Nanos < 0) throw amount.Error("is negative", "use an amount ≥ 0: reserved margin is a requirement");
        return new ReservedMargin(fields.Required("name").Text(), margin);
    }

    private static void WritePosition(Utf8JsonWriter writer, Position position)
    {
        writer.WriteStartObject();
        writer.WriteString("instrument", InstrumentSymbol.Print(position.Instrument));
        writer.WriteString("quantity", position.Quantity.ToString());
        if (position.EntryPrice is { } entry) writer.WriteString("entryPrice", entry.ToString());
        if (position.UnrealisedPnl is { } pnl) writer.WriteString("unrealisedPnl", pnl.ToPlainString());
        writer.WriteEndObject();
    }

    private static void WriteReserved(Utf8JsonWriter writer, ReservedMargin reserved)
    {
        writer.WriteStartObject();
        writer.WriteString("name", reserved.Name);
        writer.WriteString("currency", reserved.Margin.Currency.Code);
        writer.WriteString("amount", reserved.Margin.ToPlainString());
        writer.WriteEndObject();
    }
}
