using Counterpoise.Json;

namespace Counterpoise.Instruments;

/// <summary>Instruments in JSON documents.</summary>
public static class InstrumentJson
{
    /// <summary>An instrument by its symbol, in any dialect <see cref="InstrumentSymbol"/> reads.</summary>
    /// <exception cref="InvalidInputException">It is no such symbol.</exception>
    public static Instrument Instrument(this JsonCursor cursor) =>
        InstrumentSymbol.TryParse(cursor.Text(), out var instrument)
            ? instrument!
            : throw cursor.Error("is not an instrument symbol", InstrumentSymbol.AcceptedForms);
}
