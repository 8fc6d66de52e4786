namespace Counterpoise.Margins.Sensitivities;

/// <summary>
/// The margin of one type in one risk class, and what each sensitivity contributes: parts that sum to it (Euler, with
/// concentration factors held).
/// </summary>
public sealed class MeasureMargin
{
    // (Φ⁻¹(0.995)² − 1): λ at θ = 0.
    private const double Tail = 2.5758293035489004 * 2.5758293035489004 - 1;

    private readonly Dictionary<string, double> _buckets = new(StringComparer.Ordinal);

    private MeasureMargin(SimmMeasure measure, int sensitivities) =>
        (Measure, Parts) = (measure, new double[sensitivities]);

    /// <summary>Delta, vega, curvature or base correlation.</summary>
    public SimmMeasure Measure { get; }

    /// <summary>Calculation currency, not negative.</summary>
    public double Margin { get; private set; }

    /// <summary>K_b by bucket; for curvature before θ, λ and HVR.</summary>
    public IReadOnlyDictionary<string, double> Buckets => _buckets;

    /// <summary>By sensitivity, in the order given; sum to <see cref="Margin"/>.</summary>
    public double[] Parts { get; }

    /// <summary>The largest concentration factor; 1 where none binds.</summary>
    public double Concentration { get; private set; } = 1;

    /// <summary>Evaluates one margin type of one risk class.</summary>
    /// <param name="parameters">Weights and correlations.</param>
    /// <param name="currency">Calculation currency.</param>
    /// <param name="risk">The risk class.</param>
    /// <param name="measure">The margin type.</param>
    /// <param name="sensitivities">Others than these are left out.</param>
    /// <exception cref="InvalidInputException">No parameters for one of them.</exception>
    public static MeasureMargin Of(
        SimmParameters parameters, string currency, SimmRisk risk, SimmMeasure measure,
        IReadOnlyList<Sensitivity> sensitivities)
    {
        var result = new MeasureMargin(measure, sensitivities.Count);
        var entries = new List<Entry>();
        for (var i = 0; i < sensitivities.Count; i++)
            if (sensitivities[i].Risk == risk && sensitivities[i].Enters(measure)) entries.Add(new Entry(i));
        if (entries.Count == 0) return result;
        var rules = RiskRules.Of(risk, measure, parameters, currency);
        foreach (var entry in entries) entry.Weigh(rules, sensitivities[entry.Index]);
        // Amounts too: sums must not depend on the order given.
        entries.Sort(static (a, b) => a.Order(b));
        result.Sum(rules, entries, isResidual: false);
        result.Sum(rules, entries, isResidual: true);
        return result;
    }

    private void Sum(RiskRules rules, List<Entry> entries, bool isResidual)
    {
        var keys = new List<FactorKey>();
        var sums = new List<double>();
        var buckets = new List<string>();
        var bucketOf = new List<int>();
        foreach (var entry in entries)
        {
            if (entry.Key.Bucket == Sensitivity.Residual != isResidual) continue;
            if (keys.Count == 0 || keys[^1] != entry.Key)
            {
                if (buckets.Count == 0 || buckets[^1] != entry.Key.Bucket) buckets.Add(entry.Key.Bucket);
                keys.Add(entry.Key);
                sums.Add(0);
                bucketOf.Add(buckets.Count - 1);
            }
            entry.Factor = keys.Count - 1;
            sums[^1] += entry.Weighted;
        }
        if (keys.Count == 0) return;
        var concentration = ConcentrationOf(rules, entries, keys);
        var square = Measure == SimmMeasure.Curvature;
        double[] weighted = [.. sums.Select((s, k) => s * concentration[k])];
        var nested = new NestedSum(
            weighted, [.. bucketOf], buckets.Count,
            (k, l) => Squared(
                rules.Rho(keys[k], keys[l]) * (rules.IsConcentratedByBucket ? 1 : Ratio(concentration, k, l)), square),
            (b, c) => Squared(
                rules.Gamma(buckets[b], buckets[c]) * Between(rules, concentration, bucketOf, b, c), square));
        for (var b = 0; b < buckets.Count; b++) _buckets[buckets[b]] = nested.BucketMargins[b];
        if (square) AddCurvature(rules.CurvatureScale, entries, weighted, nested, isResidual);
        else Add(entries, concentration, nested, isResidual);
    }

    private static double Squared(double x, bool square) => square ? x * x : x;

    private static double Ratio(double[] c, int k, int l) => Math.Min(c[k], c[l]) / Math.Max(c[k], c[l]);

    // g: of rates, whose factors (cross-currency basis apart) all have their currency's concentration.
    private static double Between(RiskRules rules, double[] concentration, List<int> bucketOf, int b, int c)
    {
        if (!rules.IsConcentratedByBucket) return 1;
        double ofB = 1, ofC = 1;
        for (var k = 0; k < concentration.Length; k++)
        {
            if (bucketOf[k] == b) ofB = Math.Max(ofB, concentration[k]);
            if (bucketOf[k] == c) ofC = Math.Max(ofC, concentration[k]);
        }
        return Math.Min(ofB, ofC) / Math.Max(ofB, ofC);
    }

    // CR = max(1, √(|Σ s|/T)) of the group a factor belongs to.
    private double[] ConcentrationOf(RiskRules rules, List<Entry> entries, List<FactorKey> keys)
    {
        var groups = new Dictionary<string, (double Sum, double Threshold)>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (rules.GroupOf(entry.Key) is not { } group) continue;
            var known = groups.GetValueOrDefault(group);
            groups[group] = (known.Sum + entry.Measured, entry.Threshold);
        }
        var concentration = new double[keys.Count];
        for (var k = 0; k < concentration.Length; k++)
        {
            var factor = 1.0;
            if (rules.GroupOf(keys[k]) is { } group)
                factor = Math.Max(1, Math.Sqrt(Math.Abs(groups[group].Sum) / groups[group].Threshold));
            concentration[k] = factor;
            Concentration = Math.Max(Concentration, factor);
        }
        return concentration;
    }

    private void Add(List<Entry> entries, double[] concentration, NestedSum nested, bool isResidual)
    {
        Margin += nested.Margin;
        foreach (var e in entries)
        {
            if (e.Key.Bucket == Sensitivity.Residual == isResidual)
                Parts[e.Index] += e.Weighted * concentration[e.Factor] * nested.Slopes[e.Factor];
        }
    }

    // max(ΣCVR + λK, 0) with θ = min(ΣCVR/Σ|CVR|, 0), λ = tail·(1 + θ) − θ. The slope of θ is part of the gradient;
    // it moves parts between factors, not their sum.
    private void AddCurvature(
        double scale, List<Entry> entries, double[] weighted, NestedSum nested, bool isResidual)
    {
        double sum = 0, gross = 0;
        foreach (var w in weighted) (sum, gross) = (sum + w, gross + Math.Abs(w));
        if (gross == 0) return;
        var theta = Math.Min(sum / gross, 0);
        var lambda = Tail * (1 + theta) - theta;
        var margin = sum + lambda * nested.Margin;
        if (margin <= 0) return;
        Margin += scale * margin;
        var ofTheta = theta < 0 ? nested.Margin * (Tail - 1) / gross : 0;
        foreach (var e in entries)
        {
            if (e.Key.Bucket == Sensitivity.Residual != isResidual) continue;
            var slope = 1 + lambda * nested.Slopes[e.Factor]
                + ofTheta * (1 - theta * Math.Sign(weighted[e.Factor]));
            Parts[e.Index] += scale * e.Weighted * slope;
        }
    }

    private sealed class Entry(int index)
    {
        public int Index { get; } = index;

        public FactorKey Key { get; private set; }

        public double Weighted { get; private set; }

        public double Measured { get; private set; }

        public double Threshold { get; private set; }

        public int Factor { get; set; }

        public void Weigh(RiskRules rules, Sensitivity s)
        {
            Key = rules.KeyOf(s);
            var weight = rules.WeightOf(s);
            Weighted = weight.Weight * s.Amount;
            Measured = weight.Measured * s.Amount;
            Threshold = weight.Threshold;
        }

        public int Order(Entry other)
        {
            var order = Key.CompareTo(other.Key);
            return order != 0 ? order : Weighted.CompareTo(other.Weighted);
        }
    }
}
