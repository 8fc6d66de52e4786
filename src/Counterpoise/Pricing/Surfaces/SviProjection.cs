namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// The best a + c·d + b·h for one centre and width, b ≥ 0 and |c| ≤ <see cref="MostRho"/>·b, with its error and the
/// projected normal equations of the two that are left.
/// </summary>
internal readonly struct SviProjection
{
    /// <summary>|ρ| at most: at 1 a wing would be flat and the curve no longer strictly convex there.</summary>
    public const double MostRho = 0.999;

    private readonly double _level;
    private readonly double _tilt;
    private readonly double _slope;
    private readonly double _mm, _ms, _ss, _gm, _gs;

    private SviProjection(
        double level, double tilt, double slope, double error,
        (double Mm, double Ms, double Ss, double Gm, double Gs) n)
    {
        (_level, _tilt, _slope, Error) = (level, tilt, slope, error);
        (_mm, _ms, _ss, _gm, _gs) = n;
    }

    /// <summary>Σu·(w − y)².</summary>
    public double Error { get; }

    /// <summary>Solves the linear part.</summary>
    /// <param name="s">As <see cref="SviSums.Sum"/> gives them.</param>
    /// <param name="sigma">The width they were summed with.</param>
    public static SviProjection Of(ReadOnlySpan<double> s, double sigma)
    {
        // Relative ridge: identical strikes or a curve that is a line over them leave a column without meaning.
        const double ridge = 1e-14;
        var one = s[SviSums.One];
        // Columns d and h made orthogonal to 1, then h to d.
        var (d1, h1) = (s[SviSums.D] / one, s[SviSums.H] / one);
        var dd = s[SviSums.Dd] - d1 * s[SviSums.D];
        var dh = s[SviSums.Dh] - d1 * s[SviSums.H];
        var hh = s[SviSums.Hh] - h1 * s[SviSums.H];
        var yd = s[SviSums.Yd] - d1 * s[SviSums.Y];
        var yh = s[SviSums.Yh] - h1 * s[SviSums.Y];
        var level = s[SviSums.Y] / one;
        var rest = s[SviSums.Yy] - level * s[SviSums.Y];
        if (!(dd > ridge * s[SviSums.Dd])) return new SviProjection(level, 0, 0, rest, default);
        var hd = dh / dd;
        var hhd = hh - hd * dh;
        if (hhd > ridge * s[SviSums.Hh])
        {
            var b = (yh - hd * yd) / hhd;
            var c = (yd - b * dh) / dd;
            if (b >= 0 && Math.Abs(c) <= MostRho * b)
            {
                var error = rest - yd * yd / dd - (yh - hd * yd) * b;
                return Inside(s, sigma, level - c * d1 - b * h1, c, b, error, (d1, h1, hd, dd, hhd));
            }
        }
        var left = Face(-MostRho, dd, dh, hh, yd, yh);
        var right = Face(MostRho, dd, dh, hh, yd, yh);
        var (rho, slope, gain) = left.Gain > right.Gain ? left : right;
        return slope > 0
            ? OnFace(s, sigma, rho, slope, level - slope * (rho * d1 + h1), rest - gain, d1, h1)
            : new SviProjection(level, 0, 0, rest, default);
    }

    // The curve with c = ρ·b: one slope.
    private static (double Rho, double Slope, double Gain) Face(
        double rho, double dd, double dh, double hh, double yd, double yh)
    {
        var square = rho * rho * dd + 2 * rho * dh + hh;
        var cross = rho * yd + yh;
        return square > 0 && cross > 0 ? (rho, cross / square, cross * cross / square) : (rho, 0, 0);
    }

    private static SviProjection Inside(
        ReadOnlySpan<double> s, double sigma, double level, double c, double b, double error,
        (double D1, double H1, double Hd, double Dd, double Hhd) basis)
    {
        var j = new Columns(s, sigma, c, b);
        // Both Jacobian columns along the orthogonal basis 1, d − d̄, h − h̄ − hd·(d − d̄).
        var one = s[SviSums.One];
        var (m1, s1) = (j.M1, j.S1);
        var (m2, s2) = (j.Md - basis.D1 * m1, j.Sd - basis.D1 * s1);
        var (m3, s3) = (j.Mh - basis.H1 * m1 - basis.Hd * m2, j.Sh - basis.H1 * s1 - basis.Hd * s2);
        var n = (
            j.Mm - m1 * m1 / one - m2 * m2 / basis.Dd - m3 * m3 / basis.Hhd,
            j.Ms - m1 * s1 / one - m2 * s2 / basis.Dd - m3 * s3 / basis.Hhd,
            j.Ss - s1 * s1 / one - s2 * s2 / basis.Dd - s3 * s3 / basis.Hhd,
            level * j.M1 + c * j.Md + b * j.Mh - j.My,
            level * j.S1 + c * j.Sd + b * j.Sh - j.Sy);
        return new SviProjection(level, c, b, error, n);
    }

    private static SviProjection OnFace(
        ReadOnlySpan<double> s, double sigma, double rho, double b, double level, double error, double d1, double h1)
    {
        var j = new Columns(s, sigma, rho * b, b);
        var one = s[SviSums.One];
        var mean = rho * d1 + h1;
        var square = rho * rho * s[SviSums.Dd] + 2 * rho * s[SviSums.Dh] + s[SviSums.Hh] - mean * mean * one;
        var m2 = rho * j.Md + j.Mh - mean * j.M1;
        var s2 = rho * j.Sd + j.Sh - mean * j.S1;
        var n = (
            j.Mm - j.M1 * j.M1 / one - m2 * m2 / square,
            j.Ms - j.M1 * j.S1 / one - m2 * s2 / square,
            j.Ss - j.S1 * j.S1 / one - s2 * s2 / square,
            level * j.M1 + rho * b * j.Md + b * j.Mh - j.My,
            level * j.S1 + rho * b * j.Sd + b * j.Sh - j.Sy);
        return new SviProjection(level, rho * b, b, error, n);
    }

    /// <summary>The damped Gauss-Newton step of m and ln σ; false if there is none.</summary>
    public bool Step(double damping, out double dm, out double ds)
    {
        var (mm, ss) = (_mm * (1 + damping), _ss * (1 + damping));
        var determinant = mm * ss - _ms * _ms;
        dm = (-_gm * ss + _gs * _ms) / determinant;
        ds = (-_gs * mm + _gm * _ms) / determinant;
        return determinant > 0 && mm > 0 && double.IsFinite(dm) && double.IsFinite(ds);
    }

    /// <summary>The curve as raw SVI.</summary>
    public RawSvi Curve(double m, double sigma) =>
        new(_level - _slope * sigma, _slope, _slope > 0 ? _tilt / _slope : 0, m, sigma);

    /// <summary>Products of the Jacobian's columns M = −(c + b·q), S = −bσ·e with 1, d, h, y and each other.</summary>
    private readonly struct Columns
    {
        public readonly double M1, Md, Mh, My, S1, Sd, Sh, Sy, Mm, Ms, Ss;

        public Columns(ReadOnlySpan<double> s, double sigma, double c, double b)
        {
            var f = -b * sigma;
            M1 = -(c * s[SviSums.One] + b * s[SviSums.Q]);
            Md = -(c * s[SviSums.D] + b * s[SviSums.Dq]);
            Mh = -(c * s[SviSums.H] + b * s[SviSums.Hq]);
            My = -(c * s[SviSums.Y] + b * s[SviSums.Yq]);
            S1 = f * s[SviSums.E];
            Sd = f * s[SviSums.De];
            Sh = f * s[SviSums.He];
            Sy = f * s[SviSums.Ye];
            Mm = c * c * s[SviSums.One] + 2 * b * c * s[SviSums.Q] + b * b * s[SviSums.Qq];
            Ms = -f * (c * s[SviSums.E] + b * s[SviSums.Qe]);
            Ss = f * f * s[SviSums.Ee];
        }
    }
}
