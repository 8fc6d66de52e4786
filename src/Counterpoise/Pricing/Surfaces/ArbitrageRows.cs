namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// What excludes arbitrage, as numbers that must not be negative: within an expiry g at its local minima, Lee's bounds,
/// |ρ| below 1 and a positive least variance; between expiries w₂ − w₁ at its local minima, relative to the later's
/// variance, and the slopes of the wings. Each with a margin, so that what satisfies them to rounding is strictly free.
/// </summary>
internal static class ArbitrageRows
{
    /// <summary>g is at least this.</summary>
    public const double DensityMargin = 2e-4;

    /// <summary>The later total variance exceeds the earlier by at least this share of itself.</summary>
    public const double CalendarMargin = 1e-5;

    /// <summary>Slopes of wings stay this far apart, and this far below 2.</summary>
    public const double SlopeMargin = 1e-6;

    /// <summary>Least total variance, as a share of the typical.</summary>
    private const double VarianceMargin = 1e-3;

    // Keys of constraints within an expiry: 0 to 6, the local minima of g, the points of the grid.
    private const int VarianceKey = 4;
    private const int DensityKey = 10;
    private const int CalendarKey = 100;

    // Minima above these are not near enough to matter within a step.
    private const double NearDensity = 0.25;
    private const double NearCalendar = 0.1;

    public static double Violation(in RawSvi curve, JointSlice slice)
    {
        Span<double> at = stackalloc double[Butterfly.Most];
        Span<double> density = stackalloc double[Butterfly.Most];
        var count = Butterfly.Minima(curve, DensityMargin, at, density);
        var sum = 0.0;
        foreach (var g in density[..count]) sum += Math.Min(DensityMargin - g, 10);
        sum += Below(Butterfly.MostSlope - SlopeMargin - curve.LeftSlope);
        sum += Below(Butterfly.MostSlope - SlopeMargin - curve.RightSlope);
        sum += Below(SviProjection.MostRho - Math.Abs(curve.Rho)) * curve.B;
        return sum + Below(curve.LeastVariance / slice.Typical - VarianceMargin);
    }

    public static double Violation(in RawSvi before, in RawSvi curve, CalendarGrid grid)
    {
        var sum = 0.0;
        for (var i = 0; i < grid.Count; i++) sum += Below(Difference(before, curve, grid, i));
        if (!grid.HasWings) return sum;
        sum += Below(curve.LeftSlope - before.LeftSlope - SlopeMargin);
        return sum + Below(curve.RightSlope - before.RightSlope - SlopeMargin);
    }

    public static void Add(ConstraintRows rows, int slice, in SviPoint point, in RawSvi curve, JointSlice quotes)
    {
        Span<double> gradient = stackalloc double[SviPoint.Count];
        Span<double> at = stackalloc double[Butterfly.Most];
        Span<double> density = stackalloc double[Butterfly.Most];
        var count = Butterfly.Minima(curve, NearDensity, at, density);
        for (var i = 0; i < count; i++)
        {
            if (!double.IsFinite(density[i])) continue;
            SviPoint.DensityGradient(curve, at[i], gradient);
            rows.Add(DensityKey + i, slice, gradient, density[i] - DensityMargin, at[i]);
        }
        var most = Butterfly.MostSlope - SlopeMargin;
        rows.Add(0, slice, [0, 1, -1, 0, 0], most - point.Slope + point.Tilt);
        rows.Add(1, slice, [0, -1, -1, 0, 0], most - point.Slope - point.Tilt);
        const double rho = SviProjection.MostRho;
        rows.Add(2, slice, [0, 1, rho, 0, 0], rho * point.Slope + point.Tilt);
        rows.Add(3, slice, [0, -1, rho, 0, 0], rho * point.Slope - point.Tilt);
        var root = Math.Sqrt(Math.Max(point.Slope * point.Slope - point.Tilt * point.Tilt, 1e-16));
        var scale = 1 / quotes.Typical;
        gradient[0] = scale;
        gradient[1] = -curve.Sigma * point.Tilt / root * scale;
        gradient[2] = curve.Sigma * (point.Slope / root - 1) * scale;
        gradient[3] = 0;
        gradient[4] = curve.Sigma * (root - point.Slope) * scale;
        rows.Add(VarianceKey, slice, gradient, curve.LeastVariance * scale - VarianceMargin);
    }

    public static void Add(
        ConstraintRows rows, int slice, in RawSvi before, in RawSvi curve, CalendarGrid grid)
    {
        Span<double> mine = stackalloc double[SviPoint.Count];
        Span<double> its = stackalloc double[SviPoint.Count];
        for (var i = 0; i < grid.Count; i++)
        {
            var difference = Difference(before, curve, grid, i);
            if (difference > NearCalendar) continue;
            SviPoint.VarianceGradient(curve, grid.At(i), mine);
            SviPoint.VarianceGradient(before, grid.At(i), its);
            var scale = grid.Scale(i);
            for (var j = 0; j < mine.Length; j++) (mine[j], its[j]) = (mine[j] * scale, -its[j] * scale);
            rows.Add(CalendarKey + i, slice, mine, its, difference);
        }
        if (!grid.HasWings) return;
        rows.Add(5, slice, [0, -1, 1, 0, 0], [0, 1, -1, 0, 0], curve.LeftSlope - before.LeftSlope - SlopeMargin);
        rows.Add(6, slice, [0, 1, 1, 0, 0], [0, -1, -1, 0, 0], curve.RightSlope - before.RightSlope - SlopeMargin);
    }

    /// <summary>What a row is worth at other curves: the constraint itself, not its line.</summary>
    public static double Value(
        ConstraintRows.Row row, ReadOnlySpan<RawSvi> curves, JointSlice[] slices, CalendarGrid[] grids)
    {
        ref readonly var curve = ref curves[row.Slice];
        var key = row.Key - 1000 * row.Slice;
        if (key >= CalendarKey) return Difference(curves[row.Slice - 1], curve, grids[row.Slice], key - CalendarKey);
        if (key >= DensityKey)
            return Butterfly.Density(curve, row.At) is var g && double.IsFinite(g) ? g - DensityMargin : -1;
        const double rho = SviProjection.MostRho;
        return key switch
        {
            0 => Butterfly.MostSlope - SlopeMargin - curve.LeftSlope,
            1 => Butterfly.MostSlope - SlopeMargin - curve.RightSlope,
            2 => curve.B * (rho + curve.Rho),
            3 => curve.B * (rho - curve.Rho),
            VarianceKey => curve.LeastVariance / slices[row.Slice].Typical - VarianceMargin,
            5 => curve.LeftSlope - curves[row.Slice - 1].LeftSlope - SlopeMargin,
            _ => curve.RightSlope - curves[row.Slice - 1].RightSlope - SlopeMargin,
        };
    }

    private static double Difference(in RawSvi before, in RawSvi curve, CalendarGrid grid, int i)
    {
        var k = grid.At(i);
        return (curve.Variance(k) - before.Variance(k)) * grid.Scale(i) - CalendarMargin;
    }

    private static double Below(double value) => Math.Max(0, -value);
}
