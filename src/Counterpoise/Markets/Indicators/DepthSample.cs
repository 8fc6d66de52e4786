namespace Counterpoise.Markets.Indicators;

/// <summary>What rests in a book within 1 % of its middle.</summary>
/// <param name="BidUsd">Bids, USD.</param>
/// <param name="BidPrice">Their average price, weighted by size, USD.</param>
/// <param name="AskUsd">Asks, USD.</param>
/// <param name="AskPrice">Their average price, USD.</param>
public readonly record struct DepthSample(double BidUsd, double BidPrice, double AskUsd, double AskPrice)
{
    /// <summary>The thinner side, USD: what a position of either sign can count on.</summary>
    public double Usd => Math.Min(BidUsd, AskUsd);
}
