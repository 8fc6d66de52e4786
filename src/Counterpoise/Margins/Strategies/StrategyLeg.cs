namespace Counterpoise.Margins.Strategies;

/// <summary>What a leg is.</summary>
public enum LegKind
{
    /// <summary>The underlying: coin, perpetual or dated future.</summary>
    Underlying = 0,

    /// <summary>A call.</summary>
    Call = 1,

    /// <summary>A put.</summary>
    Put = 2,
}

/// <summary>A net position on one underlying, in whole lots.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Kind">Underlying, call or put.</param>
/// <param name="Strike">Quote currency; 0 for the underlying.</param>
/// <param name="Expiry">Any number that orders expiries; 0 for the underlying.</param>
/// <param name="Price">Option price, quote currency per coin (or share); 0 for the underlying.</param>
/// <param name="Lots">Signed, long positive; not zero.</param>
public sealed record StrategyLeg(string Name, LegKind Kind, double Strike, double Expiry, double Price, long Lots)
{
    /// <summary>How far it is out of the money at an underlying price, ≥ 0.</summary>
    public double OutOfTheMoney(double spot) => Kind switch
    {
        LegKind.Call => Math.Max(Strike - spot, 0),
        LegKind.Put => Math.Max(spot - Strike, 0),
        _ => 0,
    };

    /// <summary>How far it is in the money at an underlying price, ≥ 0.</summary>
    public double InTheMoney(double spot) => Kind switch
    {
        LegKind.Call => Math.Max(spot - Strike, 0),
        LegKind.Put => Math.Max(Strike - spot, 0),
        _ => 0,
    };
}

/// <summary>All legs on one underlying.</summary>
/// <param name="Spot">Price of the underlying, quote currency per coin (or share).</param>
/// <param name="LotSize">Coins (or shares) per lot.</param>
/// <param name="Legs">In any order; the result does not depend on it beyond the choice among equal optima.</param>
public sealed record StrategyBook(double Spot, double LotSize, IReadOnlyList<StrategyLeg> Legs);
