using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>Calibrations find what made the quotes, and say so where quotes say little.</summary>
public sealed class CalibrationTests
{
    private const double Years = 0.05;
    private const double Deviation = 0.6 * 0.22360679774997896;

    [Fact]
    public void Merton_is_found_again()
    {
        var truth = new MertonParameters(0.45, 12, -0.05, 0.12);
        var quotes = Quotes(k => VolOf(k, Years, (r, x) => Merton.Price(r, 1, x, truth, Years)));
        var fit = MertonCalibration.Fit(quotes, Years)!;
        Assert.InRange(fit.Rmse, 0, 1e-7);
        Assert.Equal(truth.Vol, fit.Parameters.Vol, 1e-4);
        Assert.Equal(truth.JumpIntensity, fit.Parameters.JumpIntensity, 0.01);
        Assert.StartsWith("well determined", fit.Determination.Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Sabr_is_found_again(double beta)
    {
        var truth = new SabrParameters(0.6 * Math.Pow(100, 1 - beta), beta, 2.5, -0.25);
        var fit = SabrCalibration.Fit(Quotes(k => Sabr.Vol(100, 100 * Math.Exp(k), truth, Years)), 100, Years, beta)!;
        Assert.InRange(fit.Rmse, 0, 1e-9);
        Assert.Equal(truth.Alpha, fit.Parameters.Alpha, 1e-7 * truth.Alpha);
        Assert.Equal(truth.Nu, fit.Parameters.Nu, 1e-6);
        Assert.Equal(truth.Rho, fit.Parameters.Rho, 1e-6);
    }

    [Fact]
    public void Heston_is_found_again()
    {
        var truth = new HestonParameters(0.3, 3, 0.4, 1.2, -0.35);
        var expiries = new[] { 0.1, 0.3, 0.8, 1.5 }.Select(years => Expiry(
            years, k => VolOf(k, years, (r, x) => Heston.Price(r, 1, x, truth, years)))).ToArray();
        var fit = HestonCalibration.Fit(expiries)!;
        Assert.InRange(fit.Rmse, 0, 1e-7);
        Assert.Equal(truth.Kappa, fit.Parameters.Kappa, 1e-3);
        Assert.Equal(truth.VolOfVol, fit.Parameters.VolOfVol, 1e-3);
        Assert.Equal(truth.Rho, fit.Parameters.Rho, 1e-4);
    }

    [Fact]
    public void The_residuals_of_Merton_have_the_derivatives_they_claim()
    {
        var residuals = new MertonResiduals(new SmileTarget(Quotes(_ => 0.6), Years));
        double[] at = [0.4, 15, -0.04, 0.1];
        var (r, jacobian) = (new double[residuals.Count], new double[4 * residuals.Count]);
        Assert.True(residuals.Evaluate(at, r, jacobian));
        for (var j = 0; j < 4; j++)
        {
            var h = 1e-5 * Math.Max(Math.Abs(at[j]), 0.1);
            var (up, down) = (Moved(j, h), Moved(j, -h));
            for (var i = 0; i < r.Length; i++)
            {
                var claimed = jacobian[4 * i + j];
                Assert.Equal((up[i] - down[i]) / (2 * h), claimed, 1e-5 * Math.Max(1, Math.Abs(claimed)));
            }
        }

        double[] Moved(int j, double step)
        {
            double[] moved = [.. at];
            moved[j] += step;
            var result = new double[residuals.Count];
            residuals.Evaluate(moved, result, new double[4 * residuals.Count]);
            return result;
        }
    }

    [Fact]
    public void Quotes_that_say_little_are_said_to_say_little()
    {
        Assert.Null(MertonCalibration.Fit([], Years));
        Assert.Null(SabrCalibration.Fit([], 100, Years));
        Assert.Null(HestonCalibration.Fit([]));
        SmileQuote[][] poor =
        [
            [Quote(0.01, 0.6)],
            [.. Enumerable.Repeat(Quote(0.02, 0.6), 8)],
            [Quote(-0.1, 0.001), Quote(0, 5), Quote(0.1, 0.001)],
            [.. Quotes(_ => 0.6)],
        ];
        foreach (var quotes in poor)
        {
            var merton = MertonCalibration.Fit(quotes, 1 / 365.0)!;
            var sabr = SabrCalibration.Fit(quotes, 100, 1 / 365.0)!;
            Assert.True(double.IsFinite(merton.Rmse + merton.Parameters.TotalVol), $"{merton}");
            Assert.True(double.IsFinite(sabr.Rmse + sabr.Parameters.Alpha + sabr.Parameters.Nu), $"{sabr}");
            var heston = HestonCalibration.Fit([new ExpiryQuotes(Later(0.1), 0.1, 100, quotes)])!;
            Assert.True(double.IsFinite(heston.Rmse + heston.Parameters.V0), $"{heston}");
        }
        Assert.StartsWith(
            "not determined: 1 quote", MertonCalibration.Fit(poor[0], Years)!.Determination.Verdict,
            StringComparison.Ordinal);
    }

    private static SmileQuote[] Quotes(Func<double, double> vol, double deviation = Deviation) =>
        [.. Enumerable.Range(0, 25).Select(i => (i - 12) / 4.5 * deviation).Select(k => Quote(k, vol(k)))];

    private static ExpiryQuotes Expiry(double years, Func<double, double> vol) =>
        new(Later(years), years, 100, Quotes(vol, 0.55 * Math.Sqrt(years)));

    private static SmileQuote Quote(double k, double vol)
    {
        var option = Instrument.Option(
            Currency.Parse("BTC"), Currency.Usd, Currency.Parse("BTC"), Later(1), Price.Nearest(100 * Math.Exp(k)),
            k < 0 ? OptionRight.Put : OptionRight.Call);
        return new SmileQuote(option, k, vol, null, null, 1);
    }

    private static Instant Later(double years) =>
        Instant.FromUtc(2026, 3, 1) + Duration.FromSeconds((long)(years * Duration.SecondsPerYear));

    private static double VolOf(double k, double years, Func<OptionRight, double, double> price)
    {
        var right = k < 0 ? OptionRight.Put : OptionRight.Call;
        return ImpliedVol.Solve(right, price(right, Math.Exp(k)), 1, Math.Exp(k), years).Vol;
    }
}
