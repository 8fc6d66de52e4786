using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;

namespace Counterpoise.Bench.Workloads;

/// <summary>What is measured, in the order of the table.</summary>
internal static class WorkloadList
{
    /// <summary>A name to choose by, and how to make it; inputs exist only while it is measured.</summary>
    public static IReadOnlyList<(string Name, Func<Workload> Make)> All(PythonRivals python) =>
    [
        ("price + 4 Greeks", () => new PriceGreeks()),
        ("implied vol, set N", () => new ImpliedVolNormal()),
        ("implied vol, set S", () => new ImpliedVolWide()),
        ("scenario repricing 504 × 27", () => new ScenarioRepricing(python, spots: 9, vols: 3)),
        ("scenario repricing 504 × 200", () => new ScenarioRepricing(python, spots: 25, vols: 8)),
        ("accounts", () => new WorstOfAccounts(python)),
        ("re-margin", () => new ReMargin()),
        ("portfolio scan", () => new PortfolioScan()),
        ("every rulebook", () => new EveryRulebook()),
        ("batch", () => new BatchOfPortfolios()),
        ("strategies, one expiry", () => new SixtyLegs(expiries: 1)),
        ("strategies, four expiries", () => new SixtyLegs(expiries: 4)),
        ("SVI", () => new SviCalibration()),
        ("Heston", () => new HestonGrid()),
    ];
}
