namespace Counterpoise.Margins.Sensitivities;

/// <summary>Rates: a currency is a bucket, a tenor of a sub-curve a factor.</summary>
internal sealed class RateRules(SimmMeasure measure, SimmRates rates) : RiskRules(measure)
{
    public override double CurvatureScale => 1 / (rates.Hvr * rates.Hvr);

    public override bool IsConcentratedByBucket => true;

    public override FactorKey KeyOf(Sensitivity s) => s.Kind switch
    {
        SensitivityKind.Inflation or SensitivityKind.CrossCurrencyBasis =>
            new FactorKey(s.Kind, s.Qualifier, s.Qualifier, "", ""),
        SensitivityKind.RateCurve => new FactorKey(s.Kind, s.Qualifier, s.Qualifier, s.Tenor, s.SubCurve),
        _ => new FactorKey(s.Kind, s.Qualifier, s.Qualifier, s.Tenor, ""),
    };

    public override FactorWeight WeightOf(Sensitivity s)
    {
        if (Measure == SimmMeasure.Curvature) return new FactorWeight(Scaling(s.Days), 0, double.PositiveInfinity);
        if (s.Kind == SensitivityKind.CrossCurrencyBasis)
            return new FactorWeight(rates.BasisWeight, 0, double.PositiveInfinity);
        var group = SimmFx.GroupOf(rates.ThresholdGroups, s.Qualifier);
        var thresholds = Measure == SimmMeasure.Vega ? rates.VegaThresholds : rates.DeltaThresholds;
        var threshold = SimmBuckets.Of(thresholds, group, double.PositiveInfinity);
        if (Measure == SimmMeasure.Vega) return new FactorWeight(rates.VegaWeight, 1, threshold);
        return new FactorWeight(
            s.Kind == SensitivityKind.Inflation ? rates.InflationWeight : Curve(s), 1, threshold);
    }

    public override string? GroupOf(FactorKey key) =>
        key.Kind == SensitivityKind.CrossCurrencyBasis ? null : key.Name;

    public override double Rho(FactorKey a, FactorKey b)
    {
        if (a.Kind == SensitivityKind.CrossCurrencyBasis || b.Kind == SensitivityKind.CrossCurrencyBasis)
            return rates.Basis;
        if (a.Kind != b.Kind) return rates.Inflation;
        var tenors = a.Tenor == b.Tenor ? 1 : rates.Tenors[(a.Tenor, b.Tenor)];
        return a.SubCurve == b.SubCurve ? tenors : tenors * rates.SubCurves;
    }

    public override double Gamma(string a, string b) => rates.Gamma;

    private double Curve(Sensitivity s) =>
        rates.Weights.TryGetValue((SimmFx.GroupOf(rates.Groups, s.Qualifier), s.Tenor), out var weight)
            ? weight
            : throw NoWeight("Label1", s.Tenor, string.Join(", ", rates.Weights.Keys.Select(k => k.Item2).Distinct()));
}

/// <summary>FX: one bucket; a currency (delta) or a pair (vega) is a factor.</summary>
internal sealed class FxRules(SimmMeasure measure, SimmFx fx, string currency) : RiskRules(measure)
{
    public override FactorKey KeyOf(Sensitivity s) => new(s.Kind, "", Name(s), "", "");

    public override FactorWeight WeightOf(Sensitivity s)
    {
        if (Measure == SimmMeasure.Delta)
        {
            // The calculation currency does not move against itself.
            if (s.Qualifier == currency) return new FactorWeight(0, 0, double.PositiveInfinity);
            var group = SimmFx.GroupOf(fx.ThresholdGroups, s.Qualifier);
            var limit = SimmBuckets.Of(fx.DeltaThresholds, group, double.PositiveInfinity);
            return new FactorWeight(fx.Weight(s.Qualifier, currency), 1, limit);
        }
        var (first, second) = Pair(s.Qualifier);
        var vol = fx.Weight(first, second) * ToVol;
        if (Measure == SimmMeasure.Curvature)
            return new FactorWeight(vol * Scaling(s.Days), 0, double.PositiveInfinity);
        var (a, b) = (SimmFx.GroupOf(fx.ThresholdGroups, first), SimmFx.GroupOf(fx.ThresholdGroups, second));
        if (string.CompareOrdinal(a, b) > 0) (a, b) = (b, a);
        var threshold = fx.VegaThresholds.TryGetValue((a, b), out var t) ? t : double.PositiveInfinity;
        return new FactorWeight(fx.VegaWeight * fx.Hvr * vol, fx.Hvr * vol, threshold);
    }

    public override double Rho(FactorKey a, FactorKey b) => Measure == SimmMeasure.Delta
        ? fx.Rho[(SimmFx.GroupOf(fx.Groups, currency), SimmFx.GroupOf(fx.Groups, a.Name),
            SimmFx.GroupOf(fx.Groups, b.Name))]
        : fx.VolRho;

    public override double Gamma(string a, string b) => 0;

    private string Name(Sensitivity s)
    {
        if (Measure == SimmMeasure.Delta) return s.Qualifier;
        var (first, second) = Pair(s.Qualifier);
        return string.CompareOrdinal(first, second) <= 0 ? first + "/" + second : second + "/" + first;
    }

    // Six letters, or any two names with a slash.
    private static (string, string) Pair(string qualifier)
    {
        var slash = qualifier.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0) return (qualifier[..slash], qualifier[(slash + 1)..]);
        return qualifier.Length == 6
            ? (qualifier[..3], qualifier[3..])
            : throw new InvalidInputException("Qualifier", qualifier, "is not a currency pair", "use e.g. EURUSD");
    }
}

/// <summary>Credit, equity, commodity: a name in a bucket is a factor (credit: at a tenor).</summary>
internal sealed class BucketRules(
    SimmMeasure measure, SimmRisk risk, SimmParameters parameters, SimmBuckets buckets) : RiskRules(measure)
{
    private bool IsCredit => risk is SimmRisk.CreditQualifying or SimmRisk.CreditNonQualifying;

    public override FactorKey KeyOf(Sensitivity s) =>
        new(s.Kind, s.Bucket, s.Qualifier, IsCredit ? s.Tenor : "", IsCredit ? s.SubCurve : "");

    public override FactorWeight WeightOf(Sensitivity s)
    {
        if (!buckets.Weights.TryGetValue(s.Bucket, out var weight))
            throw NoWeight("Bucket", s.Bucket, string.Join(", ", buckets.Weights.Keys));
        if (Measure == SimmMeasure.Delta)
        {
            var limit = SimmBuckets.Of(buckets.DeltaThresholds, s.Bucket, double.PositiveInfinity);
            return new FactorWeight(weight, 1, limit);
        }
        // Credit vegas come multiplied by the market's volatility; the others by that of the weight.
        var vol = IsCredit ? 1 : weight * ToVol;
        if (Measure == SimmMeasure.Curvature)
        {
            var isNone = s.Bucket == buckets.WithoutCurvature;
            return new FactorWeight(isNone ? 0 : vol * Scaling(s.Days), 0, double.PositiveInfinity);
        }
        var vega = SimmBuckets.Of(buckets.VegaWeights, s.Bucket, double.NaN);
        var threshold = SimmBuckets.Of(buckets.VegaThresholds, s.Bucket, double.PositiveInfinity);
        return new FactorWeight(vega * buckets.Hvr * vol, buckets.Hvr * vol, threshold);
    }

    public override string? GroupOf(FactorKey key) => IsCredit ? $"{key.Bucket}/{key.Name}" : key.Name;

    public override double Rho(FactorKey a, FactorKey b) =>
        SimmBuckets.Of(a.Name == b.Name ? buckets.RhoSame : buckets.RhoDifferent, a.Bucket, 1);

    public override double Gamma(string a, string b)
    {
        if (buckets.Gamma is null) throw parameters.Missing($"several buckets of {risk}");
        return buckets.Gamma.TryGetValue((a, b), out var gamma) ? gamma : 0;
    }
}

/// <summary>Base correlation: an index family is a factor.</summary>
internal sealed class BaseCorrelationRules(SimmMeasure measure, SimmParameters parameters) : RiskRules(measure)
{
    public override FactorKey KeyOf(Sensitivity s) => new(s.Kind, "", s.Qualifier, "", "");

    public override FactorWeight WeightOf(Sensitivity s) => new(
        parameters.BaseCorrelationWeight ?? throw parameters.Missing("base correlation"), 0, double.PositiveInfinity);

    public override double Rho(FactorKey a, FactorKey b) => parameters.BaseCorrelation;

    public override double Gamma(string a, string b) => 0;
}
