using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Margins.Charges;

/// <summary>Whose notional a venue's oracle contingency falls on, and which feeds count.</summary>
public enum OracleScope
{
    /// <summary>
    /// Perpetuals, all options and collateral. A held perpetual's feed counts for options too (Derive PMRM_2).
    /// </summary>
    Portfolio = 0,

    /// <summary>The same; a held perpetual's feed counts for collateral too, which is taken in USD (PMRM v1).</summary>
    SharedPerpetual = 1,

    /// <summary>Perpetuals, short options and collateral in USD, each with its own feeds (Derive SRM).</summary>
    Shorts = 2,
}

/// <summary>
/// Oracle contingency, initial only: where the least confidence c of the feeds behind a holding is below the threshold,
/// (1 − c)·factor·notional. Perpetuals: index and perpetual; options: also forward, rate and vol of the expiry, and the
/// perpetual if one is held; collateral: its own and the index. Derive PMRM_2, step 6 and trap 2; PMRM v1; SRM.
/// Holding a perpetual with a weak feed makes options dearer: this charge is not sub-additive.
/// </summary>
/// <param name="Threshold">Confidence below which it applies.</param>
/// <param name="Factor">On (1 − c).</param>
public sealed record OracleContingency(double Threshold, double Factor) : Charge("oracle contingency", Cause.Oracle)
{
    /// <summary>Whose notional, which feeds.</summary>
    public OracleScope Scope { get; init; }

    /// <inheritdoc />
    public override bool FallsOnCollateral => true;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var perpetual = 1.0;
        var least = 1.0;
        if (Scope != OracleScope.Shorts)
            foreach (var h in holdings)
                if (h.IsFuture) perpetual = Math.Min(perpetual, h.Confidence);
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (Scope == OracleScope.Shorts && h.IsOption && h.Quantity >= 0) continue;
            var confidence = Math.Min(h.Confidence, h.IndexConfidence);
            if (h.IsOption || Scope == OracleScope.SharedPerpetual) confidence = Math.Min(confidence, perpetual);
            least = Math.Min(least, confidence);
            if (confidence < Threshold) parts[i] = (1 - confidence) * Factor * Notional(h);
        }
        return ChargeResult.FromParts(parts, 1, 0, $"least confidence {least:0.###}");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => Band.Constant(0);

    /// <inheritdoc />
    public override string Describe() =>
        $"initial only: confidence c < {Threshold}: (1 − c) × {Factor} × notional"
        + (Scope == OracleScope.Shorts ? " (long options none)" : "");

    private double Notional(Holding h)
    {
        if (h.Collateral is null) return h.Coins * h.CoinRate;
        return Math.Max(h.Value, 0) * (Scope == OracleScope.Portfolio ? 1 : h.UnitUsd);
    }
}
