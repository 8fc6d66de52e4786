using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The quotes of one expiry that a smile is fitted to.</summary>
/// <param name="Expiry">When.</param>
/// <param name="Years">T, years of 365 days, > 0.</param>
/// <param name="Forward">F, quote currency: the market's, or the one its calls and puts imply.</param>
/// <param name="Quotes">By log-moneyness.</param>
public sealed record ExpiryQuotes(Instant Expiry, double Years, double Forward, IReadOnlyList<SmileQuote> Quotes)
{
    /// <summary>The forward that put-call parity of the bids and asks implies; null without two-sided pairs.</summary>
    public ImpliedForward? Implied { get; init; }

    /// <summary>Options of this expiry that were listed but are no quote to fit to.</summary>
    public int LeftOut { get; init; }
}
