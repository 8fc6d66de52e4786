using Counterpoise.Margins.Liquidations;
using Counterpoise.Units;

namespace Counterpoise.Margins.Charges;

/// <summary>A share of the net perpetual position at the index. Derive PMRM_2, step 6.</summary>
/// <param name="Maintenance">Share, maintenance.</param>
/// <param name="InitialAdd">Share added for initial.</param>
public sealed record PerpetualContingency(double Maintenance, double InitialAdd)
    : Charge("perpetual contingency", Cause.Concentration)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = 0.0;
        foreach (var h in holdings)
            if (h.IsFuture) net += h.Quantity * h.Contract.Size;
        var sign = net >= 0 ? 1 : -1;
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.IsFuture) parts[i] = sign * h.Quantity * h.Contract.Size * h.CoinRate;
        }
        return ChargeResult.FromParts(
            parts, Maintenance + InitialAdd, Maintenance, $"|net perpetual| {Math.Abs(net):0.####} coins");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) =>
        Maintenance * Band.Abs(PathLeg.Sum(legs, leg => leg.Today.IsFuture, leg => leg.SignedNotional));

    /// <inheritdoc />
    public override string Describe() =>
        $"|net perpetual| × index × {Maintenance:0.##%} (initial + {InitialAdd:0.##%})";
}

/// <summary>
/// A share of the index per naked short option: per expiry and strike, shorts − min(shorts, longs) over calls and puts
/// together. Derive PMRM_2, step 6.
/// </summary>
/// <param name="Maintenance">Share of the index, maintenance.</param>
/// <param name="InitialAdd">Share added for initial.</param>
public sealed record NakedShortContingency(double Maintenance, double InitialAdd)
    : Charge("naked short options", Cause.StrikeNetting)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = new Dictionary<(Instant, double), double>();
        foreach (var h in holdings)
        {
            if (!h.IsOption) continue;
            ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                net, (h.Expiry!.Value, h.Contract.Strike), out _);
            sum -= h.Quantity * h.Contract.Size;
        }
        var parts = new double[holdings.Count];
        var naked = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (!h.IsOption || net[(h.Expiry!.Value, h.Contract.Strike)] < 0) continue;
            parts[i] = -h.Quantity * h.Contract.Size * h.CoinRate;
            naked -= h.Quantity * h.Contract.Size;
        }
        return ChargeResult.FromParts(parts, Maintenance + InitialAdd, Maintenance,
            $"{naked:0.####} naked short options");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var naked = legs.Where(leg => leg.Today.IsOption)
            .GroupBy(leg => (leg.Today.Expiry, leg.Today.Contract.Strike))
            .Sum(strike => Math.Max(-strike.Sum(leg => leg.Today.Quantity * leg.Today.Contract.Size), 0));
        return Maintenance * naked * legs[0].CoinPrice;
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"naked shorts per expiry and strike × index × {Maintenance:0.##%} (initial + {InitialAdd:0.##%})";
}
