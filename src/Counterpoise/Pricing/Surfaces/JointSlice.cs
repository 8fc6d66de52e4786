using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>One expiry in a joint fit: its quotes, and the bounds of its parameters.</summary>
internal sealed class JointSlice
{
    // Share of the error that the surface of the other expiries counts where an expiry has too few quotes.
    private const double Lean = 0.05;

    private double[] _k;
    private double[] _vol;
    private double[] _weight;
    private readonly double _years;

    public JointSlice(ExpiryQuotes quotes)
    {
        _years = quotes.Years;
        _k = [.. quotes.Quotes.Select(q => q.LogMoneyness)];
        _vol = [.. quotes.Quotes.Select(q => q.Vol)];
        _weight = [.. quotes.Quotes.Select(q => q.Weight / quotes.Quotes.Count)];
        (Low, High) = (_k.Min(), _k.Max());
        var range = Math.Max(High - Low, 0.1 * Math.Sqrt(quotes.Years));
        (LeastLogWidth, MostLogWidth) = (Elementary.Log(1e-3 * range), Elementary.Log(20 * range));
        (LeastCentre, MostCentre) = (Low - 10 * range, High + 10 * range);
        Typical = _vol.Average() * _vol.Average() * _years;
    }

    /// <summary>True if its curve stays as it is.</summary>
    public bool IsFixed { get; init; }

    public double Low { get; }

    public double High { get; }

    public double LeastLogWidth { get; }

    public double MostLogWidth { get; }

    public double LeastCentre { get; }

    public double MostCentre { get; }

    /// <summary>A total variance of this expiry: the scale of its calendar constraint.</summary>
    public double Typical { get; }

    /// <summary>Total variance of the quote nearest the money.</summary>
    public double AtTheMoney
    {
        get
        {
            var nearest = 0;
            for (var i = 1; i < _k.Length; i++) if (Math.Abs(_k[i]) < Math.Abs(_k[nearest])) nearest = i;
            return _vol[nearest] * _vol[nearest] * _years;
        }
    }

    /// <summary>Adds points of a curve, with little weight, where the quotes alone do not determine one.</summary>
    public void LeanOn(in RawSvi curve)
    {
        ReadOnlySpan<double> deviations = [-2, -1, 0, 1, 2];
        var width = Math.Sqrt(Typical);
        Array.Resize(ref _k, _k.Length + deviations.Length);
        Array.Resize(ref _vol, _k.Length);
        Array.Resize(ref _weight, _k.Length);
        for (var i = 0; i < deviations.Length; i++)
        {
            var k = deviations[i] * width;
            var at = _k.Length - deviations.Length + i;
            (_k[at], _vol[at]) = (k, Math.Sqrt(curve.Variance(k) / _years));
            _weight[at] = Lean / deviations.Length;
        }
    }

    /// <summary>Weighted mean of (√(w/T) − vol)².</summary>
    public double MeanSquare(in RawSvi curve)
    {
        var sum = 0.0;
        for (var i = 0; i < _k.Length; i++)
        {
            var miss = Math.Sqrt(Math.Max(curve.Variance(_k[i]), 0) / _years) - _vol[i];
            sum += _weight[i] * miss * miss;
        }
        return sum;
    }

    /// <summary>Gauss-Newton curvature and gradient of half the scaled mean square.</summary>
    public void Normal(in RawSvi curve, double scale, Span<double> normal, Span<double> gradient)
    {
        const int count = SviPoint.Count;
        normal.Clear();
        gradient.Clear();
        Span<double> row = stackalloc double[count];
        for (var i = 0; i < _k.Length; i++)
        {
            SviPoint.VarianceGradient(curve, _k[i], row);
            var w = Math.Max(curve.Variance(_k[i]), 0.01 * _vol[i] * _vol[i] * _years);
            var model = Math.Sqrt(w / _years);
            var factor = 1 / (2 * model * _years);
            var (weight, miss) = (scale * _weight[i], model - _vol[i]);
            for (var r = 0; r < count; r++)
            {
                var scaled = weight * factor * row[r];
                gradient[r] += scaled * miss;
                for (var c = 0; c <= r; c++) normal[r * count + c] += scaled * factor * row[c];
            }
        }
        for (var r = 0; r < count; r++)
            for (var c = r + 1; c < count; c++) normal[r * count + c] = normal[c * count + r];
    }
}
