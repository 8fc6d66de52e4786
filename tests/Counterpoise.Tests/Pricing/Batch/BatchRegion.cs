using Counterpoise.Tests.Numerics;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>
/// What the batch says in one region against exact values. M is the smaller leg, V the price, u = 2⁻⁵³, and
/// A = 1 + |d₁·d₂|: an error of d, of some u times the larger of |d₁| and |d₂|, moves e^(−d²/2) by d times it. Out of
/// the money two tails of almost equal size are subtracted: B = A + (1 + min(|d₁|, |d₂|))/σ√T.
/// </summary>
internal sealed class BatchRegion(string name, double priceClaim)
{
    private readonly WorstError _timeValue = new(name, "price", "u·M", priceClaim);
    private readonly WorstError _price = new(name, "price", "u·V·B", 16);
    private readonly WorstError _delta = new(name, "delta", "relative, u·A", 12);
    private readonly WorstError _gamma = new(name, "gamma", "relative, u·A", 7);
    private readonly WorstError _vega = new(name, "vega", "relative, u·A", 7);
    private readonly WorstError _theta = new(name, "theta", "relative, u·A", 7);

    public IEnumerable<WorstError> Rows => [_timeValue, _price, _delta, _gamma, _vega, _theta];

    /// <summary>Judges an out-of-the-money option by its results.</summary>
    public void Note(ExactOption exact, int index, double[] results)
    {
        double[] at = exact.At;
        var spread = exact.Spread;
        var relative = spread + (1 + exact.Nearest) / exact.TotalVol;
        var error = WorstError.Absolute(results[0], exact.Price) / WorstError.Rounding;
        _timeValue.Note(error / exact.Smaller, index, at);
        _price.Note(error / exact.Price.ToDouble() / relative, index, at);
        _delta.Note(WorstError.Relative(results[1], exact.Delta) / spread, index, at);
        _gamma.Note(WorstError.Relative(results[2], exact.Gamma) / spread, index, at);
        _vega.Note(WorstError.Relative(results[3], exact.Vega) / spread, index, at);
        _theta.Note(WorstError.Relative(results[4], exact.Theta) / spread, index, at);
    }
}

/// <summary>The in-the-money options: their price also rounds the intrinsic value and the sum.</summary>
internal sealed class InTheMoneyRegion(string name)
{
    private readonly WorstError _price = new(name, "price", "u·(M + V)", 7);
    private readonly WorstError _delta = new(name, "delta", "relative, u·A", 12);

    public IEnumerable<WorstError> Rows => [_price, _delta];

    /// <summary>Judges an in-the-money option by its results.</summary>
    public void Note(ExactOption exact, int index, double[] results)
    {
        var legs = exact.Smaller + exact.Price.ToDouble();
        _price.Note(WorstError.Absolute(results[0], exact.Price) / WorstError.Rounding / legs, index, exact.At);
        _delta.Note(WorstError.Relative(results[1], exact.Delta) / exact.Spread, index, exact.At);
    }
}

/// <summary>The exact undiscounted values of one right of a point.</summary>
internal sealed class ExactOption
{
    private readonly AccuracyPoint _point;
    private readonly Lazy<BigFloat> _scale;

    public ExactOption(AccuracyPoint point, bool call)
    {
        _point = point;
        var x = point.Exact;
        BigFloat f = point.Forward, k = point.Strike;
        Price = call ? (f * x.Below1) - (k * x.Below2) : (k * x.Above2) - (f * x.Above1);
        Delta = call ? x.Below1 : -x.Above1;
        _scale = new(() => f * x.Density * BigMath.Sqrt(point.Years));
        var (d1, d2) = (Math.Abs(x.D1.ToDouble()), Math.Abs(x.D2.ToDouble()));
        (Spread, Nearest) = (1 + d1 * d2, Math.Min(d1, d2));
    }

    public BigFloat Price { get; }

    public BigFloat Delta { get; }

    public BigFloat Gamma => _point.Exact.Density / (_point.Forward * _point.Exact.TotalVol);

    public BigFloat Vega => _scale.Value;

    public BigFloat Theta => -(_scale.Value * _point.Vol / (2 * (BigFloat)_point.Years));

    /// <summary>1 + |d₁·d₂|.</summary>
    public double Spread { get; }

    /// <summary>The smaller of |d₁| and |d₂|.</summary>
    public double Nearest { get; }

    public double TotalVol => _point.Exact.TotalVol.ToDouble();

    /// <summary>The smaller leg.</summary>
    public double Smaller => Math.Min(_point.Forward, _point.Strike);

    /// <summary>F, K, σ, T.</summary>
    public double[] At => [_point.Forward, _point.Strike, _point.Vol, _point.Years];
}
