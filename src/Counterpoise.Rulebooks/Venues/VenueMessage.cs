using Counterpoise.Json;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// Reads venues' own account and position messages as they were sent: a reply, its bare result, a row of it, a
/// notification, or an array of these. Whose a message is follows from its fields; unknown fields are skipped.
/// </summary>
public static class VenueMessage
{
    private static readonly Shape[] Shapes =
    [
        .. DeribitMessage.Shapes, .. OkxMessage.Shapes, .. BybitMessage.Shapes, .. HyperliquidMessage.Shapes,
        .. BinanceMessage.Shapes, .. BitmexMessage.Shapes,
    ];

    /// <summary>The account of one or several documents.</summary>
    /// <param name="documents">UTF-8 JSON each, with the name that errors give it; empty: none.</param>
    /// <exception cref="InvalidInputException">
    /// One is no account message we know, lacks a field, or is of another venue than those before it.
    /// </exception>
    public static VenueAccount Read(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Utf8)> documents)
    {
        var parts = new MessageParts();
        foreach (var (name, utf8) in documents)
        {
            try
            {
                JsonText.Read(utf8, root => Read(root, parts));
            }
            catch (InvalidInputException e) when (name.Length > 0)
            {
                throw e.In(name);
            }
        }
        return parts.Venue switch
        {
            Venue.Deribit => parts.Account(DeribitMessage.RulebookOf),
            Venue.Okx => parts.Account(OkxMessage.RulebookOf),
            Venue.Bybit => parts.Account(BybitMessage.RulebookOf),
            Venue.Hyperliquid => parts.Account(_ => ("hyperliquid", "the venue's cross margin")),
            Venue.Binance => parts.Account(BinanceMessage.RulebookOf),
            Venue.Bitmex => parts.Account(_ => (null, "no rulebook of BitMEX ships")),
            _ => throw new InvalidInputException(
                documents.Count > 0 && documents[0].Name.Length > 0 ? documents[0].Name : "message", null,
                "holds no account message", "give what the venue answered to a query of positions or account"),
        };
    }

    /// <summary>The account of one document.</summary>
    /// <exception cref="InvalidInputException">It is no account message we know, or lacks a field.</exception>
    public static VenueAccount Read(ReadOnlyMemory<byte> utf8) => Read([("", utf8)]);

    /// <summary>The venue's name as it writes it.</summary>
    public static string NameOf(Venue venue) => venue switch
    {
        Venue.Okx => "OKX",
        Venue.Bitmex => "BitMEX",
        _ => venue.ToString(),
    };

    /// <summary>Reads one message or row, or each of an array.</summary>
    internal static MessageParts Read(JsonCursor at, MessageParts parts)
    {
        if (at.IsArray)
        {
            foreach (var item in at.Items(100_000)) Read(item, parts);
            return parts;
        }
        if (at.IsObject)
        {
            foreach (var shape in Shapes)
            {
                var fields = at.Fields(shape.Signs, ignoreOthers: true);
                if (!shape.Signs.All(sign => fields.Optional(sign) is not null)) continue;
                parts.Is(shape.Venue, at);
                shape.Read(at, parts);
                return parts;
            }
        }
        throw at.Error(
            at.IsObject ? null : "not an object", "is no account message of a venue we know",
            $"paste what {string.Join(", ", Enum.GetValues<Venue>().Select(NameOf))} answered to a query of positions "
            + "or account");
    }
}

/// <summary>How a message is known: the fields it has for certain.</summary>
/// <param name="Venue">Whose it is.</param>
/// <param name="Signs">All of them must be there.</param>
/// <param name="Read">Reads it.</param>
internal sealed record Shape(Venue Venue, string[] Signs, Action<JsonCursor, MessageParts> Read);
