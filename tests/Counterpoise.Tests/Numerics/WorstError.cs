using System.Globalization;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Numerics;

/// <summary>
/// A row of a table of errors: how many were judged, and the worst with the arguments it was seen at. Threads may note
/// side by side: of equal errors the one of the least index stays, so the row depends on neither their number nor pace.
/// </summary>
/// <param name="region">Where the arguments lie.</param>
/// <param name="quantity">What was computed.</param>
/// <param name="unit">What the error is counted in.</param>
/// <param name="claim">The largest error there may be, in that unit.</param>
public sealed class WorstError(string region, string quantity, string unit, double claim)
{
    /// <summary>2⁻⁵³: half a unit in the last place of 1.</summary>
    public const double Rounding = 1.0 / (1L << 53);

    private readonly Lock _gate = new();
    private double[] _at = [];
    private int _index = int.MaxValue;

    public int Count { get; private set; }

    public double Error { get; private set; } = double.NegativeInfinity;

    public bool Holds => Count > 0 && Error <= claim;

    /// <summary>Relative error in units of 2⁻⁵³; infinite where there is no number.</summary>
    public static double Relative(double actual, BigFloat exact) => double.IsFinite(actual)
        ? BigFloat.Abs((actual - exact) / exact).ToDouble() / Rounding
        : double.PositiveInfinity;

    /// <summary>Absolute error; infinite where there is no number.</summary>
    public static double Absolute(double actual, BigFloat exact) =>
        double.IsFinite(actual) ? BigFloat.Abs(actual - exact).ToDouble() : double.PositiveInfinity;

    /// <summary>Counts an error.</summary>
    /// <param name="error">In the unit of the row.</param>
    /// <param name="index">Of the point, among all that may come to this row.</param>
    /// <param name="at">Arguments of the point.</param>
    public void Note(double error, int index, params double[] at)
    {
        if (double.IsNaN(error)) error = double.PositiveInfinity;
        lock (_gate)
        {
            Count++;
            if (error < Error || (error == Error && index > _index)) return;
            (Error, _index, _at) = (error, index, at);
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {region} | {quantity} | {Count} | {Digits(Error)} | {unit} | {claim:R} | {string.Join(" | ", _at)}");

    private static string Digits(double error) =>
        error is > 0 and < 0.005
            ? error.ToString("0.0e-0", CultureInfo.InvariantCulture)
            : error.ToString("0.00", CultureInfo.InvariantCulture);
}
