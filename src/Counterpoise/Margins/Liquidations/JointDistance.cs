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
/// Finds the nearest point over all directions: rings outwards from today until one touches the region below, on a ray
/// or in a valley between two; then about each such place, in small steps outwards, the lowest point within a
/// step, halved to its first breach. The region may be an island: what lies farther out along a ray says nothing.
/// </summary>
internal sealed class JointDistance
{
    private const int Rings = 160;
    private const int PerSide = 24;
    private const int Behind = 8;
    private const int Fine = 8;
    private const int Halvings = 16;
    private const int Steps = 18;

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
    /// <param name="price">
    /// Signed distance of the price that liquidates by itself, standard deviations of its own; ∞ if there is none.
    /// </param>
    public JointPoint? Find(double price)
    {
        if (IsBelow(default, 0)) return PointAt(default, 0);
        var alone = Math.Abs(price) / _lean;
        var best = (Radius: double.PositiveInfinity, Direction: default(Vector));
        if (alone <= LiquidationPath.FarthestJoint)
            best = (alone, new Vector(Math.Sign(price) * _lean, -Math.Sign(price) * _moves.Correlation));
        var reach = Math.Min(alone, LiquidationPath.FarthestJoint);
        var step = reach / Rings;
        for (var ring = 1; ring <= Rings; ring++)
        {
            var places = Below(step * ring);
            if (places.Count == 0) continue;
            // Beside the first ring that is touched, the next: what touches it may reach nearer between the rings.
            if (ring < Rings) places.AddRange(Below(step * (ring + 1)));
            foreach (var at in places)
                Refine(at, Math.Max(step * (ring - Behind), 0), step * Math.Min(ring + 1, Rings), ref best);
            break;
        }
        return double.IsInfinity(best.Radius) ? null : PointAt(best.Direction, best.Radius);
    }

    // Places around a ring that are below: rays, and where it is lowest between two of them, in every valley.
    private List<double> Below(double radius)
    {
        const int rays = 8 * PerSide;
        var excess = new double[rays];
        for (var d = 0; d < rays; d++) excess[d] = Excess(Of((double)d / PerSide), radius);
        var below = new List<double>();
        for (var d = 0; d < rays; d++)
        {
            var at = (double)d / PerSide;
            var isValley = excess[d] < excess[(d + rays - 1) % rays] && excess[d] <= excess[(d + 1) % rays];
            if (IsNegative(excess[d]) || (isValley && IsNegative(Lowest(ref at, radius)))) below.Add(at);
        }
        return below;
    }

    // The least excess within one step between rays, and where: looked at ever closer.
    private double Lowest(ref double at, double radius)
    {
        var least = double.PositiveInfinity;
        var width = 1.0 / PerSide;
        for (var round = 0; round < 3; round++, width /= Fine / 2)
        {
            var middle = at;
            for (var i = -Fine; i <= Fine; i++)
            {
                var place = middle + width * i / Fine;
                var excess = Excess(Of(place), radius);
                if (excess < least) (at, least) = (place, excess);
            }
        }
        return least;
    }

    // Outwards from a radius: the first that is below within one step of a place, halved.
    private void Refine(double at, double from, double to, ref (double Radius, Vector Direction) best)
    {
        var near = from;
        for (var i = 1; i <= Steps; i++)
        {
            var far = Math.Min(from + (to - from) * i / Steps, best.Radius);
            if (IsNegative(Lowest(ref at, far)))
            {
                for (var h = 0; h < Halvings; h++)
                {
                    var (middle, there) = (0.5 * (near + far), at);
                    if (IsNegative(Lowest(ref there, middle))) (far, at) = (middle, there);
                    else near = middle;
                }
                if (far < best.Radius) best = (far, Of(at));
                return;
            }
            if (far >= best.Radius) return;
            near = far;
        }
    }

    private static bool IsNegative(double excess) => double.IsFinite(excess) && Rounding.Compare(excess, 0) < 0;

    private bool IsBelow(Vector direction, double radius) => IsNegative(Excess(direction, radius));

    // Outside the range nothing is below.
    private double Excess(Vector direction, double radius)
    {
        var point = PointAt(direction, radius);
        return point.Price < _range.From || point.Price > _range.To
            ? double.PositiveInfinity
            : _path.At(point.Price / _path.Price, point.VolFactor).Excess;
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
