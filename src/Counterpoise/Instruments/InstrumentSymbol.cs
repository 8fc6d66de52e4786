using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Instruments;

/// <summary>Instruments by name, in any dialect: Deribit's (the canonical one) or ccxt's. No text is valid in
/// both.</summary>
public static class InstrumentSymbol
{
    /// <summary>The forms that are read, as the remedy of an error.</summary>
    public const string AcceptedForms =
        "use a Deribit name (BTC-PERPETUAL, BTC-25SEP26, BTC-25SEP26-100000-C, BTC_USDC-PERPETUAL, BTC_USDC) "
        + "or a ccxt symbol (BTC/USD:BTC, BTC/USD:BTC-260925, BTC/USD:BTC-260925-100000-C, BTC/USDC), in upper case";

    /// <summary>The instrument of a name in either dialect; false if it is in neither.</summary>
    public static bool TryParse(string? text, out Instrument? instrument) =>
        DeribitSymbol.TryParse(text, out instrument) || CcxtSymbol.TryParse(text, out instrument);

    /// <summary>The instrument of a name in either dialect.</summary>
    /// <exception cref="InvalidInputException">It is in neither.</exception>
    public static Instrument Parse(string text) =>
        TryParse(text, out var instrument)
            ? instrument!
            : throw new InvalidInputException("instrument", text, "is not an instrument symbol", AcceptedForms);

    /// <summary>The instrument whose name stands in a document.</summary>
    /// <exception cref="InvalidInputException">It is in neither dialect.</exception>
    public static Instrument Read(JsonCursor at) =>
        TryParse(at.Text(), out var instrument)
            ? instrument!
            : throw at.Error("is not an instrument symbol", AcceptedForms);

    /// <summary>
    /// The canonical name: Deribit's, or ccxt's for the few contracts Deribit has no name for (inverse contracts not
    /// quoted in USD). <see cref="TryParse"/> gives the instrument back.
    /// </summary>
    public static string Print(Instrument instrument) =>
        instrument.IsInverse && instrument.Quote != Currency.Usd
            ? CcxtSymbol.Print(instrument)
            : DeribitSymbol.Print(instrument);
}
