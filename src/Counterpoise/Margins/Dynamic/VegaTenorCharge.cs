using Counterpoise.Margins.Charges;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// Vega of different tenors nets only in part: (1 − φ_V)·(Σ|L_b| − |Σ L_b|), L_b the loss of tenor b when its
/// volatility is shocked and nothing else moves; the dearer of up and down. Homogeneous; nothing within one tenor.
/// </summary>
/// <param name="Tenors">Tenors.</param>
/// <param name="Netting">φ_V.</param>
public sealed record VegaTenorCharge(VegaTenors Tenors, double Netting) : Charge("vega across tenors", Cause.Vega)
{
    /// <inheritdoc />
    public override bool NetsInstruments => true;

    /// <summary>Without a scan there is no loss to net: nothing.</summary>
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) =>
        ChargeResult.FromParts(new double[holdings.Count], 1, 1, "");

    /// <inheritdoc />
    internal override ChargeResult EvaluateIn(ChargeScope scope)
    {
        var (up, down) = (Of(scope, DynamicCells.VolUp), Of(scope, DynamicCells.VolDown));
        var (parts, losses) = up.Charge >= down.Charge ? (up.Parts, up.Losses) : (down.Parts, down.Losses);
        var (gross, net) = (losses.Sum(Math.Abs), Math.Abs(losses.Sum()));
        return ChargeResult.FromParts(
            parts, 1, 1,
            $"vol losses by tenor {gross:0.##} gross, {net:0.##} net; {1 - Netting:0.##%} of the difference");
    }

    private (double Charge, double[] Parts, double[] Losses) Of(ChargeScope scope, int cell)
    {
        var holdings = scope.Holdings;
        var own = new double[holdings.Length];
        for (var i = 0; i < own.Length; i++) own[i] = holdings[i].IsOption ? -scope.Change(i, cell) : 0;
        var losses = Tenors.Sum(holdings, own);
        double gross = 0, net = 0;
        foreach (var loss in losses) (gross, net) = (gross + Math.Abs(loss), net + loss);
        var signs = Array.ConvertAll(losses, l => (l >= 0 ? 1.0 : -1.0) - (net >= 0 ? 1 : -1));
        for (var i = 0; i < own.Length; i++)
            if (own[i] != 0) own[i] *= (1 - Netting) * Tenors.Mean(holdings[i], signs);
        return ((1 - Netting) * (gross - Math.Abs(net)), own, losses);
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"{1 - Netting:0.##%} of (sum of |loss| − |sum of losses|) over tenors {Tenors.Names}, volatility alone "
        + "shocked up or down; an expiry between two tenors counts with both";
}
