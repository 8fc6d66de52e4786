using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>
/// What a venue required of positions, as a vector anybody may keep: an array of cases like
/// <c>vectors/margin/venue_liquidation_prices.json</c>, one per position with its <c>position</c> and what is
/// <c>expected</c>, then one per total. Of the account there are venue, mode and date; no ids, names, times of day,
/// balances or profits.
/// </summary>
public static class AnonymisedVector
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The cases as JSON.</summary>
    public static string Write(Reconciliation found)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text, Layout);
        json.WriteStartArray();
        foreach (var position in found.Account.Positions) WriteCase(json, found, position);
        foreach (var total in found.Account.Totals) WriteCase(json, found, total);
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(text.WrittenSpan) + "\n";
    }

    private static void WriteCase(Utf8JsonWriter json, Reconciliation found, VenuePosition p)
    {
        Begin(json, found, p.Symbol, p.IsIsolated ? "isolated" : found.Account.Mode ?? "cross");
        json.WritePropertyName("position");
        WritePosition(json, p);
        json.WriteStartArray("other_positions");
        json.WriteEndArray();
        WriteExpected(json, p.IsInitialAllotted ? null : p.Initial, p.Maintenance, p.LiquidationPrice);
        json.WriteString("unit", p.Unit.Code);
        json.WriteNumber("tol", (p.Initial ?? p.Maintenance)?.Grain(p.Unit) ?? 0);
        json.WriteEndObject();
    }

    private static void WriteCase(Utf8JsonWriter json, Reconciliation found, VenueTotal total)
    {
        Begin(json, found, total.IsAccount ? "account" : $"total-{total.Unit}", found.Account.Mode ?? "cross");
        json.WriteStartArray("positions");
        var isolated = found.Account.Positions.Any(p => p.IsIsolated);
        foreach (var p in found.Account.Positions)
            if (!p.IsIsolated || total.MaintenanceOfIsolated == IsolatedShare.Required) WritePosition(json, p);
        json.WriteEndArray();
        // Both are of the positions above, or the other is not there.
        var isAlike = !isolated || total.InitialOfIsolated == total.MaintenanceOfIsolated;
        WriteExpected(json, isAlike ? total.Initial : null, total.Maintenance, null);
        json.WriteString("unit", total.Unit.Code);
        json.WriteNumber("tol", (total.Initial ?? total.Maintenance)?.Grain(total.Unit) ?? 0);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, Reconciliation found, string what, string mode)
    {
        var venue = VenueMessage.NameOf(found.Account.Venue).ToLowerInvariant();
        var date = found.Account.Time?.ToString()[..10];
        json.WriteStartObject();
        json.WriteString("id", date is null ? $"{venue}-{what}" : $"{venue}-{date}-{what}");
        json.WriteString("venue", venue);
        json.WriteString("mode", mode);
        json.WriteString("date", date);
    }

    private static void WritePosition(Utf8JsonWriter json, VenuePosition p)
    {
        json.WriteStartObject();
        json.WriteString("sym", p.Symbol);
        Write(json, "entry", p.Entry);
        json.WriteNumber("qty", decimal.Parse(p.Quantity.ToString(), CultureInfo.InvariantCulture));
        if (p.ContractSize is { } size)
            json.WriteNumber("contract_size", decimal.Parse(size.ToString(), CultureInfo.InvariantCulture));
        Write(json, "mark", p.Mark);
        Write(json, "index", p.Index);
        Write(json, "leverage", p.Leverage);
        json.WriteEndObject();
    }

    private static void WriteExpected(
        Utf8JsonWriter json, Reported? initial, Reported? maintenance, Reported? liquidation)
    {
        Write(json, "expected_im", initial?.Value);
        Write(json, "expected_mm", maintenance?.Value);
        Write(json, "expected_liq", liquidation?.Value);
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }
}
