using System.Globalization;
using Counterpoise.Margins.Sensitivities;
using Counterpoise.Rulebooks.Simm;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// A published SIMM statement: every margin by product class, risk class, margin type, bucket, side and regulation,
/// from the CRIF and the calibration beside it. No row may be missing on either side.
/// </summary>
internal static class SimmSet
{
    private const string All = "All";
    private const double Relative = 1e-8;

    public static VectorSet Rates { get; } = new(
        "simm", "simm/expected_SIMM2.6_10D.csv", "rows", 1, 36,
        (file, bytes, inputs) => Compare(file, bytes, inputs[0], inputs[1]))
    {
        Inputs = ["simm/crif.csv", "simm/simmcalibration_2.6.xml"],
    };

    private static FileChecks Compare(
        string file, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> crif, ReadOnlyMemory<byte> calibration)
    {
        var margins = CrifMargin.Of(SimmCalibration.Read(calibration), Crif.Read(crif));
        var ours = Rows(margins);
        var table = CsvTable.Read(file, bytes);
        var checks = new List<Check>();
        foreach (var row in table.Rows)
        {
            var key = string.Join('/', Columns.Select(row.Text));
            var expected = row["InitialMargin"];
            if (ours.Remove(key, out var got))
                checks.Add(Check.Number(row.Place, key, expected, got, Relative * Math.Abs(expected)));
            else checks.Add(new Check(row.Place, key, row.Text("InitialMargin"), "no such row", Passed: false));
        }
        foreach (var (key, got) in ours)
        {
            var amount = got.ToString("R", CultureInfo.InvariantCulture);
            checks.Add(new Check(file, key, "no such row", amount, Passed: false));
        }
        return new FileChecks(table.Rows.Count, checks);
    }

    private static readonly string[] Columns =
        ["Portfolio", "ProductClass", "RiskClass", "MarginType", "Bucket", "SimmSide", "Regulation"];

    // As published: what is zero has no row.
    private static Dictionary<string, double> Rows(IReadOnlyList<CrifMargin> margins)
    {
        var rows = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var m in margins)
        {
            void Add(string product, string risk, string measure, string bucket, double amount)
            {
                if (amount == 0) return;
                var key = string.Join('/', m.Portfolio, product, risk, measure, bucket, m.Side, m.Regulation);
                rows[key] = rows.GetValueOrDefault(key) + amount;
            }

            foreach (var p in m.Margin.Products) AddProduct(p, Add);
            Add(All, All, All, All, m.Margin.Total);
            var total = string.Join('/', All, All, All, All, All, m.Side, m.Regulation);
            rows[total] = rows.GetValueOrDefault(total) + m.Margin.Total;
        }
        return rows;
    }

    private static void AddProduct(ProductMargin p, Action<string, string, string, string, double> add)
    {
        var product = p.Product.Name();
        foreach (var r in p.Risks)
        {
            var risk = r.Risk.Name();
            foreach (var m in r.Measures)
            {
                foreach (var (bucket, amount) in m.Buckets)
                    if (bucket.Length > 0) add(product, risk, m.Measure.Name(), bucket, amount);
                add(product, risk, m.Measure.Name(), All, m.Margin);
                add(All, risk, m.Measure.Name(), All, m.Margin);
            }
            add(product, risk, All, All, r.Margin);
            add(All, risk, All, All, r.Margin);
        }
        foreach (var (measure, amount) in p.Of)
        {
            add(product, All, measure.Name(), All, amount);
            add(All, All, measure.Name(), All, amount);
        }
        add(product, All, All, All, p.Margin);
    }
}
