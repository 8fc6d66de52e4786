namespace Counterpoise.Learning.Statistics;

/// <summary>
/// Holm's (1979) step-down correction: of a family of tests, those rejected with all of it at one level.
/// </summary>
public static class Holm
{
    /// <summary>Which are rejected.</summary>
    /// <param name="p">One p-value a test; NaN takes no part.</param>
    /// <param name="level">Of the whole family, e.g. 0.05.</param>
    public static bool[] Rejected(IReadOnlyList<double> p, double level)
    {
        int[] order = [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];
        var rejected = new bool[p.Count];
        for (var k = 0; k < order.Length; k++)
        {
            if (p[order[k]] > level / (order.Length - k)) break;
            rejected[order[k]] = true;
        }
        return rejected;
    }
}
