using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>Amounts of both requirements; an effect is positive where more is required.</summary>
/// <param name="Initial">Initial requirement, or its change.</param>
/// <param name="Maintenance">Maintenance requirement, or its change.</param>
public readonly record struct AmountPair(Amount Initial, Amount Maintenance)
{
    /// <summary>Both differences.</summary>
    public static AmountPair operator -(AmountPair left, AmountPair right) =>
        new(left.Initial - right.Initial, left.Maintenance - right.Maintenance);
}

/// <summary>
/// What volatilities do to a bucket, in money. Every requirement on the way is rounded up as in a statement, and
/// effects are differences of these.
/// </summary>
public sealed class BucketVolAmounts
{
    internal BucketVolAmounts(BucketVols vols, int decimals)
    {
        Vols = vols;
        Decimals = decimals;
        var at = Chain = Round(vols.Chain);
        ToFitted = [.. vols.Rows.Select(r => Step(r.Fitted))];
        Surface = at;
        ToHybrid = [.. vols.Rows.Select(r => Step(r.Hybrid))];
        Hybrid = at;

        AmountPair Step(RequirementPair next)
        {
            var before = at;
            at = Round(next);
            return at - before;
        }

        AmountPair Round(RequirementPair pair) => new(
            Rounding.Charge(pair.Initial, vols.Unit, decimals), Rounding.Charge(pair.Maintenance, vols.Unit, decimals));
    }

    /// <summary>Before rounding.</summary>
    public BucketVols Vols { get; }

    /// <summary>Grain, 10⁻ᵈ.</summary>
    public int Decimals { get; }

    /// <summary>Requirements with every option at the chain's volatility.</summary>
    public AmountPair Chain { get; }

    /// <summary>Requirements on the fitted surface: <see cref="Chain"/> + Σ <see cref="ToFitted"/>.</summary>
    public AmountPair Surface { get; }

    /// <summary>Requirements on the hybrid: <see cref="Surface"/> + Σ <see cref="ToHybrid"/>.</summary>
    public AmountPair Hybrid { get; }

    /// <summary>By row: what going from the chain's to the fitted volatility changes.</summary>
    public IReadOnlyList<AmountPair> ToFitted { get; }

    /// <summary>By row: what going from the fitted to the hybrid volatility changes.</summary>
    public IReadOnlyList<AmountPair> ToHybrid { get; }
}
