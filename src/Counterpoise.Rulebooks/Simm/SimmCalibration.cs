using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Counterpoise.Margins.Sensitivities;

namespace Counterpoise.Rulebooks.Simm;

/// <summary>
/// Reads a calibration document in the layout of the Open Source Risk Engine (<c>SIMMCalibrationData</c>): all six risk
/// classes, ten-day weights. ISDA licenses these numbers; the user brings the file.
/// </summary>
public static class SimmCalibration
{
    private const string Remedy = "give a calibration document in the layout SIMMCalibrationData of ORE";

    private static readonly (string Name, SimmRisk Risk)[] Classes =
    [
        ("InterestRate", SimmRisk.InterestRate), ("CreditQualifying", SimmRisk.CreditQualifying),
        ("CreditNonQualifying", SimmRisk.CreditNonQualifying), ("Equity", SimmRisk.Equity),
        ("Commodity", SimmRisk.Commodity), ("FX", SimmRisk.Fx),
    ];

    /// <summary>Reads the first calibration of a document.</summary>
    /// <exception cref="InvalidInputException">It is no such document; names element and value.</exception>
    public static SimmParameters Read(ReadOnlyMemory<byte> xml)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray(), writable: false), settings);
            return Read(XDocument.Load(reader).Root!);
        }
        catch (XmlException e)
        {
            throw new InvalidInputException("calibration", null, $"is not XML (line {e.LineNumber})", Remedy);
        }
    }

    private static SimmParameters Read(XElement root)
    {
        if (root.Name.LocalName != "SIMMCalibrationData")
            throw new InvalidInputException("root element", root.Name.LocalName, "is not a calibration", Remedy);
        var at = Child(root, "SIMMCalibration");
        var version = at.Element("VersionNames")?.Elements("Name").Select(n => n.Value.Trim())
            .LastOrDefault(n => n.Length > 0 && char.IsAsciiDigit(n[0])) ?? "unnamed";
        var psi = new double[6, 6];
        for (var r = 0; r < 6; r++) psi[r, r] = 1;
        foreach (var c in Child(at, "RiskClassCorrelations").Elements("Correlation"))
            psi[(int)RiskOf(c, "label1"), (int)RiskOf(c, "label2")] = Number(c);
        var credit = Child(at, "CreditQualifying");
        return new SimmParameters(version, psi)
        {
            Rates = Rates(Child(at, "InterestRate")),
            Fx = Fx(Child(at, "FX")),
            BaseCorrelationWeight = Number(TenDays(Child(credit, "RiskWeights"), "BaseCorrelation")),
            BaseCorrelation = Number(Child(Child(credit, "Correlations"), "BaseCorrelation")),
            Buckets = new Dictionary<SimmRisk, SimmBuckets>
            {
                [SimmRisk.CreditQualifying] = Buckets(credit),
                [SimmRisk.CreditNonQualifying] = Buckets(Child(at, "CreditNonQualifying")),
                [SimmRisk.Equity] = Buckets(Child(at, "Equity")) with { WithoutCurvature = "12" },
                [SimmRisk.Commodity] = Buckets(Child(at, "Commodity")),
            },
        };
    }

    private static SimmRates Rates(XElement at)
    {
        var (weights, correlations, thresholds) = Parts(at);
        return new SimmRates(
            Pairs(TenDays(weights, "Delta"), "bucket", "label1"),
            Pairs(Child(correlations, "IntraBucket"), "label1", "label2"), Currencies(weights))
        {
            VegaWeight = Number(Child(TenDays(weights, "Vega"), "Weight")),
            Hvr = Number(TenDays(weights, "HistoricalVolatilityRatio")),
            InflationWeight = Number(TenDays(weights, "Inflation")),
            BasisWeight = Number(TenDays(weights, "XCcyBasis")),
            SubCurves = Number(Child(correlations, "SubCurves")),
            Inflation = Number(Child(correlations, "Inflation")),
            Basis = Number(Child(correlations, "XCcyBasis")),
            Gamma = Number(Child(correlations, "Outer")),
            ThresholdGroups = Currencies(thresholds),
            DeltaThresholds = Millions(Child(thresholds, "Delta")),
            VegaThresholds = Millions(Child(thresholds, "Vega")),
        };
    }

    private static SimmFx Fx(XElement at)
    {
        var (weights, correlations, thresholds) = Parts(at);
        var rho = new Dictionary<(string, string, string), double>();
        foreach (var c in Child(correlations, "IntraBucket").Elements("Correlation"))
            rho[(Label(c, "bucket"), Label(c, "label1"), Label(c, "label2"))] = Number(c);
        var byNumber = Millions(Child(thresholds, "Vega"));
        // Pairs of threshold groups are numbered 1-1, 1-2, 1-3, 2-2, 2-3, 3-3.
        var pairs = new Dictionary<(string, string), double>();
        (string, string)[] numbered = [("1", "1"), ("1", "2"), ("1", "3"), ("2", "2"), ("2", "3"), ("3", "3")];
        for (var i = 0; i < numbered.Length; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            if (byNumber.TryGetValue(number, out var threshold)) pairs[numbered[i]] = threshold;
        }
        return new SimmFx(Pairs(TenDays(weights, "Delta"), "label1", "label2"), rho, Currencies(weights))
        {
            VegaWeight = Number(Child(TenDays(weights, "Vega"), "Weight")),
            Hvr = Number(TenDays(weights, "HistoricalVolatilityRatio")),
            VolRho = Number(Child(correlations, "Volatility")),
            ThresholdGroups = Currencies(thresholds),
            DeltaThresholds = Millions(Child(thresholds, "Delta")),
            VegaThresholds = pairs,
        };
    }

    private static SimmBuckets Buckets(XElement at)
    {
        var (weights, correlations, thresholds) = Parts(at);
        var (different, same) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var c in Child(correlations, "IntraBucket").Elements("Correlation"))
        {
            // Credit: aggregate or residual × same or different name; equity and commodity: by bucket.
            var bucket = c.Attribute("bucket")?.Value
                ?? (Label(c, "label1") == "residual" ? Sensitivity.Residual : "");
            (c.Attribute("label2")?.Value == "same" ? same : different)[bucket] = Number(c);
        }
        var hvr = weights.Elements("HistoricalVolatilityRatio").Any()
            ? Number(TenDays(weights, "HistoricalVolatilityRatio"))
            : 1;
        return new SimmBuckets(
            Singles(TenDays(weights, "Delta"), 1), Singles(TenDays(weights, "Vega"), 1), hvr, different, same,
            Pairs(Child(correlations, "InterBucket"), "label1", "label2"))
        {
            DeltaThresholds = Millions(Child(thresholds, "Delta")),
            VegaThresholds = Millions(Child(thresholds, "Vega")),
        };
    }

    private static (XElement Weights, XElement Correlations, XElement Thresholds) Parts(XElement at) =>
        (Child(at, "RiskWeights"), Child(at, "Correlations"), Child(at, "ConcentrationThresholds"));

    private static Dictionary<string, double> Millions(XElement at) => Singles(at, 1e6);

    private static Dictionary<string, double> Singles(XElement at, double factor) =>
        at.Elements().ToDictionary(e => e.Attribute("bucket")?.Value ?? "", e => factor * Number(e));

    private static Dictionary<(string, string), double> Pairs(XElement at, string first, string second)
    {
        var pairs = new Dictionary<(string, string), double>();
        foreach (var e in at.Elements()) pairs[(Label(e, first), Label(e, second))] = Number(e);
        return pairs;
    }

    private static Dictionary<string, string> Currencies(XElement at)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var e in Child(at, "CurrencyLists").Elements("Currency")) groups[e.Value.Trim()] = Label(e, "bucket");
        return groups;
    }

    private static SimmRisk RiskOf(XElement at, string label)
    {
        var name = Label(at, label);
        foreach (var (known, risk) in Classes) if (known == name) return risk;
        throw new InvalidInputException("RiskClassCorrelations", name, "is not a risk class", Remedy);
    }

    private static XElement TenDays(XElement at, string name) =>
        at.Elements(name).FirstOrDefault(e => e.Attribute("mporDays")?.Value is null or "10")
        ?? throw new InvalidInputException($"{Path(at)}/{name}", null, "is missing for mporDays 10", Remedy);

    private static XElement Child(XElement at, string name) =>
        at.Element(name) ?? throw new InvalidInputException($"{Path(at)}/{name}", null, "is missing", Remedy);

    private static string Label(XElement at, string name) =>
        at.Attribute(name)?.Value
        ?? throw new InvalidInputException($"{Path(at)}, attribute {name}", null, "is missing", Remedy);

    private static double Number(XElement at) =>
        double.TryParse(at.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : throw new InvalidInputException(Path(at), at.Value, "is not a number", "use e.g. 0.47");

    private static string Path(XElement at) =>
        string.Join('/', at.AncestorsAndSelf().Reverse().Skip(2).Select(e => e.Name.LocalName));
}
