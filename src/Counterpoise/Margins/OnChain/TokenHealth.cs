namespace Counterpoise.Margins.OnChain;

/// <summary>A token in an account: what is held and how it counts.</summary>
/// <param name="Balance">Tokens, a debt negative.</param>
/// <param name="Price">USD.</param>
/// <param name="AssetWeight">Weight of a positive balance.</param>
/// <param name="LiabilityWeight">Weight of a debt.</param>
public sealed record HealthToken(double Balance, double Price, double AssetWeight, double LiabilityWeight)
{
    /// <summary>
    /// The asset weight of a bank whose deposits are worth more than <paramref name="startUsd"/> falls in proportion.
    /// </summary>
    public HealthToken Scaled(double deposits, double startUsd) =>
        deposits * Price <= startUsd ? this : this with { AssetWeight = AssetWeight * startUsd / (deposits * Price) };
}

/// <summary>Open orders between a token and the first token of the account: what they reserve.</summary>
/// <param name="Token">Index of the base token.</param>
/// <param name="Quote">Reserved of the first token (open bids).</param>
/// <param name="Base">Reserved of the base token (open asks).</param>
public sealed record HealthOrders(int Token, double Quote, double Base)
{
    /// <summary>Lowest ask, in first tokens; null: not known, the oracle's price.</summary>
    public double? LowestAsk { get; init; }

    /// <summary>Highest bid, likewise.</summary>
    public double? HighestBid { get; init; }
}

/// <summary>A perpetual, settled in the first token.</summary>
/// <param name="Coins">Position, base coins, short negative.</param>
/// <param name="Quote">Its quote side, first tokens: −cost of a long.</param>
/// <param name="Bids">Coins on open bids.</param>
/// <param name="Asks">Coins on open asks.</param>
/// <param name="Price">Oracle price, first tokens.</param>
/// <param name="AssetWeight">Weight of long coins.</param>
/// <param name="LiabilityWeight">Weight of short coins.</param>
/// <param name="PositiveWeight">Weight of a positive result.</param>
public sealed record HealthPerpetual(
    double Coins, double Quote, double Bids, double Asks, double Price, double AssetWeight, double LiabilityWeight,
    double PositiveWeight)
{
    /// <summary>The worse of "all bids filled" and "all asks filled", weighted if positive; first tokens.</summary>
    public double Contribution()
    {
        var worst = Math.Min(Filled(Coins + Bids, Quote - Bids * Price), Filled(Coins - Asks, Quote + Asks * Price));
        return worst > 0 ? worst * PositiveWeight : worst;
    }

    private double Filled(double coins, double quote) =>
        coins * Price * (coins > 0 ? AssetWeight : LiabilityWeight) + quote;
}

/// <summary>
/// The health of an account: Σ weighted balances, perpetuals folded into the first token, and for every pair of tokens
/// with orders the worse of "all in base" and "all in quote". Initial or maintenance by the weights given; below 0 it
/// fails. Mango v4, programs/mango-v4/src/health/cache.rs.
/// </summary>
public static class TokenHealth
{
    /// <summary>Health, USD.</summary>
    /// <param name="tokens">The first is the one perpetuals settle in and orders are quoted in.</param>
    /// <param name="perpetuals">Positions and their orders.</param>
    /// <param name="orders">Open orders on tokens.</param>
    public static double Of(
        IReadOnlyList<HealthToken> tokens, IReadOnlyList<HealthPerpetual> perpetuals,
        IReadOnlyList<HealthOrders> orders)
    {
        var balances = new double[tokens.Count];
        for (var i = 0; i < balances.Length; i++) balances[i] = tokens[i].Balance;
        foreach (var perpetual in perpetuals) balances[0] += perpetual.Contribution();
        // Everything any order could turn into a token, this market's own included.
        var most = (double[])balances.Clone();
        foreach (var o in orders)
        {
            most[0] += InQuote(tokens, o);
            most[o.Token] += InBase(tokens, o);
        }
        var health = 0.0;
        for (var i = 0; i < balances.Length; i++) health += Effect(tokens[i], balances[i], balances[i]);
        foreach (var o in orders)
        {
            var quote = Effect(tokens[0], most[0], InQuote(tokens, o));
            health += Math.Min(quote, Effect(tokens[o.Token], most[o.Token], InBase(tokens, o)));
        }
        return health;
    }

    private static double InBase(IReadOnlyList<HealthToken> tokens, HealthOrders o)
    {
        var price = tokens[o.Token].Price / tokens[0].Price;
        return o.Base + o.Quote / Math.Max(price, o.HighestBid ?? price);
    }

    private static double InQuote(IReadOnlyList<HealthToken> tokens, HealthOrders o)
    {
        var price = tokens[o.Token].Price / tokens[0].Price;
        return o.Quote + o.Base * Math.Min(price, o.LowestAsk ?? price);
    }

    // What the last "amount" that brought a balance to "after" is worth: as far as it pays a debt it counts like one.
    private static double Effect(HealthToken token, double after, double amount)
    {
        var asset = Math.Clamp(after, 0, Math.Max(amount, 0));
        return token.Price * (asset * token.AssetWeight + (amount - asset) * token.LiabilityWeight);
    }
}
