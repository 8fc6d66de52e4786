using Counterpoise.Bench.Harness;

namespace Counterpoise.Bench.Reports;

/// <summary>One line of the table.</summary>
/// <param name="Workload">What was done.</param>
/// <param name="Unit">What the times are per.</param>
/// <param name="Rival">Against what.</param>
/// <param name="Nanoseconds">Ours per unit, fastest slice.</param>
/// <param name="RivalNanoseconds">The rival's.</param>
/// <param name="Ratio">How many times faster ours is, fastest against fastest.</param>
/// <param name="MedianRatio">The median of the ratios within a round.</param>
/// <param name="Goal">What the ratio is to be; null: for information.</param>
/// <param name="Roofline">Share of the machine's limit that ours reaches; null where that says little.</param>
internal sealed record Result(
    string Workload,
    string Unit,
    string Rival,
    double Nanoseconds,
    double RivalNanoseconds,
    double Ratio,
    double MedianRatio,
    double? Goal,
    double? Roofline)
{
    /// <summary>The goal is reached, without slack; null without goal.</summary>
    public bool? Ok => Goal is { } goal ? Ratio >= goal : null;

    /// <summary>The lines of one workload.</summary>
    public static IEnumerable<Result> Of(Workload workload, Timings timings)
    {
        foreach (var match in workload.Matches)
        {
            yield return new Result(
                workload.Name,
                workload.Unit,
                match.Rival.Name,
                timings.Best(match.Ours),
                timings.Best(match.Rival),
                timings.Ratio(match.Ours, match.Rival),
                timings.MedianRatio(match.Ours, match.Rival),
                match.Goal,
                workload.Limit is { } limit ? timings.Ratio(match.Ours, limit) : null);
        }
    }
}
