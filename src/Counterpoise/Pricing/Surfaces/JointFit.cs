using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// All expiries of a coin fitted together under the constraints that exclude arbitrage: sequential quadratic
/// programming with Gauss-Newton curvature, Marquardt damping and an exact (L1) penalty. What is minimised is the sum
/// over expiries of the mean squared volatility error; constraints are linearised at the local minima of g and of
/// w − w_before, found anew in each step.
/// </summary>
internal sealed class JointFit
{
    private const int Count = SviPoint.Count;
    private const double PointsSquared = 1e4;
    private const double FirstPenalty = 10;
    private const double Tolerance = 1e-5;
    private const int MostSteps = 200;
    private const int MostRounds = 8;
    private const double MostLift = 1e-3;

    private readonly JointSlice[] _slices;
    private readonly CalendarGrid[] _grids;
    private readonly (double Low, double High) _range;
    private readonly ConstraintRows _rows;
    private readonly double[] _normal;
    private readonly double[] _gradient;
    private readonly double[] _inverse;
    private readonly double[] _step;
    private readonly RawSvi[] _curves;

    /// <summary>
    /// Binds expiries, ascending, and the range of log-moneyness over which their variances are ordered.
    /// </summary>
    public JointFit(IReadOnlyList<JointSlice> slices, double low, double high)
    {
        _slices = [.. slices];
        _range = (low, high);
        _grids = new CalendarGrid[_slices.Length];
        _rows = new ConstraintRows(_slices.Length);
        _normal = new double[_slices.Length * Count * Count];
        _inverse = new double[_slices.Length * Count * Count];
        _gradient = new double[_slices.Length * Count];
        _step = new double[_slices.Length * Count];
        _curves = new RawSvi[_slices.Length];
    }

    /// <summary>Steps taken by the last solve.</summary>
    public int Steps { get; private set; }

    /// <summary>
    /// Fits from given curves. Where the result still crosses between the points compared, they are added and the fit
    /// goes on from there.
    /// </summary>
    /// <param name="curves">Where to begin; receives the result.</param>
    /// <returns>Half the sum of mean squared errors, in squared volatility points.</returns>
    public double Solve(Span<RawSvi> curves)
    {
        for (var i = 1; i < curves.Length; i++)
            _grids[i] = new CalendarGrid(_slices[i - 1], curves[i], _range.Low, _range.High);
        Steps = 0;
        var error = Search(curves);
        for (var round = 0; round < MostRounds && Refine(curves); round++) error = Search(curves);
        Lift(curves);
        return error;
    }

    // What is left between the points compared after the last round is less than the quotes can tell: the later curve
    // is raised by it.
    private void Lift(Span<RawSvi> curves)
    {
        for (var i = 1; i < curves.Length; i++)
        {
            var (least, _) = Calendar.Least(curves[i - 1], curves[i], _range.Low, _range.High);
            if (least >= 0 || _slices[i].IsFixed || -least > MostLift * _slices[i].Typical) continue;
            curves[i] = curves[i] with { A = curves[i].A - least * (1 + 1e-9) + 1e-12 };
        }
    }

    // Adds the exact minima below 0 to the points compared; false if there are none.
    private bool Refine(ReadOnlySpan<RawSvi> curves)
    {
        Span<double> at = stackalloc double[Calendar.Most];
        var added = false;
        for (var i = 1; i < curves.Length; i++)
        {
            var count = Calendar.Minima(curves[i - 1], curves[i], _range.Low, _range.High, at);
            foreach (var k in at[..count])
            {
                if (curves[i].Variance(k) >= curves[i - 1].Variance(k)) continue;
                _grids[i].Add(k, curves[i]);
                added = true;
            }
        }
        return added;
    }

    private double Search(Span<RawSvi> curves)
    {
        var points = new SviPoint[curves.Length];
        for (var i = 0; i < points.Length; i++) points[i] = Bounded(i, SviPoint.Of(curves[i]));
        var (penalty, still) = (FirstPenalty, 0);
        var state = new State(points, Evaluate(points), 1e-3);
        var last = Steps + MostSteps;
        for (; Steps < last; Steps++)
        {
            var before = state.Merit(penalty);
            var moved = Step(ref state, penalty);
            still = moved && before - state.Merit(penalty) > Tolerance * before ? 0 : still + 1;
            if (moved && still < 2) continue;
            if (state.Value.Violation <= 1e-6 || penalty >= 1e6) break;
            (penalty, still) = (penalty * 10, 0);
            state = state with { Damping = 1e-3 };
        }
        for (var i = 0; i < curves.Length; i++) if (!_slices[i].IsFixed) curves[i] = state.Points[i].Curve();
        return state.Value.Error;
    }

    // One accepted step, or false if no damping gives one.
    private bool Step(ref State state, double penalty)
    {
        Linearise(state.Points);
        var damping = state.Damping;
        var from = state.Points;
        var trial = new SviPoint[from.Length];
        for (var attempt = 0; attempt < 12; attempt++, damping *= 6)
        {
            Invert(damping);
            var next = Moved();
            var isWorse = !(next.Merit(penalty) < state.Merit(penalty));
            if (isWorse && attempt == 0 && next.Value.Violation > state.Value.Violation)
            {
                // The curved constraints were missed: once more, with what they are worth there.
                for (var i = 0; i < trial.Length; i++) _curves[i] = trial[i].Curve();
                _rows.Correct(_step, row => ArbitrageRows.Value(row, _curves, _slices, _grids));
                next = Moved();
                isWorse = !(next.Merit(penalty) < state.Merit(penalty));
                if (isWorse) Linearise(state.Points);
            }
            if (isWorse) continue;
            state = next;
            return true;
        }
        return false;

        State Moved()
        {
            _rows.Solve(_inverse, _gradient, penalty, _step);
            for (var i = 0; i < trial.Length; i++)
                trial[i] = Bounded(i, from[i].Plus(_step.AsSpan(i * Count, Count)));
            return new State(trial, Evaluate(trial), Math.Max(damping * 0.2, 1e-9));
        }
    }

    private readonly record struct State(SviPoint[] Points, (double Error, double Violation) Value, double Damping)
    {
        public double Merit(double penalty) => Value.Error + penalty * Value.Violation;
    }

    private SviPoint Bounded(int slice, SviPoint p)
    {
        var s = _slices[slice];
        if (s.IsFixed) return p;
        return p with
        {
            LogWidth = Math.Clamp(p.LogWidth, s.LeastLogWidth, s.MostLogWidth),
            Centre = Math.Clamp(p.Centre, s.LeastCentre, s.MostCentre),
            Slope = Math.Max(p.Slope, 0),
        };
    }

    private (double Error, double Violation) Evaluate(ReadOnlySpan<SviPoint> points)
    {
        double error = 0, violation = 0;
        var before = default(RawSvi);
        for (var i = 0; i < points.Length; i++)
        {
            var curve = points[i].Curve();
            error += 0.5 * PointsSquared * _slices[i].MeanSquare(curve);
            violation += ArbitrageRows.Violation(curve, _slices[i]);
            if (i > 0) violation += ArbitrageRows.Violation(before, curve, _grids[i]);
            before = curve;
        }
        return double.IsFinite(error) && double.IsFinite(violation)
            ? (error, violation)
            : (double.PositiveInfinity, double.PositiveInfinity);
    }

    private void Linearise(ReadOnlySpan<SviPoint> points)
    {
        _rows.Clear();
        var before = default(RawSvi);
        for (var i = 0; i < points.Length; i++)
        {
            var curve = points[i].Curve();
            _slices[i].Normal(
                curve, PointsSquared, _normal.AsSpan(i * Count * Count, Count * Count),
                _gradient.AsSpan(i * Count, Count));
            ArbitrageRows.Add(_rows, i, points[i], curve, _slices[i]);
            if (i > 0) ArbitrageRows.Add(_rows, i, before, curve, _grids[i]);
            before = curve;
        }
    }

    // Block by block: (N + damping·diag N)⁻¹.
    private void Invert(double damping)
    {
        Span<double> block = stackalloc double[Count * Count];
        for (var i = 0; i < _slices.Length; i++)
        {
            if (_slices[i].IsFixed) continue;
            _normal.AsSpan(i * Count * Count, Count * Count).CopyTo(block);
            var trace = 0.0;
            for (var j = 0; j < Count; j++) trace = Math.Max(trace, block[j * Count + j]);
            for (var j = 0; j < Count; j++) block[j * Count + j] += damping * block[j * Count + j] + 1e-12 * trace;
            SmallMatrix.Invert(block, _inverse.AsSpan(i * Count * Count, Count * Count), Count);
        }
    }
}
