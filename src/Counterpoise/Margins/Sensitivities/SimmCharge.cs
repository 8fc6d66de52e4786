using Counterpoise.Margins.Charges;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Sensitivities;

/// <summary>What a coin is taken for: SIMM has no crypto bucket.</summary>
public enum CoinMapping
{
    /// <summary>A commodity of the given bucket.</summary>
    Commodity = 0,

    /// <summary>A share of the given bucket.</summary>
    Equity = 1,

    /// <summary>A currency of the high-volatility group against the dollar.</summary>
    FxHighVolatility = 2,
}

/// <summary>Which volatility multiplies ∂V/∂σ.</summary>
public enum VegaVolatility
{
    /// <summary>The one SIMM derives from the delta weight: RW·√(365/14)/Φ⁻¹(0.99).</summary>
    Weight = 0,

    /// <summary>The option's own implied volatility.</summary>
    Implied = 1,
}

/// <summary>
/// One margin type of SIMM on contracts' own Greeks, all coins together. One risk class, so the types add up. Delta:
/// change of value per 1 % of spot, first order; vega: ∂V/∂σ per volatility point; curvature: vega × SF(t).
/// </summary>
/// <param name="Measure">Delta, vega or curvature.</param>
/// <param name="Mapping">What a coin is taken for.</param>
/// <param name="Bucket">Bucket of commodity or equity; unused for FX.</param>
/// <param name="Volatility">Which volatility multiplies vegas.</param>
/// <param name="Parameters">The calibration.</param>
public sealed record SimmCharge(
    SimmMeasure Measure, CoinMapping Mapping, string Bucket, VegaVolatility Volatility, SimmParameters Parameters)
    : Charge($"SIMM {Measure.ToString().ToLowerInvariant()}", CauseOf(Measure))
{
    private static readonly double ToVol = Math.Sqrt(365 / 14.0) / 2.3263478740408408;

    /// <inheritdoc />
    public override bool SpansCoins => true;

    /// <inheritdoc />
    public override bool NetsInstruments => true;

    private SensitivityKind Kind => (Mapping, Measure == SimmMeasure.Delta) switch
    {
        (CoinMapping.Commodity, true) => SensitivityKind.Commodity,
        (CoinMapping.Commodity, false) => SensitivityKind.CommodityVol,
        (CoinMapping.Equity, true) => SensitivityKind.Equity,
        (CoinMapping.Equity, false) => SensitivityKind.EquityVol,
        (_, true) => SensitivityKind.Fx,
        _ => SensitivityKind.FxVol,
    };

    private SimmRisk Risk => Mapping switch
    {
        CoinMapping.Commodity => SimmRisk.Commodity,
        CoinMapping.Equity => SimmRisk.Equity,
        _ => SimmRisk.Fx,
    };

    /// <summary>Weight of a coin's delta, percent.</summary>
    private double DeltaWeight => Mapping == CoinMapping.FxHighVolatility
        ? Parameters.NeedFx().Weight("a coin", "USD")
        : Parameters.NeedBuckets(Risk).Weights[Bucket];

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var sensitivities = new List<Sensitivity>(holdings.Count);
        var rows = new List<int>(holdings.Count);
        for (var i = 0; i < holdings.Count; i++)
        {
            if (!holdings[i].IsScanned || (Measure != SimmMeasure.Delta && !IsLiveOption(holdings[i]))) continue;
            sensitivities.Add(Of(holdings[i]));
            rows.Add(i);
        }
        var margin = MeasureMargin.Of(Parameters, "USD", Risk, Measure, sensitivities);
        var parts = new double[holdings.Count];
        for (var i = 0; i < rows.Count; i++) parts[rows[i]] += margin.Parts[i];
        var coins = sensitivities.Select(s => s.Qualifier).Distinct().Count();
        return ChargeResult.FromParts(parts, 1, 1,
            $"{coins} coin{(coins == 1 ? "" : "s")}, concentration × {margin.Concentration:0.##}");
    }

    /// <summary>The sensitivity of a holding that this charge takes, as in a CRIF.</summary>
    public Sensitivity Of(Holding holding)
    {
        var coin = holding.Base.ToString();
        var qualifier = Mapping == CoinMapping.FxHighVolatility && Measure != SimmMeasure.Delta ? coin + "/USD" : coin;
        var bucket = Mapping == CoinMapping.FxHighVolatility ? "" : Bucket;
        var amount = Measure == SimmMeasure.Delta ? PerPercent(holding) : Vega(holding);
        return new Sensitivity(SimmProduct.Commodity, Kind, qualifier, bucket, amount)
        {
            Days = holding.Contract.Years * 365,
        };
    }

    /// <inheritdoc />
    public override string Describe()
    {
        var coin = Mapping == CoinMapping.FxHighVolatility
            ? "a high-volatility currency"
            : $"{Risk.ToString().ToLowerInvariant()} bucket {Bucket}";
        var vol = Volatility == VegaVolatility.Implied ? "implied" : $"{DeltaWeight * ToVol:0.#}%";
        return Measure switch
        {
            SimmMeasure.Delta => $"a coin is {coin}: value per 1 % of spot × {DeltaWeight:0.##}",
            SimmMeasure.Vega => $"a coin is {coin}: vega per point × volatility ({vol}) × ratio × weight",
            _ => $"a coin is {coin}: vega × volatility ({vol}) × ½·min(1, 14 d/t), with the tail factor",
        };
    }

    private static bool IsLiveOption(Holding h) => h.IsOption && h.Contract.Seconds > 0;

    // The forward moves with spot in its variable part only.
    private static double PerPercent(Holding h)
    {
        var c = h.Contract;
        return h.Exposed * c.FirstOrder(0.01 * c.Variable / c.Forward) * h.UnitRate;
    }

    private double Vega(Holding h)
    {
        var c = h.Contract;
        var vega = Black76.Vega(c.Right, c.Forward, c.Strike, c.Vol, c.Years, c.Discount(c.Years)) * 0.01;
        if (c.IsInverse) vega /= c.Forward;
        // The rules multiply by the volatility of the weight; the option's own replaces it.
        var factor = Volatility == VegaVolatility.Implied ? 100 * c.Vol / (DeltaWeight * ToVol) : 1;
        return h.Quantity * c.Size * vega * factor * h.UnitRate;
    }

    private static Cause CauseOf(SimmMeasure measure) => measure switch
    {
        SimmMeasure.Delta => Cause.Delta,
        SimmMeasure.Vega => Cause.Vega,
        _ => Cause.Gamma,
    };
}
