using Counterpoise.Instruments;

namespace Counterpoise.Rulebooks.Deribit;

/// <summary>One instrument of a chain as Deribit states it, from csv or from JSON.</summary>
/// <param name="Instrument">Which.</param>
internal sealed record ChainRow(Instrument Instrument)
{
    /// <summary>Index price in USD; null if the row has none.</summary>
    public double? Index { get; init; }

    /// <summary>Forward in quote currency the mark was made with; null if the row has none.</summary>
    public double? Forward { get; init; }

    /// <summary>The dated future that is the forward; null if none is traded.</summary>
    public Instrument? Future { get; init; }

    /// <summary>Price of that future in quote currency.</summary>
    public double? FuturePrice { get; init; }

    /// <summary>Interest rate behind the mark, per year.</summary>
    public double? Rate { get; init; }

    /// <summary>Mark price: coin for inverse options, else quote currency.</summary>
    public double? Mark { get; init; }

    /// <summary>Best bid, unit of the mark.</summary>
    public double? Bid { get; init; }

    /// <summary>Best ask, unit of the mark.</summary>
    public double? Ask { get; init; }

    /// <summary>Implied volatility of the mark, annualised fraction.</summary>
    public double? Vol { get; init; }

    /// <summary>Open interest as stated.</summary>
    public double? OpenInterest { get; init; }

    /// <summary>24 h volume as stated.</summary>
    public double? Volume { get; init; }
}
