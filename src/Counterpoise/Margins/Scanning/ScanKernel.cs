using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Counterpoise.Numerics;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Σ quantity × row of a risk array on lanes: five vectors of column totals stay in registers while the positions go
/// by. Columns do not meet and each is summed in the order of the positions, so width changes no bit. Where fewer
/// than five vectors are left the last is summed again; that changes nothing and saves a second loop.
/// </summary>
internal readonly ref struct ScanKernel<T>
    where T : struct, ILanes<T>
{
    private const int Depth = 5;

    // Positions between asking for a row and reading it.
    private const int Ahead = 8;

    private readonly ref double _cells;
    private readonly int _stride;

    public ScanKernel(ReadOnlySpan<double> cells, int stride)
    {
        _cells = ref MemoryMarshal.GetReference(cells);
        _stride = stride;
    }

    /// <summary>Column totals.</summary>
    /// <param name="rows">Row of each position.</param>
    /// <param name="quantities">Signed, of each position.</param>
    /// <param name="totals">Receives as many sums as a row has doubles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Totals(ReadOnlySpan<int> rows, ReadOnlySpan<double> quantities, Span<double> totals)
    {
        ref var to = ref MemoryMarshal.GetReference(totals);
        for (var column = 0; column < _stride; column += Depth * T.Width)
        {
            T a = T.Of(0), b = a, c = a, d = a, e = a;
            nuint ca = At(column, 0), cb = At(column, 1), cc = At(column, 2), cd = At(column, 3), ce = At(column, 4);
            for (var i = 0; i < rows.Length; i = unchecked(i + 1))
            {
                ref var row = ref RowAt(rows[i]);
                var quantity = T.Of(quantities[i]);
                a = T.Fma(quantity, T.Load(in row, ca), a);
                b = T.Fma(quantity, T.Load(in row, cb), b);
                c = T.Fma(quantity, T.Load(in row, cc), c);
                d = T.Fma(quantity, T.Load(in row, cd), d);
                e = T.Fma(quantity, T.Load(in row, ce), e);
            }
            a.Store(ref to, ca);
            b.Store(ref to, cb);
            c.Store(ref to, cc);
            d.Store(ref to, cd);
            e.Store(ref to, ce);
        }
    }

    /// <summary>The least column total of every portfolio: its worst profit and loss.</summary>
    /// <param name="accounts">The portfolios; their rows are in the array.</param>
    /// <param name="scenarios">The first columns; the others do not count.</param>
    /// <param name="worst">Receives one number a portfolio.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Worst(SparseAccounts accounts, int scenarios, Span<double> worst)
    {
        // Masks, column by column: NaN in a column that takes no part stays out, in one that does it stays.
        Span<double> takesPart = stackalloc double[_stride];
        takesPart.Clear();
        takesPart[..scenarios].Fill(BitConverter.Int64BitsToDouble(-1));
        ref var taking = ref MemoryMarshal.GetReference(takesPart);
        ref var startOf = ref MemoryMarshal.GetReference(accounts.Starts);
        ref var rowOf = ref MemoryMarshal.GetReference(accounts.Rows);
        ref var quantityOf = ref MemoryMarshal.GetReference(accounts.Quantities);
        var last = accounts.Rows.Length - 1;
        for (var column = 0; column < _stride; column += Depth * T.Width)
        {
            nuint ca = At(column, 0), cb = At(column, 1), cc = At(column, 2), cd = At(column, 3), ce = At(column, 4);
            for (var account = 0; account < worst.Length; account++)
            {
                T a = T.Of(0), b = a, c = a, d = a, e = a;
                var end = Unsafe.Add(ref startOf, account + 1);
                for (var i = Unsafe.Add(ref startOf, account); i < end; i = unchecked(i + 1))
                {
                    ref var row = ref RowAt(Unsafe.Add(ref rowOf, i));
                    ref var soon = ref RowAt(Unsafe.Add(ref rowOf, Math.Min(unchecked(i + Ahead), last)));
                    Prefetch(ref soon, ca, cb, cc, cd, ce);
                    var quantity = T.Of(Unsafe.Add(ref quantityOf, i));
                    a = T.Fma(quantity, T.Load(in row, ca), a);
                    b = T.Fma(quantity, T.Load(in row, cb), b);
                    c = T.Fma(quantity, T.Load(in row, cc), c);
                    d = T.Fma(quantity, T.Load(in row, cd), d);
                    e = T.Fma(quantity, T.Load(in row, ce), e);
                }
                var least = T.Lesser(
                    T.Lesser(Taking(a, in taking, ca, scenarios), Taking(b, in taking, cb, scenarios)),
                    T.Lesser(Taking(c, in taking, cc, scenarios), Taking(d, in taking, cd, scenarios)));
                // Which zero of several is the least depends on their order: + 0 makes it the positive one.
                var value = T.Least(T.Lesser(least, Taking(e, in taking, ce, scenarios))) + 0.0;
                worst[account] = column == 0 ? value : Math.Min(worst[account], value);
            }
        }
    }

    /// <summary>Adds a multiple of one row to running totals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> row, double quantity, Span<double> totals)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(totals);
        for (nuint column = 0; column < (nuint)row.Length; column += (nuint)T.Width)
        {
            var total = T.Fma(T.Of(quantity), T.Load(in from, column), T.Load(in to, column));
            total.Store(ref to, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Taking(T total, ref readonly double takesPart, nuint column, int scenarios) =>
        (int)column <= scenarios - T.Width
            ? total
            : T.Select(T.Load(in takesPart, column), total, T.Of(double.PositiveInfinity));

    // Rows come from L2 in random order: asked for a few positions ahead they are there in time. A hint, no access.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref double row, nuint a, nuint b, nuint c, nuint d, nuint e)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, a)));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, b)));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, c)));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, d)));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, e)));
    }

    // Index arithmetic in inner loops is unchecked: rows and starts were checked before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref double RowAt(int row) => ref Unsafe.Add(ref _cells, unchecked((nint)row * _stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint At(int column, int vector) => (nuint)Math.Min(column + vector * T.Width, _stride - T.Width);
}
