using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Counterpoise.Markets;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Repricing;

/// <summary>
/// Up to eight options on one scenario list, on their way through the kernel: contracts in, rows of cells out.
/// Free places hold a copy of the first option, so that a block of one gives the same bits as a full one.
/// </summary>
internal sealed class RiskBlock
{
    /// <summary>Options side by side.</summary>
    public const int Places = ScenarioKernel.Rows;

    private readonly ScenarioPlan _plan;
    private readonly bool _inCoin;
    private readonly AlignedDoubles _terms;
    private readonly AlignedDoubles _nodes;
    private readonly AlignedDoubles _cells;
    private readonly int[] _rows = new int[Places];
    private readonly ExpiryVolShock[] _shocks;
    private double _shockedSeconds = double.NaN;

    public RiskBlock(ScenarioPlan plan, bool inCoin)
    {
        _plan = plan;
        _inCoin = inCoin;
        _terms = new AlignedDoubles(Places * plan.Terms);
        _nodes = new AlignedDoubles(ScenarioKernel.NodeDoubles * plan.Nodes.Length);
        _cells = new AlignedDoubles(Places * AlignedDoubles.Padded(plan.Count + 1));
        _shocks = new ExpiryVolShock[plan.Nodes.Length];
        // Of no expiry yet: nothing equals NaN.
        _terms.Span.Slice(Places * RiskTerms.Seconds, Places).Fill(double.NaN);
    }

    /// <summary>Options in it.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == Places;

    /// <summary>Takes an option whose whole forward moves with spot.</summary>
    public void Add(int row, Contract contract)
    {
        var place = Count;
        _rows[place] = row;
        ref var terms = ref _terms.Span[place];
        Term(ref terms, RiskTerms.Sign) = contract.Sign;
        Term(ref terms, RiskTerms.Forward) = contract.Variable;
        Term(ref terms, RiskTerms.Strike) = contract.Strike;
        Term(ref terms, RiskTerms.Vol) = contract.Vol;
        Term(ref terms, RiskTerms.Rate) = contract.Rate;
        Term(ref terms, RiskTerms.Size) = contract.Size;
        // Vol shocks depend on time to expiry alone, and rows come expiry by expiry: the place may have them already.
        if (contract.Seconds != Term(ref terms, RiskTerms.Seconds)) Shock(ref terms, contract.Seconds);
        Count = place + 1;
    }

    /// <summary>
    /// Prices what is in it into rows of the array and empties it. Options the kernel has no number for are put back
    /// into <paramref name="refused"/>.
    /// </summary>
    /// <returns>How many were refused.</returns>
    public int Price(Span<double> array, int stride, Span<int> refused)
    {
        FillFreePlaces();
        var ordinary = ScenarioKernel.Price(_plan, _inCoin, _terms.Span, _nodes.Span, _cells.Span);
        for (var i = 0; i < Count; i += 2) Write(array, stride, i);
        var count = 0;
        for (var i = 0; i < Count; i++)
            if ((ordinary >> i & 1) == 0) refused[count++] = _rows[i];
        Count = 0;
        return count;
    }

    // Terms stand option beside option.
    private static ref double Term(ref double option, int term) =>
        ref Unsafe.Add(ref option, unchecked(Places * term));

    private void Shock(ref double terms, double seconds)
    {
        if (seconds != _shockedSeconds)
        {
            for (var n = 1; n < _shocks.Length; n++) _shocks[n] = _plan.Nodes[n].Vol.At(seconds);
            _shockedSeconds = seconds;
        }
        Term(ref terms, RiskTerms.Seconds) = seconds;
        for (var n = 1; n < _shocks.Length; n++)
        {
            ref readonly var node = ref _plan.Nodes[n];
            if (!node.IsShocked) continue;
            ref readonly var shock = ref _shocks[n];
            Term(ref terms, node.Term) = shock.Level;
            Term(ref terms, node.Term + 1) = shock.Floor;
            if (node.IsInPoints) Term(ref terms, node.Term + 2) = shock.Points;
            if (!node.IsSkew) continue;
            Term(ref terms, node.Term + 2) = shock.Slope;
            Term(ref terms, node.Term + 3) = shock.Cap;
        }
    }

    private void FillFreePlaces()
    {
        var terms = _terms.Span;
        for (var i = Count; i < Places; i++)
            for (var t = 0; t < terms.Length; t += Places) terms[t + i] = terms[t];
    }

    // Two options of the block become two rows of the array, two by two cells where the processor can turn them. The
    // second row of an odd last option is a copy of the first: it is written first and written over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(Span<double> array, int stride, int option)
    {
        var length = AlignedDoubles.Padded(_plan.Count + 1);
        ref var cells = ref _cells.Span[option];
        ref var second = ref array.Slice(_rows[Math.Min(option + 1, Count - 1)] * stride, length)[0];
        ref var first = ref array.Slice(_rows[option] * stride, length)[0];
        unchecked
        {
            for (var c = 0; c < length; c += 2)
            {
                ref var cell = ref Unsafe.Add(ref cells, Places * c);
                if (Sse2.IsSupported)
                {
                    var even = Vector128.LoadUnsafe(ref cell);
                    var odd = Vector128.LoadUnsafe(ref cell, Places);
                    Sse2.UnpackHigh(even, odd).StoreUnsafe(ref second, (nuint)c);
                    Sse2.UnpackLow(even, odd).StoreUnsafe(ref first, (nuint)c);
                    continue;
                }
                Unsafe.Add(ref second, c) = Unsafe.Add(ref cell, 1);
                Unsafe.Add(ref second, c + 1) = Unsafe.Add(ref cell, Places + 1);
                Unsafe.Add(ref first, c) = cell;
                Unsafe.Add(ref first, c + 1) = Unsafe.Add(ref cell, Places);
            }
        }
    }
}
