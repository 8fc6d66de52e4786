using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>
/// Greeks and the gradient against 18 digits over the wide domain (tests/golden/heston-greeks.csv). Errors are counted
/// in what a relative change of the argument would move the price by if it moved the larger leg as much.
/// </summary>
public class HestonGreekAccuracyTests
{
    private const double Rate = 0.06;

    private static readonly Lazy<WorstError[]> Measured = new(Measure);

    [Fact]
    public void Greeks_and_gradients_are_within_their_claims() =>
        Assert.All(Measured.Value, row => Assert.True(row.Holds, row.ToString()));

    [Fact]
    public void The_page_prints_the_worst_errors() => KernelsPage.Prints(
        "greeks", ["v0", "κ", "θ", "σ", "ρ", "T", "K"], Measured.Value, "heston.md");

    private static WorstError[] Measure()
    {
        (string Name, string Unit, double Claim)[] quantities =
        [
            ("delta", "M/F", 20), ("gamma", "M/(F²·s)", 20), ("vega", "M/√v0", 20), ("vanna", "M/(F·s·√v0)", 20),
            ("volga", "M/v0", 20), ("theta", "M/T", 20), ("rho", "M·T", 20), ("∂V/∂v0", "M/v0", 20),
            ("∂V/∂κ", "M/κ", 20), ("∂V/∂θ", "M/θ", 20), ("∂V/∂σ", "M/σ", 20), ("∂V/∂ρ", "M", 20),
        ];
        var rows = Array.ConvertAll(quantities, q => new WorstError("wide", q.Name, $"10⁻¹⁵·{q.Unit}", q.Claim));
        var file = Path.Combine(Repository.Root, "tests", "golden", "heston-greeks.csv");
        var index = 0;
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var n = Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture));
            var errors = Errors(n);
            double[] at = [.. n.Take(6), n[7]];
            for (var i = 0; i < rows.Length; i++) rows[i].Note(errors[i] / 1e-15, index, at);
            index++;
        }
        return rows;
    }

    // Columns: v0, κ, θ, σ, ρ, T, F, K, call, by F, FF, v0, Fv0, v0v0, T, κ, θ, σ, ρ.
    private static double[] Errors(double[] n)
    {
        var p = new HestonParameters(n[0], n[1], n[2], n[3], n[4]);
        var (t, f, k) = (n[5], n[6], n[7]);
        var (vol, deviation, larger) = (Math.Sqrt(p.V0), Math.Sqrt(p.TotalVariance(t)), Math.Max(f, k));
        var discount = Math.Exp(-Rate * t);
        var call = Heston.All(OptionRight.Call, f, k, p, t, discount);
        var put = Heston.All(OptionRight.Put, f, k, p, t, discount);
        var prices = new double[1];
        var gradient = new double[HestonParameters.Count];
        BatchHeston.PriceAndGradient(new(f, t, [1.0], [k]), p, prices, gradient);
        double Worst(Func<Greeks, double> of, double exact) =>
            Math.Max(Math.Abs(of(call) / discount - exact), Math.Abs(of(put) / discount - exact));
        var putPrice = n[8] - (f - k);
        return
        [
            Math.Max(
                Math.Abs(call.Delta / discount - n[9]), Math.Abs(put.Delta / discount - (n[9] - 1))) * f / larger,
            Worst(g => g.Gamma, n[10]) * f * f * deviation / larger,
            Worst(g => g.Vega, 2 * vol * n[11]) * vol / larger,
            Worst(g => g.Vanna, 2 * vol * n[12]) * f * deviation * vol / larger,
            Worst(g => g.Volga, 2 * n[11] + 4 * p.V0 * n[13]) * p.V0 / larger,
            Math.Max(
                Math.Abs(call.Theta / discount - (Rate * n[8] - n[14])),
                Math.Abs(put.Theta / discount - (Rate * putPrice - n[14]))) * t / larger,
            Math.Max(
                Math.Abs(call.Rho / discount + t * n[8]), Math.Abs(put.Rho / discount + t * putPrice)) / t / larger,
            Math.Abs(gradient[0] - n[11]) * p.V0 / larger,
            Math.Abs(gradient[1] - n[15]) * p.Kappa / larger,
            Math.Abs(gradient[2] - n[16]) * p.Theta / larger,
            Math.Abs(gradient[3] - n[17]) * p.VolOfVol / larger,
            Math.Abs(gradient[4] - n[18]) / larger,
        ];
    }
}
