using Counterpoise.Bench.Harness;
using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// Raw SVI through 20 expiries of 40 quotes from a cold start, butterfly and calendar arbitrage checked, errors and
/// report included: the call a user makes. MathNet's Levenberg-Marquardt gets the analytic Jacobian and the same start,
/// and checks nothing. Besides, a surface whose wings cross, which has to be repaired, and the refit of one expiry.
/// </summary>
internal sealed class SviCalibration : Workload
{
    private const int Expiries = 20;
    private const int Strikes = 40;
    private const double Noise = 0.002;
    private const double CrossingNoise = 0.008;
    private const double AllowedNanoseconds = 250_000;
    private const double MostExcess = 1e-4;

    private static readonly Currency Coin = Currency.Parse("BTC");
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 9);

    private readonly ExpiryQuotes[] _quotes = Quotes(Noise);
    private readonly ExpiryQuotes[] _crossing = Quotes(CrossingNoise);
    private readonly RivalFit[] _rivals;
    private VolSurface _surface;
    private VolSurface _repaired;

    /// <summary>Makes the inputs.</summary>
    public SviCalibration()
        : base($"SVI, {Expiries} expiries × {Strikes} quotes", "surface")
    {
        _surface = SurfaceFit.Fit(Coin, Now, _quotes);
        _repaired = SurfaceFit.Fit(Coin, Now, _crossing);
        _rivals = Array.ConvertAll(_quotes, q => new RivalFit(q));
        var ours = new LocalContender("ours", 1, Run);
        Matches =
        [
            new(ours, new LocalContender("MathNet LM", 1, RunRival), Goal: 15),
            new(ours, new Allowance("250 µs", AllowedNanoseconds), Goal: 1),
            new(ours, new LocalContender("ours where wings cross and are repaired", 1, RunRepaired)),
            new(ours, new LocalContender("ours, one expiry refitted", 1, Refit)),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        Run();
        RunRival();
        RunRepaired();
        var worst = 0.0;
        for (var i = 0; i < Expiries; i++)
        {
            var smile = _surface.Smiles[i];
            worst = Math.Max(worst, smile.Rmse * smile.Rmse * smile.Quotes.Count / _rivals[i].Error);
        }
        return
        [
            new(Name, "ours: largest excess of an expiry's SSE over MathNet's", Math.Max(0, worst - 1), MostExcess),
            new(Name, "expiries that had to be repaired", Moved(_surface), Limit: 0),
            new(Name, "violations of butterfly or calendar", Violations(_surface), Limit: 0),
            new(Name, "where wings cross: expiries repaired", Moved(_repaired)),
            new(Name, "where wings cross: violations left", Violations(_repaired), Limit: 0),
            new(Name, "MathNet LM: iterations per expiry", _rivals.Average(r => r.Iterations)),
        ];
    }

    // OURS.
    private void Run() => _surface = SurfaceFit.Fit(Coin, Now, _quotes);

    private void RunRepaired() => _repaired = SurfaceFit.Fit(Coin, Now, _crossing);

    private void Refit() => _surface = SurfaceFit.Refit(_surface, _quotes[Expiries / 2]);

    private void RunRival()
    {
        foreach (var rival in _rivals) rival.Run();
    }

    private static int Moved(VolSurface surface) => surface.Smiles.Count(s => s.Kind != FitKind.Free);

    private static int Violations(VolSurface surface) =>
        surface.Smiles.Count(s => !(s.LeastDensity >= 0) || s.LeastCalendar < 0);

    // The synthetic surface, two days to two years, and quotes that stand off it evenly by up to the noise.
    private static ExpiryQuotes[] Quotes(double noise)
    {
        var random = new Random(2004);
        var smile = new SyntheticCoin(Coin, 90_000);
        return
        [
            .. Enumerable.Range(0, Expiries).Select(at =>
            {
                var expiry = Now + Duration.FromSeconds((long)(2 * 86_400 * Math.Pow(365, at / (Expiries - 1.0))));
                var years = (expiry - Now).Years;
                var deviation = smile.Vol(0, years) * Math.Sqrt(years);
                var quotes = Enumerable.Range(0, Strikes).Select(i =>
                {
                    var k = deviation * OptionSet.Step(-2.8, 2.8, i, Strikes);
                    var right = k < 0 ? OptionRight.Put : OptionRight.Call;
                    var strike = Price.Nearest(Math.Round(90_000 * Math.Exp(k)));
                    var option = Instrument.Option(Coin, Currency.Usd, Coin, expiry, strike, right);
                    var vol = smile.Vol(k, years) + OptionSet.Uniform(random, -noise, noise);
                    return new SmileQuote(option, k, vol, null, null, Weight: 1);
                });
                return new ExpiryQuotes(expiry, years, 90_000, [.. quotes]);
            }),
        ];
    }

    /// <summary>One expiry as MathNet fits it.</summary>
    private sealed class RivalFit
    {
        private readonly LevenbergMarquardtMinimizer _minimizer = new(
            gradientTolerance: 1e-12, stepTolerance: 1e-12, functionTolerance: 1e-12, maximumIterations: 200);

        private readonly Vector<double> _k, _vol, _start;
        private readonly double _years;

        public RivalFit(ExpiryQuotes quotes)
        {
            _k = Vector<double>.Build.DenseOfEnumerable(quotes.Quotes.Select(q => q.LogMoneyness));
            _vol = Vector<double>.Build.DenseOfEnumerable(quotes.Quotes.Select(q => q.Vol));
            _years = quotes.Years;
            var columns = new SviColumns(
                _k.ToArray(), _vol.ToArray(), _vol.Map(_ => 1.0).ToArray(), _years,
                new double[SviColumns.Columns * _k.Count]);
            var (m, sigma) = SviFit.Start(columns);
            var sums = new double[SviSums.Count];
            SviSums.Sum(columns, m, sigma, sums);
            var start = SviProjection.Of(sums, sigma).Curve(m, sigma);
            _start = Vector<double>.Build.Dense([start.A, start.B, start.Rho, start.M, start.Sigma]);
        }

        public double Error { get; private set; }

        public int Iterations { get; private set; }

        public void Run()
        {
            var objective = ObjectiveFunction.NonlinearModel(Vols, Gradients, _k, _vol);
            var result = _minimizer.FindMinimum(objective, _start);
            var p = result.MinimizingPoint;
            Error = (Vols(p, _k) - _vol).DotProduct(Vols(p, _k) - _vol);
            Iterations = result.Iterations;
        }

        private Vector<double> Vols(Vector<double> p, Vector<double> k)
        {
            var vols = Vector<double>.Build.Dense(k.Count);
            for (var i = 0; i < k.Count; i++)
            {
                var d = k[i] - p[3];
                vols[i] = Math.Sqrt((p[0] + p[1] * (p[2] * d + Math.Sqrt(d * d + p[4] * p[4]))) / _years);
            }
            return vols;
        }

        private Matrix<double> Gradients(Vector<double> p, Vector<double> k)
        {
            var gradients = Matrix<double>.Build.Dense(k.Count, 5);
            for (var i = 0; i < k.Count; i++)
            {
                var d = k[i] - p[3];
                var root = Math.Sqrt(d * d + p[4] * p[4]);
                var vol = Math.Sqrt((p[0] + p[1] * (p[2] * d + root)) / _years);
                var scale = 1 / (2 * vol * _years);
                gradients[i, 0] = scale;
                gradients[i, 1] = scale * (p[2] * d + root);
                gradients[i, 2] = scale * p[1] * d;
                gradients[i, 3] = -scale * p[1] * (p[2] + d / root);
                gradients[i, 4] = scale * p[1] * p[4] / root;
            }
            return gradients;
        }
    }
}
