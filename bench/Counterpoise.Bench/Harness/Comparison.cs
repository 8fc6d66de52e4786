namespace Counterpoise.Bench.Harness;

/// <summary>Results of ours and a rival, compared before anything is timed.</summary>
internal static class Comparison
{
    /// <summary>Every value within tolerance·max(|expected|, scale).</summary>
    /// <exception cref="MismatchException">One is not, or the lengths differ.</exception>
    public static void Close(
        string what, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double tolerance, double scale = 0)
    {
        if (actual.Length != expected.Length)
            throw new MismatchException($"{what}: {actual.Length} results, expected {expected.Length}");
        for (var row = 0; row < actual.Length; row++)
        {
            var allowed = tolerance * Math.Max(Math.Abs(expected[row]), scale);
            if (Math.Abs(actual[row] - expected[row]) <= allowed) continue;
            throw new MismatchException(
                $"{what}: row {row} is {actual[row]:R}, expected {expected[row]:R} within {allowed:G3}");
        }
    }
}

/// <summary>Two contenders disagree: their times mean nothing.</summary>
internal sealed class MismatchException(string message) : Exception(message);
