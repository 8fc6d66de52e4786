namespace Counterpoise.Margins.Sensitivities;

/// <summary>
/// A risk factor of one margin type: what nets.
/// </summary>
/// <param name="Kind">What moves.</param>
/// <param name="Bucket">Bucket; a currency for rates, one bucket for FX.</param>
/// <param name="Name">Qualifier.</param>
/// <param name="Tenor">Where tenors are factors of their own (rates, credit).</param>
/// <param name="SubCurve">Rates.</param>
internal readonly record struct FactorKey(
    SensitivityKind Kind, string Bucket, string Name, string Tenor, string SubCurve) : IComparable<FactorKey>
{
    public int CompareTo(FactorKey other)
    {
        var order = string.CompareOrdinal(Bucket, other.Bucket);
        if (order == 0) order = Kind.CompareTo(other.Kind);
        if (order == 0) order = string.CompareOrdinal(Name, other.Name);
        if (order == 0) order = string.CompareOrdinal(Tenor, other.Tenor);
        return order != 0 ? order : string.CompareOrdinal(SubCurve, other.SubCurve);
    }
}

/// <summary>The weight of a sensitivity in a margin type, before concentration.</summary>
/// <param name="Weight">Weighted sensitivity per unit of amount.</param>
/// <param name="Measured">What its concentration is measured by, per unit of amount.</param>
/// <param name="Threshold">Concentration threshold of its group; infinite: no concentration.</param>
internal readonly record struct FactorWeight(double Weight, double Measured, double Threshold);

/// <summary>Weights and correlations of one risk class, by margin type.</summary>
internal abstract class RiskRules(SimmMeasure measure)
{
    /// <summary>√(365/14)/Φ⁻¹(0.99): from ten-day 99 % weights to annual volatilities.</summary>
    protected static readonly double ToVol = Math.Sqrt(365 / 14.0) / 2.3263478740408408;

    protected SimmMeasure Measure { get; } = measure;

    /// <summary>Curvature is multiplied by it: HVR⁻² for rates.</summary>
    public virtual double CurvatureScale => 1;

    /// <summary>True if concentration enters between buckets (g) rather than within (f).</summary>
    public virtual bool IsConcentratedByBucket => false;

    public abstract FactorKey KeyOf(Sensitivity s);

    public abstract FactorWeight WeightOf(Sensitivity s);

    /// <summary>ρ of two factors of one bucket.</summary>
    public abstract double Rho(FactorKey a, FactorKey b);

    /// <summary>γ of two buckets.</summary>
    public abstract double Gamma(string a, string b);

    /// <summary>Factors whose concentration is measured together; null: measured by none.</summary>
    public virtual string? GroupOf(FactorKey key) => key.Name;

    public static RiskRules Of(SimmRisk risk, SimmMeasure measure, SimmParameters parameters, string currency) =>
        risk switch
        {
            _ when measure == SimmMeasure.BaseCorrelation => new BaseCorrelationRules(measure, parameters),
            SimmRisk.InterestRate => new RateRules(measure, parameters.NeedRates()),
            SimmRisk.Fx => new FxRules(measure, parameters.NeedFx(), currency),
            _ => new BucketRules(measure, risk, parameters, parameters.NeedBuckets(risk)),
        };

    /// <summary>SF(t) = ½·min(1, 14 days/t).</summary>
    protected static double Scaling(double days) => 0.5 * Math.Min(1, 14 / days);

    protected static InvalidInputException NoWeight(string field, string value, string known) =>
        new(field, value, "has no SIMM weight", $"use one of {known}");
}
