using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// Errors of implied volatility of Merton's model at all quotes of an expiry, with their derivatives in σ, λ, μ, δ. One
/// batch of Black-76 for each number of jumps: given n of them, the forward is F_n = e^{n(μ + δ²/2) − λκT} and
/// s_n² = σ²T + nδ²; parameters act through these and the weights.
/// </summary>
internal sealed class MertonResiduals : IResiduals
{
    private const int Parameters = 4;

    // Weights below this share do not move a volatility.
    private const double Negligible = 1e-16;

    private readonly SmileTarget _target;
    private readonly double[] _forward;
    private readonly double[] _vol;
    private readonly double[] _one;
    private readonly double[] _price;
    private readonly double[] _delta;
    private readonly double[] _vega;
    private readonly double[] _unused;

    public MertonResiduals(SmileTarget target)
    {
        _target = target;
        var count = target.Count;
        (_forward, _vol, _one) = (new double[count], new double[count], new double[count]);
        (_price, _delta, _vega, _unused) = (new double[count], new double[count], new double[count], new double[count]);
        Array.Fill(_one, 1);
    }

    public int ParameterCount => Parameters;

    public int Count => _target.Count;

    public bool Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
    {
        var (vol, intensity, mean, size) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        var years = _target.Years;
        residuals.Clear();
        jacobian.Clear();
        var growth = Elementary.Exp(mean + 0.5 * size * size);
        var jumps = intensity * years;
        var weight = Elementary.Exp(-jumps);
        var most = Math.Max(jumps, jumps * growth);
        for (var n = 0; n <= most || weight * Elementary.Pow(Math.Max(growth, 1), n) > Negligible; n++)
        {
            if (n > 0) weight *= jumps / n;
            var forward = Elementary.Exp(n * (mean + 0.5 * size * size) - jumps * (growth - 1));
            var total = Math.Sqrt(vol * vol * years + n * size * size);
            Array.Fill(_forward, forward);
            Array.Fill(_vol, total);
            BatchBlack76.All(
                new OptionColumns(_target.Sign, _forward, _target.Strike, _vol, _one),
                new GreekColumns(_price, _delta, _unused, _vega, _unused));
            var toMean = forward * (n - jumps * growth);
            for (var i = 0; i < Count; i++)
            {
                var row = jacobian.Slice(i * Parameters, Parameters);
                residuals[i] += weight * _price[i];
                row[0] += weight * _vega[i] * vol * years / total;
                row[1] += weight * ((n / intensity - years) * _price[i] - _delta[i] * forward * (growth - 1) * years);
                row[2] += weight * _delta[i] * toMean;
                row[3] += weight * (_delta[i] * toMean * size + _vega[i] * n * size / total);
            }
        }
        for (var i = 0; i < Count; i++)
        {
            if (!double.IsFinite(residuals[i])) return false;
            (residuals[i], var slope) = _target.OfPrice(i, residuals[i]);
            for (var j = 0; j < Parameters; j++) jacobian[i * Parameters + j] *= slope;
        }
        return true;
    }
}
