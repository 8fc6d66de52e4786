using Counterpoise.Json;
using Counterpoise.Margins.Sensitivities;

namespace Counterpoise.Rulebooks.Simm;

/// <summary>
/// The SIMM parameters that ship: weights and correlations of equity, commodity and FX. Thresholds, correlations
/// between buckets, rates and credit come from a calibration document of the user's, see <see cref="SimmCalibration"/>.
/// </summary>
public static class SimmLibrary
{
    private const string Resource = "parameters/simm/2023-12-02.json";

    private static readonly Lazy<SimmParameters> Newest = new(ReadResource);

    private static readonly string[] Regular = ["regular", "mixed", "high"];

    /// <summary>SIMM 2.6, effective 2023-12-02, ten days.</summary>
    public static SimmParameters Shipped => Newest.Value;

    /// <summary>The same with every currency but the majors in the high-volatility group.</summary>
    internal static SimmParameters WithCoinsAsCurrencies(SimmParameters parameters)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal) { ["USD"] = "2", ["Other"] = "1" };
        return parameters with { Fx = parameters.NeedFx() with { Groups = groups } };
    }

    private static SimmParameters ReadResource()
    {
        using var stream = typeof(SimmLibrary).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return JsonText.Read(bytes, Read);
    }

    private static SimmParameters Read(JsonCursor root)
    {
        var f = root.Fields(["version", "effective", "sources", "correlations", "equity", "commodity", "fx"]);
        var psi = new double[6, 6];
        var r = 0;
        foreach (var row in f.Required("correlations").Items(6))
        {
            var s = 0;
            foreach (var value in row.Items(6)) psi[r, s++] = value.Double(-1, 1);
            r++;
        }
        return new SimmParameters(f.Required("version").Text(), psi)
        {
            Buckets = new Dictionary<SimmRisk, SimmBuckets>
            {
                [SimmRisk.Equity] = ReadBuckets(f.Required("equity")) with { WithoutCurvature = "12" },
                [SimmRisk.Commodity] = ReadBuckets(f.Required("commodity")),
            },
            Fx = ReadFx(f.Required("fx")),
        };
    }

    private static SimmBuckets ReadBuckets(JsonCursor at)
    {
        var f = at.Fields(["weights", "vegaWeights", "hvr", "correlations"]);
        return new SimmBuckets(
            Numbers(f.Required("weights")), Numbers(f.Required("vegaWeights")), f.Required("hvr").Double(0, 10),
            Numbers(f.Required("correlations")), new Dictionary<string, double>(), null);
    }

    private static SimmFx ReadFx(JsonCursor at)
    {
        var f = at.Fields(
            ["highVolatility", "weights", "vegaWeight", "hvr", "volCorrelation", "regularCalculationCurrency",
                "highCalculationCurrency"]);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal) { ["Other"] = "2" };
        foreach (var currency in f.Required("highVolatility").Items(200)) groups[currency.Text()] = "1";
        var rho = new Dictionary<(string, string, string), double>();
        foreach (var (pair, value) in Pairs(f.Required("regularCalculationCurrency")))
            rho[("2", pair.Item1, pair.Item2)] = value;
        foreach (var (pair, value) in Pairs(f.Required("highCalculationCurrency")))
            rho[("1", pair.Item1, pair.Item2)] = value;
        return new SimmFx(Pairs(f.Required("weights")), rho, groups)
        {
            VegaWeight = f.Required("vegaWeight").Double(0, 10),
            Hvr = f.Required("hvr").Double(0, 10),
            VolRho = f.Required("volCorrelation").Double(-1, 1),
        };
    }

    // Groups: 1 is high volatility, 2 regular.
    private static Dictionary<(string, string), double> Pairs(JsonCursor at)
    {
        var f = at.Fields(Regular);
        double Number(string name) => f.Required(name).Double(-1, 1_000);
        return new Dictionary<(string, string), double>
        {
            [("2", "2")] = Number("regular"),
            [("2", "1")] = Number("mixed"),
            [("1", "2")] = Number("mixed"),
            [("1", "1")] = Number("high"),
        };
    }

    private static Dictionary<string, double> Numbers(JsonCursor at) =>
        at.Entries().ToDictionary(e => e.Key, e => e.Value.Double(-1, 1_000), StringComparer.Ordinal);
}
