using System.Globalization;
using Counterpoise.Pricing.Models;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>A row of tests/golden/heston-*.csv: an undiscounted call, from 30 digits.</summary>
internal sealed record HestonCase(
    HestonParameters Parameters, double Years, double Forward, double Strike, double Call)
{
    private static readonly Lazy<HestonCase[]> LazyGrid = new(() => Read("heston-grid.csv"));
    private static readonly Lazy<HestonCase[]> LazyWide = new(() => Read("heston-wide.csv"));

    /// <summary>The parameters of the benchmark: 10 expiries × 100 strikes.</summary>
    public static HestonCase[] Grid => LazyGrid.Value;

    /// <summary>400 parameter sets over the whole domain (some corners recur), three strikes each.</summary>
    public static HestonCase[] Wide => LazyWide.Value;

    public double Deviation => Math.Sqrt(Parameters.TotalVariance(Years));

    /// <summary>As the argument columns of the page.</summary>
    public double[] Arguments =>
    [
        Parameters.V0, Parameters.Kappa, Parameters.Theta, Parameters.VolOfVol, Parameters.Rho, Years, Strike,
    ];

    private static HestonCase[] Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "tests", "golden", file)).Skip(1).Select(line =>
        {
            var n = line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            return new HestonCase(new(n[0], n[1], n[2], n[3], n[4]), n[5], n[6], n[7], n[8]);
        }),
    ];
}
