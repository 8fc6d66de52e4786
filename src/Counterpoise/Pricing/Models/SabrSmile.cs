using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// Hagan's SABR smile, fenced: the formula is an expansion, and far from the money, for long expiries and high ν, its
/// density is negative (Durrleman's g below 0) or a wing is steeper than Lee allows. Within the sound range it is
/// Hagan's formula to the bit; beyond, total variance goes on as a straight line in k of the slope it has there, or
/// level where it falls outwards (a kink upwards adds density, and a falling line would reach 0). The range is the
/// widest from which that line keeps g ≥ 0: looked for in steps of a tenth of a standard deviation, then halved down
/// to rounding, so that it moves smoothly with the parameters.
/// </summary>
public sealed class SabrSmile : Smile
{
    private const double Step = 0.1;
    private const double Deviations = 12;
    private const int MostSteps = (int)(Deviations / Step);
    private const int Halvings = 45;

    // What g keeps at the edge, so that the rounding of its slope, a kink, leaves no negative density.
    private const double Margin = 2e-3;

    // Of a standard deviation: differences of w.
    private const double Difference = 1e-3;

    private readonly SabrParameters _parameters;
    private readonly double _forward;
    private readonly double _years;
    private readonly Edge _low;
    private readonly Edge _high;

    /// <summary>Fences a smile.</summary>
    /// <param name="parameters">Valid ones.</param>
    /// <param name="forward">F > 0.</param>
    /// <param name="years">T > 0.</param>
    /// <exception cref="InvalidInputException">Parameters, forward or time are not valid.</exception>
    public SabrSmile(SabrParameters parameters, double forward, double years)
    {
        if (!parameters.IsValid || !(forward > 0 && double.IsFinite(forward)) || !(years > 0 && double.IsFinite(years)))
        {
            throw new InvalidInputException(
                "sabr", $"{parameters}, forward {forward:R}, years {years:R}", "is no SABR smile",
                "use alpha > 0, 0 ≤ beta ≤ 1, nu ≥ 0, |rho| < 1, a forward and a time > 0");
        }
        (_parameters, _forward, _years) = (parameters, forward, years);
        var deviation = Hagan(0) * Math.Sqrt(years);
        (_low, _high) = (Find(-deviation), Find(deviation));
    }

    /// <summary>Strikes below this have the straight wing; 0 if the formula is sound down to 12 deviations.</summary>
    public double LowestSoundStrike => _low.IsFar ? 0 : _forward * Elementary.Exp(_low.K);

    /// <summary>Strikes above this have the straight wing; +∞ if the formula is sound up to 12 deviations.</summary>
    public double HighestSoundStrike =>
        _high.IsFar ? double.PositiveInfinity : _forward * Elementary.Exp(_high.K);

    /// <inheritdoc />
    public override double Vol(double logMoneyness)
    {
        if (logMoneyness >= _low.K && logMoneyness <= _high.K) return Hagan(logMoneyness);
        var edge = logMoneyness < _low.K ? _low : _high;
        return Math.Sqrt((edge.Variance + edge.Slope * (logMoneyness - edge.K)) / _years);
    }

    private double Hagan(double k) => Sabr.Vol(_forward, _forward * Elementary.Exp(k), _parameters, _years);

    private double Variance(double k)
    {
        var vol = Hagan(k);
        return vol > 0 ? vol * vol * _years : double.NaN;
    }

    // Outwards while g ≥ 0, then back until the straight line from there has g ≥ 0 as well.
    private Edge Find(double deviation)
    {
        var sound = 0;
        while (sound < MostSteps && Density((sound + 1) * Step * deviation, deviation) >= Margin) sound++;
        var steps = sound;
        while (steps > 0 && !IsEdge(steps * Step, deviation)) steps--;
        var (inside, outside) = (steps * Step, (steps + 1) * Step);
        if (steps == MostSteps) return At(inside, deviation, isFar: true);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = 0.5 * (inside + outside);
            if (IsEdge(middle, deviation)) inside = middle;
            else outside = middle;
        }
        return inside > 0 ? At(inside, deviation, isFar: false) : new Edge(0, Variance(0), 0, IsFar: false);
    }

    private bool IsEdge(double deviations, double deviation) =>
        Density(deviations * deviation, deviation) >= Margin
        && IsSound(At(deviations, deviation, isFar: false), deviation);

    private Edge At(double deviations, double deviation, bool isFar)
    {
        var (k, w, slope, _) = Around(deviations * deviation, deviation);
        return new Edge(k, w, slope * deviation > 0 ? slope : 0, isFar);
    }

    // The line w + slope·(k − k₀) outwards: g without curvature, at distances that grow.
    private static bool IsSound(Edge edge, double deviation)
    {
        var outwards = Math.Abs(edge.Slope);
        if (!(edge.Variance > 0) || outwards > Butterfly.MostSlope) return false;
        var width = Math.Abs(deviation);
        for (var distance = 0.0; distance < 1e6 * width; distance = 1.5 * distance + width / 8)
        {
            var k = edge.K + Math.Sign(deviation) * distance;
            if (!(G(k, edge.Variance + outwards * distance, edge.Slope, 0) >= Margin)) return false;
        }
        return true;
    }

    private double Density(double k, double deviation)
    {
        var (_, w, slope, bend) = Around(k, deviation);
        return G(k, w, slope, bend);
    }

    private (double K, double Variance, double Slope, double Bend) Around(double k, double deviation)
    {
        var step = Difference * Math.Abs(deviation);
        var (before, w, after) = (Variance(k - step), Variance(k), Variance(k + step));
        return (k, w, (after - before) / (2 * step), (after - 2 * w + before) / (step * step));
    }

    private static double G(double k, double w, double slope, double bend)
    {
        var first = 1 - k * slope / (2 * w);
        return first * first - 0.25 * slope * slope * (1 / w + 0.25) + 0.5 * bend;
    }

    private readonly record struct Edge(double K, double Variance, double Slope, bool IsFar);
}
