using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Where a joint fit compares an expiry with the one before it: log-moneyness on a fixed grid, even in asinh(k/width)
/// with the earlier's deviation as width and out to a hundred, where only the slopes of the wings matter; and the
/// scale of each difference, the total variance the later one began with there.
/// </summary>
internal sealed class CalendarGrid
{
    private const int Points = 41;
    private const double Farthest = 100;

    private readonly List<double> _k = [];
    private readonly List<double> _scale = [];

    public CalendarGrid(JointSlice earlier, in RawSvi later, double low, double high)
    {
        var width = Math.Sqrt(earlier.Typical);
        var most = Elementary.Log(2 * Farthest / width);
        var inside = new SortedSet<double>();
        for (var i = 0; i < Points; i++)
        {
            var growth = Elementary.Exp(most * (2.0 * i / (Points - 1) - 1));
            inside.Add(Math.Clamp(0.5 * width * (growth - 1 / growth), low, high));
        }
        foreach (var k in inside) Add(k, later);
        HasWings = !double.IsFinite(low);
    }

    /// <summary>True if the whole line counts, and so the slopes far out.</summary>
    public bool HasWings { get; }

    public int Count => _k.Count;

    /// <summary>Adds a point.</summary>
    public void Add(double k, in RawSvi later)
    {
        _k.Add(k);
        _scale.Add(1 / later.Variance(k));
    }

    public double At(int i) => _k[i];

    public double Scale(int i) => _scale[i];
}
