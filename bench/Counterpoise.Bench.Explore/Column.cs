namespace Counterpoise.Bench.Explore;

/// <summary>Columns of random numbers.</summary>
internal static class Column
{
    /// <summary>A 64-byte aligned column that the collector does not move.</summary>
    public static Memory<double> Of(int count, Func<double> value)
    {
        const int line = 64 / sizeof(double);
        var padded = GC.AllocateUninitializedArray<double>(count + line, pinned: true);
        var start = First(padded);
        var column = padded.AsMemory(start, count);
        for (var row = 0; row < count; row++) column.Span[row] = value();
        return column;
    }

    private static unsafe int First(double[] padded)
    {
        const int bytes = 64;
        fixed (double* at = padded) return (int)((bytes - (long)at % bytes) % bytes / sizeof(double));
    }
}
