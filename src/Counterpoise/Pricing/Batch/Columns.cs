namespace Counterpoise.Pricing;

/// <summary>
/// Columns of a batch have one length; where fewer are left than a vector holds, the first is repeated.
/// </summary>
internal static class Columns
{
    public static void Repeat(ReadOnlySpan<double> values, Span<double> column)
    {
        column.Fill(values[0]);
        values.CopyTo(column);
    }

    public static void Check(int expected, int actual, string column)
    {
        if (actual != expected)
            throw new ArgumentException($"has {actual} elements where the other columns have {expected}", column);
    }
}
