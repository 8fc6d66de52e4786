namespace Counterpoise.Margins.Sensitivities;

/// <summary>SIMM product classes: margins of different classes add up without any offset.</summary>
public enum SimmProduct
{
    /// <summary>Rates and FX.</summary>
    RatesFx = 0,

    /// <summary>Credit.</summary>
    Credit = 1,

    /// <summary>Equity.</summary>
    Equity = 2,

    /// <summary>Commodity.</summary>
    Commodity = 3,
}

/// <summary>SIMM risk classes, in the order of the correlations ψ.</summary>
public enum SimmRisk
{
    /// <summary>Rates, inflation, cross-currency basis.</summary>
    InterestRate = 0,

    /// <summary>Credit, qualifying.</summary>
    CreditQualifying = 1,

    /// <summary>Credit, not qualifying.</summary>
    CreditNonQualifying = 2,

    /// <summary>Equity.</summary>
    Equity = 3,

    /// <summary>Commodity.</summary>
    Commodity = 4,

    /// <summary>FX.</summary>
    Fx = 5,
}

/// <summary>SIMM margin types of a risk class; they add up.</summary>
public enum SimmMeasure
{
    /// <summary>First order in the price.</summary>
    Delta = 0,

    /// <summary>First order in volatility.</summary>
    Vega = 1,

    /// <summary>Second order in the price, from vega by expiry.</summary>
    Curvature = 2,

    /// <summary>Base correlation of credit indices.</summary>
    BaseCorrelation = 3,
}

/// <summary>What a sensitivity is about.</summary>
public enum SensitivityKind
{
    /// <summary>A yield curve at a tenor, per basis point.</summary>
    RateCurve = 0,

    /// <summary>Inflation of a currency, per basis point.</summary>
    Inflation = 1,

    /// <summary>Cross-currency basis of a currency, per basis point.</summary>
    CrossCurrencyBasis = 2,

    /// <summary>σ·∂V/∂σ of swaptions and caps by expiry.</summary>
    RateVol = 3,

    /// <summary>σ·∂V/∂σ of inflation options by expiry.</summary>
    InflationVol = 4,

    /// <summary>A qualifying credit spread, per basis point.</summary>
    CreditQualifying = 5,

    /// <summary>σ·∂V/∂σ of qualifying credit options.</summary>
    CreditQualifyingVol = 6,

    /// <summary>Base correlation of an index family, per point.</summary>
    BaseCorrelation = 7,

    /// <summary>A non-qualifying credit spread, per basis point.</summary>
    CreditNonQualifying = 8,

    /// <summary>σ·∂V/∂σ of non-qualifying credit options.</summary>
    CreditNonQualifyingVol = 9,

    /// <summary>An equity, per 1 %.</summary>
    Equity = 10,

    /// <summary>∂V/∂σ of equity options per volatility point, by expiry.</summary>
    EquityVol = 11,

    /// <summary>A commodity, per 1 %.</summary>
    Commodity = 12,

    /// <summary>∂V/∂σ of commodity options per volatility point, by expiry.</summary>
    CommodityVol = 13,

    /// <summary>A currency against the calculation currency, per 1 %.</summary>
    Fx = 14,

    /// <summary>∂V/∂σ of currency options per volatility point, by expiry.</summary>
    FxVol = 15,
}

/// <summary>One sensitivity of a portfolio, in the calculation currency.</summary>
/// <param name="Product">Product class of its trade.</param>
/// <param name="Kind">What moves.</param>
/// <param name="Qualifier">Currency, currency pair, issuer, index or underlying.</param>
/// <param name="Bucket">SIMM bucket; empty for rates and FX.</param>
/// <param name="Amount">Change of value for one unit of the kind, calculation currency; a gain is positive.</param>
public sealed record Sensitivity(
    SimmProduct Product, SensitivityKind Kind, string Qualifier, string Bucket, double Amount)
{
    /// <summary>The bucket whose sums stand apart.</summary>
    public const string Residual = "Residual";

    /// <summary>Tenor of the curve or expiry of the option, e.g. <c>3m</c>; empty where the kind has none.</summary>
    public string Tenor { get; init; } = "";

    /// <summary>Sub-curve, e.g. <c>OIS</c>; rates only.</summary>
    public string SubCurve { get; init; } = "";

    /// <summary>Days to expiry of an option sensitivity; scales curvature.</summary>
    public double Days { get; init; }

    /// <summary>Its risk class.</summary>
    public SimmRisk Risk => Kind switch
    {
        <= SensitivityKind.InflationVol => SimmRisk.InterestRate,
        <= SensitivityKind.BaseCorrelation => SimmRisk.CreditQualifying,
        <= SensitivityKind.CreditNonQualifyingVol => SimmRisk.CreditNonQualifying,
        <= SensitivityKind.EquityVol => SimmRisk.Equity,
        <= SensitivityKind.CommodityVol => SimmRisk.Commodity,
        _ => SimmRisk.Fx,
    };

    /// <summary>True if it is a vega.</summary>
    public bool IsVol => Kind is SensitivityKind.RateVol or SensitivityKind.InflationVol
        or SensitivityKind.CreditQualifyingVol or SensitivityKind.CreditNonQualifyingVol
        or SensitivityKind.EquityVol or SensitivityKind.CommodityVol or SensitivityKind.FxVol;

    /// <summary>True if it enters a margin type.</summary>
    public bool Enters(SimmMeasure measure) => measure switch
    {
        SimmMeasure.BaseCorrelation => Kind == SensitivityKind.BaseCorrelation,
        SimmMeasure.Delta => !IsVol && Kind != SensitivityKind.BaseCorrelation,
        _ => IsVol,
    };
}
