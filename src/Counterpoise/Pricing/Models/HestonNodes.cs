using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>What is summed beside the price.</summary>
internal enum HestonFactors
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>p, p(p − 1), B, pB, 2B + 4v₀B², ∂ ln M/∂T: what Greeks are made of.</summary>
    Greeks,

    /// <summary>∂ ln M by v₀, κ, θ, σ, ρ.</summary>
    Gradient,
}

/// <summary>
/// One side of the contour for one expiry: at each node p, p − ½, ln(w·M(p)) + (p − ½)·divide, and factors, in columns
/// of memory the caller owns. A term is e^{that + (p − ½)(x − divide)}, whose size is largest at the divide.
/// </summary>
internal readonly ref struct HestonNodes
{
    /// <summary>The most factors.</summary>
    public const int MostFactors = 6;

    private const int Block = AlignedDoubles.Line;
    private const int Plain = 4;

    // ln 1e-16: relative to √(FK), what a term may have that is left out.
    private const double Floor = -37;

    private readonly ref double first;
    private readonly double divide;
    private readonly int count;

    private HestonNodes(ref double first, double divide, int count)
    {
        this.first = ref first;
        this.divide = divide;
        this.count = count;
    }

    /// <summary>Whether there are any yet.</summary>
    public bool IsEmpty => count == 0;

    public static int FactorsOf(HestonFactors kind) => kind switch
    {
        HestonFactors.Greeks => MostFactors,
        HestonFactors.Gradient => HestonParameters.Count,
        _ => 0,
    };

    /// <summary>Doubles needed.</summary>
    public static int Memory(HestonFactors kind) => (Plain + 2 * FactorsOf(kind)) * HestonContour.Capacity;

    /// <summary>With the widest vectors there are.</summary>
    public static HestonNodes Of(scoped in HestonTerms terms, bool mirrored, HestonFactors kind, Span<double> memory) =>
        Vector512.IsHardwareAccelerated ? Of<Lanes512>(terms, mirrored, kind, memory)
        : Vector256.IsHardwareAccelerated ? Of<Lanes256>(terms, mirrored, kind, memory)
        : Vector128.IsHardwareAccelerated ? Of<Lanes128>(terms, mirrored, kind, memory)
        : Of<LanesScalar>(terms, mirrored, kind, memory);

    /// <summary>
    /// Nodes in blocks of eight at every width, until the last of a block is negligible with any factor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static HestonNodes Of<T>(scoped in HestonTerms terms, bool mirrored, HestonFactors kind, Span<double> memory)
        where T : struct, ILanes<T>
    {
        ref var start = ref MemoryMarshal.GetReference(memory);
        for (var end = Block; end <= HestonContour.Capacity; end += Block)
        {
            for (var at = end - Block; at < end; at += T.Width) Fill<T>(terms, mirrored, kind, at, ref start);
            var last = end - 1;
            if (Column(ref start, 2, last) + HestonContour.Growth[last] < Floor)
                return new(ref start, terms.Divide, end);
        }
        return new(ref start, terms.Divide, HestonContour.Capacity);
    }

    /// <summary>E[min(F_T, K)]/√(FK) for x = ln F/K.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum<T>(T x)
        where T : struct, ILanes<T>
    {
        var distance = x - T.Of(divide);
        var sum = T.Of(0);
        for (var j = 0; j < count; j++) sum = T.Fma(Size(distance, j), LaneTrig<T>.Sin(Turn(distance, j)), sum);
        return sum;
    }

    /// <summary>
    /// The same, bit for bit, and the sums with each factor, which are stored one vector after the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sums<T>(T x, int factors, ref double sums)
        where T : struct, ILanes<T>
    {
        var distance = x - T.Of(divide);
        var sum = T.Of(0);
        for (var k = 0; k < factors; k++) T.Of(0).Store(ref sums, (nuint)(k * T.Width));
        for (var j = 0; j < count; j++)
        {
            var size = Size(distance, j);
            var sine = LaneTrig<T>.SinCos(Turn(distance, j), out var cosine);
            sum = T.Fma(size, sine, sum);
            var (re, im) = (size * cosine, size * sine);
            for (var k = 0; k < factors; k++)
            {
                var place = (nuint)(k * T.Width);
                var before = T.Load(in sums, place);
                var (factorRe, factorIm) = (T.Of(Of(Plain + 2 * k, j)), T.Of(Of(Plain + 2 * k + 1, j)));
                T.Fma(im, factorRe, T.Fma(re, factorIm, before)).Store(ref sums, place);
            }
        }
        return sum;
    }

    private static ref double Column(ref double first, int column, int at) =>
        ref Unsafe.Add(ref first, column * HestonContour.Capacity + at);

    private static void Fill<T>(in HestonTerms terms, bool mirrored, HestonFactors kind, int at, ref double first)
        where T : struct, ILanes<T>
    {
        var real = Load<T>(HestonContour.Real, at);
        var phase = Load<T>(HestonContour.Phase, at);
        var p = new LaneComplex<T>(mirrored ? T.Of(1) - real : real, Load<T>(HestonContour.Imaginary, at));
        var weight = new LaneComplex<T>(
            Load<T>(HestonContour.LogWeight, at), mirrored ? T.Of(HestonContour.Pi) - phase : phase);
        var exponent = new HestonExponent<T>(p, terms);
        var fromHalf = p + T.Of(-0.5);
        Store(fromHalf, 0, at, ref first);
        Store(exponent.Value(terms) + fromHalf * T.Of(terms.Divide) + weight, 1, at, ref first);
        if (kind == HestonFactors.Greeks)
        {
            var b = exponent.B;
            Store(p, 2, at, ref first);
            Store(p * p - p, 3, at, ref first);
            Store(b, 4, at, ref first);
            Store(p * b, 5, at, ref first);
            Store(b * T.Of(2) + b * b * T.Of(4 * terms.V0), 6, at, ref first);
            Store(exponent.ByYears(terms), 7, at, ref first);
        }
        else if (kind == HestonFactors.Gradient)
        {
            exponent.Gradient(terms, out var kappa, out var sigma, out var rho);
            Store(exponent.B, 2, at, ref first);
            Store(kappa, 3, at, ref first);
            Store(exponent.A * T.Of(terms.Kappa), 4, at, ref first);
            Store(sigma, 5, at, ref first);
            Store(rho, 6, at, ref first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(double[] column, int at)
        where T : struct, ILanes<T> => T.Load(in MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(LaneComplex<T> value, int pair, int at, ref double first)
        where T : struct, ILanes<T>
    {
        value.Re.Store(ref Column(ref first, 2 * pair, at), 0);
        value.Im.Store(ref Column(ref first, 2 * pair + 1, at), 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Of(int column, int at) => Column(ref first, column, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Size<T>(T distance, int j)
        where T : struct, ILanes<T> =>
        LaneMath<T>.Exp(T.Max(T.Of(-700), T.Fma(T.Of(Of(0, j)), distance, T.Of(Of(2, j)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Turn<T>(T distance, int j)
        where T : struct, ILanes<T> => T.Fma(T.Of(Of(1, j)), distance, T.Of(Of(3, j)));
}
