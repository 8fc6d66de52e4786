namespace Counterpoise.Margins.Charges;

/// <summary>
/// What an additive charge comes to. Parts are the Euler contributions of the holdings, in their order; null where the
/// charge is not homogeneous and stays a line of the portfolio.
/// </summary>
/// <param name="Initial">Bucket units.</param>
/// <param name="Maintenance">Bucket units.</param>
/// <param name="InitialParts">Sum to <paramref name="Initial"/>.</param>
/// <param name="MaintenanceParts">Sum to <paramref name="Maintenance"/>.</param>
/// <param name="Explanation">The cause in numbers, one clause; empty if the charge is zero.</param>
public sealed record ChargeResult(
    double Initial, double Maintenance, double[]? InitialParts, double[]? MaintenanceParts, string Explanation)
{
    /// <summary>
    /// A homogeneous charge from its contributions, with one factor each for initial and maintenance.
    /// </summary>
    public static ChargeResult FromParts(double[] parts, double initial, double maintenance, string explanation)
    {
        var sum = 0.0;
        foreach (var part in parts) sum += part;
        return new ChargeResult(
            sum * initial, sum * maintenance,
            Array.ConvertAll(parts, p => p * initial), Array.ConvertAll(parts, p => p * maintenance),
            sum == 0 ? "" : explanation);
    }
}

/// <summary>
/// A charge added to the scan loss (or competing with it, or added after), evaluated over the holdings on one base coin
/// within a risk unit. Additional charges are further records; the evaluator knows only this.
/// </summary>
/// <param name="Name">As printed.</param>
/// <param name="Cause">The cause under which its offset stands.</param>
public abstract record Charge(string Name, Cause Cause)
{
    /// <summary>True if it also falls on collateral that follows no underlying.</summary>
    public virtual bool FallsOnCollateral => false;

    /// <summary>True if it is evaluated over all coins of the risk unit together, not coin by coin.</summary>
    public virtual bool SpansCoins => false;

    /// <summary>
    /// True if different instruments offset each other in it: options of an expiry, legs of a strategy, sensitivities.
    /// </summary>
    public virtual bool NetsInstruments => false;

    /// <summary>Evaluates the charge.</summary>
    /// <param name="holdings">
    /// Under the same rules on one base coin (or all of the risk unit, where it spans coins), in canonical order; not
    /// empty.
    /// </param>
    public abstract ChargeResult Evaluate(IReadOnlyList<Holding> holdings);

    /// <summary>The rule in words and numbers, for <c>rulebooks show</c>.</summary>
    public abstract string Describe();
}
