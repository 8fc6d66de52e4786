namespace Counterpoise.Learning.Methods;

/// <summary>Forecasts of one tail by one method, a window each.</summary>
/// <param name="Method">How.</param>
/// <param name="Side">Which tail.</param>
/// <param name="Kind">Which loss.</param>
public sealed record ForecastSeries(Method Method, Side Side, LossKind Kind)
{
    /// <summary>Length of a window, hours.</summary>
    public required int Hours { get; init; }

    /// <summary>First hour of each window.</summary>
    public required IReadOnlyList<long> Origins { get; init; }

    /// <summary>What happened, a fraction of the price; NaN where an hour is missing.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>What was forecast or charged; NaN while warming up.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The online correction; null: the method has none.</summary>
    public OnlineCorrection? Correction { get; init; }
}

/// <summary>What an online correction did.</summary>
/// <param name="Scales">c of each window.</param>
/// <param name="Bound">Its finite-sample bound on |frequency − α|.</param>
/// <param name="AtBound">Origins at which it stood at a bound: there the guarantee is void.</param>
/// <param name="Next">c after the last window that is over.</param>
public sealed record OnlineCorrection(
    IReadOnlyList<double> Scales, double Bound, IReadOnlyList<long> AtBound, double Next);
