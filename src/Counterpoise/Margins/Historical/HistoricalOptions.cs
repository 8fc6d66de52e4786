using Counterpoise.Margins.Scanning;

namespace Counterpoise.Margins.Historical;

/// <summary>How a history becomes a rulebook. The defaults are ours; no venue is meant.</summary>
/// <param name="Kind">Value-at-risk or expected shortfall.</param>
public sealed record HistoricalOptions(ReducerKind Kind)
{
    /// <summary>Confidence of initial margin; default 99 % for value-at-risk, 97.5 % for expected shortfall.</summary>
    public double InitialConfidence { get; init; } = Kind == ReducerKind.ValueAtRisk ? 0.99 : 0.975;

    /// <summary>
    /// Confidence of maintenance margin; default 97.5 % for value-at-risk, 95 % for expected shortfall.
    /// </summary>
    public double MaintenanceConfidence { get; init; } = Kind == ReducerKind.ValueAtRisk ? 0.975 : 0.95;

    /// <summary>
    /// Days until an account in default is closed, for initial margin. Log returns grow by their root.
    /// </summary>
    public double InitialHorizonDays { get; init; } = 1;

    /// <summary>The same for maintenance margin.</summary>
    public double MaintenanceHorizonDays { get; init; } = 1;

    /// <summary>
    /// λ of the filter; 1: volatility is one and the same on all days, which is plain historical simulation.
    /// </summary>
    public double Lambda { get; init; } = 0.97;

    /// <summary>λ of the floor under today's volatility; null: no floor.</summary>
    public double? FloorLambda { get; init; } = 0.99;

    /// <summary>Returns the filter starts from, the first of the history; they are no scenarios.</summary>
    public int SeedReturns { get; init; } = 30;

    /// <summary>At most this many dates, the latest.</summary>
    public int MostDates { get; init; } = 1_000;

    internal void Check()
    {
        if (Kind == ReducerKind.Worst) throw Fault("kind", "worst", "is no quantile", "use one of the other two");
        CheckConfidence("initialConfidence", InitialConfidence);
        CheckConfidence("maintenanceConfidence", MaintenanceConfidence);
        CheckHorizon("initialHorizonDays", InitialHorizonDays);
        CheckHorizon("maintenanceHorizonDays", MaintenanceHorizonDays);
        if (MaintenanceConfidence > InitialConfidence || MaintenanceHorizonDays > InitialHorizonDays)
            throw Fault("maintenance", null, "asks for more than initial margin", "let initial be the larger one");
        if (!(Lambda is > 0 and <= 1)) throw Fault("lambda", $"{Lambda}", "is not above 0 and up to 1", "use 0.97");
        if (FloorLambda is { } f && !(f is > 0 and <= 1))
            throw Fault("floorLambda", $"{f}", "is not above 0 and up to 1", "use 0.99");
        if (SeedReturns < 2) throw Fault("seedReturns", $"{SeedReturns}", "is below 2", "use 30");
        if (MostDates is < 1 or > 10_000) throw Fault("mostDates", $"{MostDates}", "is not 1 to 10000", "use 1000");
    }

    private static void CheckConfidence(string name, double value)
    {
        if (!(value is > 0.5 and < 1)) throw Fault(name, $"{value}", "is not between 0.5 and 1", "use e.g. 0.99");
    }

    private static void CheckHorizon(string name, double value)
    {
        if (!(value is > 0 and <= 30)) throw Fault(name, $"{value}", "is not above 0 and up to 30 days", "use e.g. 1");
    }

    private static InvalidInputException Fault(string field, string? value, string problem, string remedy) =>
        new($"historical.{field}", value, problem, remedy);
}
