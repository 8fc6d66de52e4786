namespace Counterpoise.Cli.Surfaces;

/// <summary>Values along a line of pixels.</summary>
/// <param name="Low">Value at the first pixel.</param>
/// <param name="High">Value at the last.</param>
/// <param name="From">First pixel.</param>
/// <param name="To">Last pixel; less than the first for values that go up.</param>
internal readonly record struct Axis(double Low, double High, double From, double To)
{
    public double At(double value) => From + (value - Low) / (High - Low) * (To - From);

    public bool Holds(double value) => value >= Low && value <= High;

    /// <summary>Round values on the axis, at most so many, and the decimals that tell them apart.</summary>
    public (double[] Values, int Decimals) Ticks(int most) => Ticks(Low, High, most);

    /// <summary>Round values of a range.</summary>
    public static (double[] Values, int Decimals) Ticks(double low, double high, int most)
    {
        var power = Math.Floor(Math.Log10((high - low) / most)) - 1;
        for (; ; power++)
        {
            foreach (var digit in (double[])[1, 2, 2.5, 5])
            {
                var step = digit * Math.Pow(10, power);
                var (first, last) = (Math.Ceiling(low / step - 1e-9), Math.Floor(high / step + 1e-9));
                if (last - first + 1 > most) continue;
                var values = new double[(int)(last - first) + 1];
                for (var i = 0; i < values.Length; i++) values[i] = (first + i) * step;
                return (values, Math.Max(0, (int)-power + (digit == 2.5 ? 1 : 0)));
            }
        }
    }
}
