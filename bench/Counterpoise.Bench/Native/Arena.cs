using System.Runtime.InteropServices;

namespace Counterpoise.Bench.Native;

/// <summary>
/// Owns the columns of a workload: native memory, 64-byte aligned. Starts are staggered within a page, so that ten
/// columns of 32 KiB read side by side do not fall into one set of the first-level cache.
/// </summary>
internal sealed unsafe class Arena : IDisposable
{
    private const int Line = 64;
    private const int LinesPerPage = 64;
    private const int Step = 5;

    private readonly List<nint> _blocks = [];

    /// <summary>A new column of zeros.</summary>
    public Column<T> New<T>(int length)
        where T : unmanaged
    {
        var offset = (nuint)(_blocks.Count * Step % LinesPerPage * Line);
        var bytes = (nuint)length * (nuint)sizeof(T) + offset;
        var block = (byte*)NativeMemory.AlignedAlloc(bytes, Line * LinesPerPage);
        NativeMemory.Clear(block, bytes);
        _blocks.Add((nint)block);
        return new Column<T>((T*)(block + offset), length);
    }

    /// <summary>A new column of one value per row.</summary>
    public Column<T> Of<T>(int length, Func<int, T> value)
        where T : unmanaged
    {
        var column = New<T>(length);
        for (var row = 0; row < length; row++) column[row] = value(row);
        return column;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks) NativeMemory.AlignedFree((void*)block);
        _blocks.Clear();
    }
}

/// <summary>A column of an <see cref="Arena"/>, which outlives it.</summary>
internal sealed unsafe class Column<T>(T* pointer, int length)
    where T : unmanaged
{
    /// <summary>The first row.</summary>
    public T* Pointer => pointer;

    /// <summary>Number of rows.</summary>
    public int Length => length;

    /// <summary>All rows.</summary>
    public Span<T> Span => new(pointer, length);

    /// <summary>One row.</summary>
    public ref T this[int row] => ref Span[row];
}
