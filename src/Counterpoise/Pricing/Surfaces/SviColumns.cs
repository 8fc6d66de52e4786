using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// The quotes of one expiry as a fit reads them, padded to whole lines: log-moneyness k, target volatility and its
/// weight, and the linearised problem Σu·(w − y)² that stands for Σweight·(√(w/T) − vol)² near a curve.
/// </summary>
internal readonly ref struct SviColumns
{
    /// <summary>Columns in a buffer.</summary>
    public const int Columns = 5;

    private const int Line = AlignedDoubles.Line;

    /// <summary>Takes the quotes of an expiry into a buffer.</summary>
    /// <param name="k">Log-moneyness.</param>
    /// <param name="vol">Volatility, > 0.</param>
    /// <param name="weight">Weight of the squared error.</param>
    /// <param name="years">T.</param>
    /// <param name="buffer">Room for <see cref="Columns"/> padded columns.</param>
    public SviColumns(
        ReadOnlySpan<double> k, ReadOnlySpan<double> vol, ReadOnlySpan<double> weight, double years,
        Span<double> buffer)
    {
        Count = k.Length;
        Padded = AlignedDoubles.Padded(k.Length);
        Years = years;
        K = buffer[..Padded];
        Vol = buffer.Slice(Padded, Padded);
        Weight = buffer.Slice(2 * Padded, Padded);
        Y = buffer.Slice(3 * Padded, Padded);
        U = buffer.Slice(4 * Padded, Padded);
        Fill(k, K, k[0]);
        Fill(vol, Vol, vol[0]);
        Fill(weight, Weight, 0);
        for (var i = 0; i < Padded; i++)
        {
            var scale = 2 * Vol[i] * years;
            Y[i] = Vol[i] * Vol[i] * years;
            U[i] = Weight[i] / (scale * scale);
        }
    }

    public int Count { get; }

    public int Padded { get; }

    public double Years { get; }

    public Span<double> K { get; }

    public Span<double> Vol { get; }

    public Span<double> Weight { get; }

    /// <summary>Total variance aimed at.</summary>
    public Span<double> Y { get; }

    /// <summary>Weight of its squared error.</summary>
    public Span<double> U { get; }

    /// <summary>
    /// Moves the linearisation to a curve: with v = √(w/T) the volatility error v − vol is (w − y)/(2vT) for
    /// y = w − 2vT·(v − vol). Where the curve is below a hundredth of the quoted variance it is taken as that.
    /// </summary>
    /// <returns>Σweight·(√(w/T) − vol)² at the curve.</returns>
    public double Linearise(in RawSvi svi)
    {
        Span<double> rows = stackalloc double[Line];
        if (Vector512.IsHardwareAccelerated) Linearise<Lanes512>(svi, rows);
        else if (Vector256.IsHardwareAccelerated) Linearise<Lanes256>(svi, rows);
        else if (Vector128.IsHardwareAccelerated) Linearise<Lanes128>(svi, rows);
        else Linearise<LanesScalar>(svi, rows);
        return SviSums.Total(rows);
    }

    internal void Linearise<T>(in RawSvi svi, Span<double> rows)
        where T : struct, ILanes<T>
    {
        ref var k = ref MemoryMarshal.GetReference(K);
        var (a, b, rho) = (T.Of(svi.A), T.Of(svi.B), T.Of(svi.Rho));
        var (m, square) = (T.Of(svi.M), T.Of(svi.Sigma * svi.Sigma));
        var (years, inverse, two) = (T.Of(Years), T.Of(1 / Years), T.Of(2 * Years));
        for (var lane = 0; lane < Line; lane += T.Width)
        {
            var error = T.Of(0);
            for (var at = (nuint)lane; at < (nuint)Padded; at += Line)
            {
                var d = T.Load(in k, at) - m;
                var curve = T.Fma(b, T.Fma(rho, d, T.Sqrt(T.Fma(d, d, square))), a);
                var vol = T.Load(in MemoryMarshal.GetReference(Vol), at);
                var weight = T.Load(in MemoryMarshal.GetReference(Weight), at);
                var w = T.Max(curve, T.Of(0.01) * (vol * vol) * years);
                var model = T.Sqrt(w * inverse);
                var scale = two * model;
                var miss = model - vol;
                T.Fma(-scale, miss, w).Store(ref MemoryMarshal.GetReference(Y), at);
                (weight / (scale * scale)).Store(ref MemoryMarshal.GetReference(U), at);
                error = T.Fma(weight * miss, miss, error);
            }
            error.Store(ref MemoryMarshal.GetReference(rows), (nuint)lane);
        }
    }

    private static void Fill(ReadOnlySpan<double> values, Span<double> column, double padding)
    {
        values.CopyTo(column);
        column[values.Length..].Fill(padding);
    }
}
