using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Pricing;

/// <summary>The worst error seen per region and quantity, with the point where it was seen.</summary>
public sealed class WorstCases
{
    private readonly SortedDictionary<string, Case> cases = new(StringComparer.Ordinal);

    /// <summary>An error in the unit of its bound; keys sort in the order of the table.</summary>
    public sealed record Case(double Error, string Unit, double Bound, int Index, AccuracyPoint At, long Count);

    public IReadOnlyDictionary<string, Case> Cases => cases;

    public void Note(string key, double error, string unit, double bound, int index, AccuracyPoint at)
    {
        var seen = cases.GetValueOrDefault(key);
        var count = (seen?.Count ?? 0) + 1;
        cases[key] = seen is not null && !Worse(error, index, seen)
            ? seen with { Count = count }
            : new(error, unit, bound, index, at, count);
    }

    public void Merge(WorstCases other)
    {
        foreach (var (key, theirs) in other.cases)
        {
            var ours = cases.GetValueOrDefault(key);
            var count = (ours?.Count ?? 0) + theirs.Count;
            var worst = ours is null || Worse(theirs.Error, theirs.Index, ours) ? theirs : ours;
            cases[key] = worst with { Count = count };
        }
    }

    /// <summary>Relative error of a double against the exact value.</summary>
    public static double Relative(double actual, BigFloat exact) =>
        double.IsFinite(actual) ? Math.Abs(((actual - exact) / exact).ToDouble()) : double.PositiveInfinity;

    // The first of equals, so that the table depends on neither the number of cores nor their pace.
    private static bool Worse(double error, int index, Case than) =>
        error > than.Error || (error == than.Error && index < than.Index);
}
