using Counterpoise.Instruments;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>One option quote as a smile is fitted to it.</summary>
/// <param name="Option">The option out of the money at this strike.</param>
/// <param name="LogMoneyness">ln(K/F) with the forward of this quote's own row.</param>
/// <param name="Vol">
/// Implied volatility fitted, annualised fraction: the venue's mark, else that of the mid price.
/// </param>
/// <param name="BidVol">Implied volatility of the bid; null if the bid holds none.</param>
/// <param name="AskVol">Implied volatility of the ask; null if the ask holds none.</param>
/// <param name="Weight">Weight of the squared volatility error, > 0; the mean over an expiry is 1.</param>
public sealed record SmileQuote(
    Instrument Option, double LogMoneyness, double Vol, double? BidVol, double? AskVol, double Weight);
