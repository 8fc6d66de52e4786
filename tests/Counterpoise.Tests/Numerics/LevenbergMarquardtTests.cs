using Counterpoise.Numerics;

namespace Counterpoise.Tests.Numerics;

/// <summary>Problems with known answers: Moré, Garbow and Hillstrom 1981, and least squares within bounds.</summary>
public class LevenbergMarquardtTests
{
    private static readonly double[] Unbounded = [double.NegativeInfinity, double.NegativeInfinity];
    private static readonly double[] Above = [double.PositiveInfinity, double.PositiveInfinity];

    [Fact]
    public void Rosenbrocks_valley_is_followed_to_its_end()
    {
        var fit = LevenbergMarquardt.Minimise(new Rosenbrock(), [-1.2, 1], Unbounded, Above);
        Assert.InRange(fit.SumOfSquares, 0, 1e-24);
        Assert.Equal(1, fit.Parameters[0], 1e-11);
        Assert.Equal(1, fit.Parameters[1], 1e-11);
        Assert.InRange(fit.Iterations, 1, 60);
    }

    [Fact]
    public void A_start_far_away_leads_to_the_same_place()
    {
        foreach (var far in new[] { -12.0, 30, 300 })
        {
            var fit = LevenbergMarquardt.Minimise(new Rosenbrock(), [far, 1], Unbounded, Above, 2000);
            Assert.Equal(1, fit.Parameters[0], 1e-9);
        }
    }

    // With x ≤ ½ the valley's floor at the bound: y = x², residual 1 − x = ½.
    [Fact]
    public void A_bound_is_kept_and_the_rest_minimised_given_it()
    {
        var fit = LevenbergMarquardt.Minimise(
            new Rosenbrock(), [-1.2, 1], Unbounded, [0.5, double.PositiveInfinity]);
        Assert.Equal(0.5, fit.Parameters[0]);
        Assert.Equal(0.25, fit.Parameters[1], 1e-10);
        Assert.Equal(0.25, fit.SumOfSquares, 1e-12);
    }

    [Fact]
    public void A_start_outside_the_bounds_is_brought_to_them()
    {
        var fit = LevenbergMarquardt.Minimise(new Rosenbrock(), [9, 9], [-1, -1], [0.5, 0.1]);
        Assert.InRange(fit.Parameters[0], -1, 0.5);
        Assert.InRange(fit.Parameters[1], -1, 0.1);
    }

    // Fewer residuals than parameters, a column of zeros, a constant: an answer each time, never an exception.
    [Fact]
    public void Problems_that_determine_nothing_end()
    {
        var flat = LevenbergMarquardt.Minimise(new Flat(0, 0), [3, 4], Unbounded, Above);
        Assert.Equal([3, 4], flat.Parameters);
        Assert.Equal(SearchEnd.Stationary, flat.End);
        var line = LevenbergMarquardt.Minimise(new Flat(1, 0), [3, 4], Unbounded, Above);
        Assert.InRange(line.SumOfSquares, 0, 1e-20);
        Assert.Equal(4, line.Parameters[1]);
        var twins = LevenbergMarquardt.Minimise(new Flat(1, 1), [3, 4], Unbounded, Above);
        Assert.InRange(twins.SumOfSquares, 0, 1e-20);
        Assert.Equal(
            SearchEnd.NoStart, LevenbergMarquardt.Minimise(new Flat(double.NaN, 0), [3, 4], Unbounded, Above).End);
    }

    // NIST StRD Misra1a, y = b1(1 − e^{−b2·x}): certified digits, to within 1e-7 of a standard error.
    [Fact]
    public void Misra1a_is_solved_to_its_certified_digits()
    {
        foreach (double[] start in new[] { new[] { 500, 0.0001 }, [250, 0.0005] })
        {
            var fit = LevenbergMarquardt.Minimise(new Misra(), start, Unbounded, Above);
            Assert.Equal(2.3894212918e2, fit.Parameters[0], 1e-7);
            Assert.Equal(5.5015643181e-4, fit.Parameters[1], 5e-13);
            Assert.Equal(1.2455138894e-1, fit.SumOfSquares, 1e-10);
        }
    }

    private sealed class Rosenbrock : IResiduals
    {
        public int ParameterCount => 2;

        public int Count => 2;

        public bool Evaluate(ReadOnlySpan<double> p, Span<double> residuals, Span<double> jacobian)
        {
            residuals[0] = 10 * (p[1] - (p[0] * p[0]));
            residuals[1] = 1 - p[0];
            ReadOnlySpan<double> slopes = [-20 * p[0], 10, -1, 0];
            slopes.CopyTo(jacobian);
            return true;
        }
    }

    private sealed class Flat(double first, double second) : IResiduals
    {
        public int ParameterCount => 2;

        public int Count => 1;

        public bool Evaluate(ReadOnlySpan<double> p, Span<double> residuals, Span<double> jacobian)
        {
            residuals[0] = 1 + (first * p[0]) + (second * p[1]);
            (jacobian[0], jacobian[1]) = (first, second);
            return true;
        }
    }

    internal sealed class Misra : IResiduals
    {
        private static readonly (double Y, double X)[] Data =
        [
            (10.07, 77.6), (14.73, 114.9), (17.94, 141.1), (23.93, 190.8), (29.61, 239.9), (35.18, 289.0),
            (40.02, 332.8), (44.82, 378.4), (50.76, 434.8), (55.05, 477.3), (61.01, 536.8), (66.40, 593.1),
            (75.47, 689.1), (81.78, 760.0),
        ];

        public int ParameterCount => 2;

        public int Count => Data.Length;

        public bool Evaluate(ReadOnlySpan<double> p, Span<double> residuals, Span<double> jacobian)
        {
            for (var i = 0; i < Data.Length; i++)
            {
                var decay = Math.Exp(-p[1] * Data[i].X);
                residuals[i] = (p[0] * (1 - decay)) - Data[i].Y;
                jacobian[2 * i] = 1 - decay;
                jacobian[(2 * i) + 1] = p[0] * Data[i].X * decay;
            }
            return true;
        }
    }
}
