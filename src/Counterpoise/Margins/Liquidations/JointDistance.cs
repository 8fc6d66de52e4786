using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Margins.Liquidations;

/// <summary>How spot and volatility of a coin move together in a day.</summary>
/// <param name="DailyVol">Standard deviation of ln S over a day: σ of the money / √365.</param>
/// <param name="VolOfVol">η: of ln σ over a day, for a parallel relative move of all volatilities.</param>
/// <param name="Correlation">ρ between them, −1 &lt; ρ &lt; 1.</param>
public sealed record JointMoves(double DailyVol, double VolOfVol, double Correlation);

/// <summary>
/// The nearest point of price and volatility at which a bucket is below: the least √(x² − 2ρxy + y²)/√(1 − ρ²),
/// x = ln(S′/S)/daily vol, y = ln(v′/v)/η.
/// </summary>
/// <param name="Sigmas">The distance, daily standard deviations; 0 if it is below already.</param>
/// <param name="Price">S′, USD.</param>
/// <param name="VolFactor">v′/v.</param>
public readonly record struct JointPoint(double Sigmas, double Price, double VolFactor)
{
    /// <summary>Standard deviations of the price's own move.</summary>
    public required double X { get; init; }

    /// <summary>Of the volatility's.</summary>
    public required double Y { get; init; }
}

/// <summary>
/// Finds the nearest point over all directions: rings outwards from today until one touches the region below, then the
/// directions near it in full, each halved to its first breach.
/// </summary>
internal sealed class JointDistance
{
    private const int Rings = 160;
    private const int PerSide = 24;
    private const int Fine = 40;
    private const int Halvings = 24;

    private readonly BucketPath _path;
    private readonly JointMoves _moves;
    private readonly double _lean;
    private readonly (double From, double To) _range;

    public JointDistance(BucketPath path, JointMoves moves, (double From, double To) range)
    {
        (_path, _moves, _range) = (path, moves, range);
        _lean = Math.Sqrt(1 - moves.Correlation * moves.Correlation);
    }

    /// <summary>The nearest point; null if there is none within <see cref="LiquidationPath.FarthestJoint"/>.</summary>
    /// <param name="limit">Distance of a point known to be below, standard deviations; ∞ if none is known.</param>
    public JointPoint? Find(double limit)
    {
        if (IsBelow(default, 0)) return PointAt(default, 0);
        var reach = Math.Min(limit * 1.001, LiquidationPath.FarthestJoint);
        Vector[] directions = [.. Directions(8 * PerSide)];
        var touched = new bool[directions.Length];
        var ring = 1;
        // One ring more than the first that is touched: its neighbours may be nearer between their rays.
        for (int last = Rings; ring <= last; ring++)
        {
            var radius = reach * ring / Rings;
            for (var d = 0; d < directions.Length; d++)
                touched[d] |= !touched[d] && IsBelow(directions[d], radius);
            if (last == Rings && Array.IndexOf(touched, true) >= 0) last = Math.Min(ring + 1, Rings);
        }
        var best = (Radius: double.PositiveInfinity, Direction: default(Vector));
        for (var d = 0; d < directions.Length; d++)
            if (touched[d]) Refine(8.0 * d / directions.Length, reach, ref best);
        return double.IsInfinity(best.Radius) ? null : PointAt(best.Direction, best.Radius);
    }

    // All directions within one coarse step, then within one fine step of the best.
    private void Refine(double centre, double reach, ref (double Radius, Vector Direction) best)
    {
        var step = 1.0 / PerSide;
        for (var round = 0; round < 3; round++, step /= Fine / 2)
        {
            var (middle, nearest) = (centre, double.PositiveInfinity);
            for (var i = -Fine; i <= Fine; i++)
            {
                var at = middle + step * i / Fine;
                var direction = Of(at);
                var radius = FirstBelow(direction, reach, Math.Min(best.Radius, nearest));
                if (radius < nearest) (nearest, centre) = (radius, at);
                if (radius < best.Radius) best = (radius, direction);
            }
        }
    }

    // Only what is nearer than a bound is of interest: one look there spares the search.
    private double FirstBelow(Vector direction, double reach, double bound)
    {
        var (near, far) = (0.0, Math.Min(bound, reach));
        if (!IsBelow(direction, far)) return double.PositiveInfinity;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = 0.5 * (near + far);
            if (IsBelow(direction, middle)) far = middle;
            else near = middle;
        }
        return far;
    }

    private bool IsBelow(Vector direction, double radius)
    {
        var point = PointAt(direction, radius);
        if (point.Price < _range.From || point.Price > _range.To) return false;
        return Rounding.Compare(_path.At(point.Price / _path.Price, point.VolFactor).Excess, 0) < 0;
    }

    private JointPoint PointAt(Vector direction, double radius)
    {
        var x = radius * direction.U;
        var y = radius * (_moves.Correlation * direction.U + _lean * direction.V);
        return new JointPoint(
            radius, _path.Price * Elementary.Exp(x * _moves.DailyVol), Elementary.Exp(y * _moves.VolOfVol))
        {
            X = x,
            Y = y,
        };
    }

    private static IEnumerable<Vector> Directions(int count)
    {
        for (var i = 0; i < count; i++) yield return Of(8.0 * i / count);
    }

    // Once around a square, brought to length one: no angle is needed.
    private static Vector Of(double around)
    {
        var t = around - 8 * Math.Floor(around / 8);
        var (u, v) = t switch
        {
            < 1 => (1, t),
            < 3 => (2 - t, 1),
            < 5 => (-1, 4 - t),
            < 7 => (t - 6, -1),
            _ => (1.0, t - 8),
        };
        var length = Math.Sqrt(u * u + v * v);
        return new Vector(u / length, v / length);
    }

    private readonly record struct Vector(double U, double V);
}
