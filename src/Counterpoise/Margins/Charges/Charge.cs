using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Liquidations;

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
    /// <see cref="Initial"/> at usual depth and without a market-wide add-on, which maintenance is a share of; null:
    /// the same.
    /// </summary>
    public double? InitialAtUsualDepth { get; init; }

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

    /// <summary>Each holding alone, added up.</summary>
    /// <param name="holdings">All rows.</param>
    /// <param name="alone">Initial and maintenance of a holding, bucket units; null: it is not charged.</param>
    /// <param name="explanation">From the number of holdings charged, when it is not 0.</param>
    public static ChargeResult FromEach(
        IReadOnlyList<Holding> holdings, Func<Holding, (double Initial, double Maintenance)?> alone,
        Func<int, string> explanation)
    {
        double initial = 0, maintenance = 0;
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        var count = 0;
        for (var i = 0; i < holdings.Count; i++)
        {
            if (alone(holdings[i]) is not var (im, mm)) continue;
            initial += initialParts[i] = im;
            maintenance += maintenanceParts[i] = mm;
            count++;
        }
        return new ChargeResult(
            initial, maintenance, initialParts, maintenanceParts, count == 0 ? "" : explanation(count));
    }

    /// <summary>An amount for the size of holdings, initial and maintenance alike.</summary>
    /// <param name="holdings">All rows.</param>
    /// <param name="isCharged">Which are.</param>
    /// <param name="part">What one needs, bucket units.</param>
    /// <param name="what">Of which there are so many coins.</param>
    public static ChargeResult FromSizes(
        IReadOnlyList<Holding> holdings, Func<Holding, bool> isCharged, Func<Holding, double> part, string what)
    {
        var parts = new double[holdings.Count];
        var coins = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!isCharged(holdings[i])) continue;
            coins += holdings[i].Coins;
            parts[i] = part(holdings[i]);
        }
        return FromParts(parts, 1, 1, $"{coins:0.####} coins of {what}");
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

    /// <summary>True if it looks at <see cref="Holding.AtEntry"/>.</summary>
    public virtual bool UsesEntryPrice => false;

    /// <summary>Evaluates the charge.</summary>
    /// <param name="holdings">
    /// Under the same rules on one base coin (or all of the risk unit, where it spans coins), in canonical order; not
    /// empty.
    /// </param>
    public abstract ChargeResult Evaluate(IReadOnlyList<Holding> holdings);

    /// <summary>The same for a charge that looks at the scan too.</summary>
    /// <param name="scope">The holdings and their scan.</param>
    internal virtual ChargeResult EvaluateIn(ChargeScope scope) => Evaluate(scope.Holdings);

    /// <summary>
    /// Bounds of its maintenance margin over an interval of a price path, USD; null if it admits none.
    /// </summary>
    /// <param name="legs">What <see cref="Evaluate"/> would see, as bounds; not empty.</param>
    internal virtual Band? Bound(IReadOnlyList<PathLeg> legs) => null;

    /// <summary>The rule in words and numbers, for <c>rulebooks show</c>.</summary>
    public abstract string Describe();
}
