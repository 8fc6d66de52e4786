namespace Counterpoise.Margins.Sensitivities;

/// <summary>
/// One calibration of ISDA SIMM, ten-day horizon. Weights are percent of the unit shocked, thresholds in the
/// calculation currency; a part that is null or a threshold that is missing is not at hand.
/// </summary>
/// <param name="Version">For example <c>2.6</c>.</param>
/// <param name="Correlations">ψ by <see cref="SimmRisk"/>.</param>
public sealed record SimmParameters(string Version, double[,] Correlations)
{
    /// <summary>Rates; null: not at hand.</summary>
    public SimmRates? Rates { get; init; }

    /// <summary>FX; null: not at hand.</summary>
    public SimmFx? Fx { get; init; }

    /// <summary>Credit, equity, commodity, by risk class.</summary>
    public IReadOnlyDictionary<SimmRisk, SimmBuckets> Buckets { get; init; } =
        new Dictionary<SimmRisk, SimmBuckets>();

    /// <summary>Weight of base correlation; null: not at hand.</summary>
    public double? BaseCorrelationWeight { get; init; }

    /// <summary>Correlation between index families.</summary>
    public double BaseCorrelation { get; init; }

    /// <summary>The rates part.</summary>
    /// <exception cref="InvalidInputException">Not at hand.</exception>
    public SimmRates NeedRates() => Rates ?? throw Missing("interest rates");

    /// <summary>The FX part.</summary>
    /// <exception cref="InvalidInputException">Not at hand.</exception>
    public SimmFx NeedFx() => Fx ?? throw Missing("FX");

    /// <summary>The part of a risk class with buckets.</summary>
    /// <exception cref="InvalidInputException">Not at hand.</exception>
    public SimmBuckets NeedBuckets(SimmRisk risk) =>
        Buckets.TryGetValue(risk, out var buckets) ? buckets : throw Missing(risk.ToString());

    internal InvalidInputException Missing(string part) => new(
        "SIMM parameters", Version, $"have no part for {part}",
        "give a calibration document (--calibration FILE); ISDA licenses these parameters");
}

/// <summary>Risk class with buckets: credit, equity or commodity.</summary>
/// <param name="Weights">Delta weight by bucket.</param>
/// <param name="VegaWeights">By bucket; <c>""</c> for all.</param>
/// <param name="Hvr">Historical volatility ratio; 1 for credit.</param>
/// <param name="RhoDifferent">Correlation of different names by bucket; <c>""</c> for all.</param>
/// <param name="RhoSame">Correlation of sensitivities to the same name by bucket; <c>""</c> for all.</param>
/// <param name="Gamma">Correlation of two buckets; null: not at hand.</param>
public sealed record SimmBuckets(
    IReadOnlyDictionary<string, double> Weights, IReadOnlyDictionary<string, double> VegaWeights, double Hvr,
    IReadOnlyDictionary<string, double> RhoDifferent, IReadOnlyDictionary<string, double> RhoSame,
    IReadOnlyDictionary<(string, string), double>? Gamma)
{
    /// <summary>Delta concentration threshold by bucket, currency per unit.</summary>
    public IReadOnlyDictionary<string, double> DeltaThresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>Vega concentration threshold by bucket, currency.</summary>
    public IReadOnlyDictionary<string, double> VegaThresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>Buckets without curvature (equity volatility indices).</summary>
    public string? WithoutCurvature { get; init; }

    internal static double Of(IReadOnlyDictionary<string, double> table, string bucket, double missing) =>
        table.TryGetValue(bucket, out var own) ? own : table.TryGetValue("", out var all) ? all : missing;
}

/// <summary>Interest rates.</summary>
/// <param name="Weights">By (volatility group, tenor).</param>
/// <param name="Tenors">Correlation of two different tenors.</param>
/// <param name="Groups">Volatility group by currency; <c>Other</c> for the rest.</param>
public sealed record SimmRates(
    IReadOnlyDictionary<(string, string), double> Weights, IReadOnlyDictionary<(string, string), double> Tenors,
    IReadOnlyDictionary<string, string> Groups)
{
    /// <summary>Vega weight.</summary>
    public double VegaWeight { get; init; }

    /// <summary>Historical volatility ratio; divides curvature squared.</summary>
    public double Hvr { get; init; } = 1;

    /// <summary>Weight of inflation.</summary>
    public double InflationWeight { get; init; }

    /// <summary>Weight of cross-currency basis.</summary>
    public double BasisWeight { get; init; }

    /// <summary>Correlation of two sub-curves of a currency.</summary>
    public double SubCurves { get; init; } = 1;

    /// <summary>Correlation of inflation with rates.</summary>
    public double Inflation { get; init; }

    /// <summary>Correlation of cross-currency basis with rates and inflation.</summary>
    public double Basis { get; init; }

    /// <summary>γ: correlation of two currencies.</summary>
    public double Gamma { get; init; }

    /// <summary>Threshold group by currency; <c>Other</c> for the rest.</summary>
    public IReadOnlyDictionary<string, string> ThresholdGroups { get; init; } = new Dictionary<string, string>();

    /// <summary>By threshold group.</summary>
    public IReadOnlyDictionary<string, double> DeltaThresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>By threshold group.</summary>
    public IReadOnlyDictionary<string, double> VegaThresholds { get; init; } = new Dictionary<string, double>();
}

/// <summary>FX.</summary>
/// <param name="Weights">By (group of one currency, group of the other).</param>
/// <param name="Rho">By (group of the calculation currency, group, group).</param>
/// <param name="Groups">Volatility group by currency; <c>Other</c> for the rest.</param>
public sealed record SimmFx(
    IReadOnlyDictionary<(string, string), double> Weights, IReadOnlyDictionary<(string, string, string), double> Rho,
    IReadOnlyDictionary<string, string> Groups)
{
    /// <summary>Vega weight.</summary>
    public double VegaWeight { get; init; }

    /// <summary>Historical volatility ratio.</summary>
    public double Hvr { get; init; } = 1;

    /// <summary>Correlation of the volatilities of two pairs.</summary>
    public double VolRho { get; init; } = 0.5;

    /// <summary>Threshold group by currency; <c>Other</c> for the rest.</summary>
    public IReadOnlyDictionary<string, string> ThresholdGroups { get; init; } = new Dictionary<string, string>();

    /// <summary>By threshold group.</summary>
    public IReadOnlyDictionary<string, double> DeltaThresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>By the two threshold groups of the pair, ascending.</summary>
    public IReadOnlyDictionary<(string, string), double> VegaThresholds { get; init; } =
        new Dictionary<(string, string), double>();

    /// <summary>Weight of a currency, or of a pair's other currency.</summary>
    public double Weight(string first, string second) =>
        Weights[(GroupOf(Groups, first), GroupOf(Groups, second))];

    internal static string GroupOf(IReadOnlyDictionary<string, string> groups, string currency) =>
        groups.TryGetValue(currency, out var own) ? own : groups.TryGetValue("Other", out var other) ? other : "";
}
