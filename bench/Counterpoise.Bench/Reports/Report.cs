using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Probes;

namespace Counterpoise.Bench.Reports;

/// <summary>All of a run.</summary>
/// <param name="Host">Where.</param>
/// <param name="Rivals">Versions of the rivals.</param>
/// <param name="Probe">The machine's limits.</param>
/// <param name="Results">Times.</param>
/// <param name="Findings">Accuracy and counts.</param>
internal sealed record Report(
    Host Host,
    IReadOnlyList<string> Rivals,
    Roofline Probe,
    IReadOnlyList<Result> Results,
    IReadOnlyList<Finding> Findings);
