using System.Text;
using Counterpoise.Margins.Sensitivities;

namespace Counterpoise.Rulebooks.Simm;

/// <summary>One row of a CRIF: a sensitivity, or an add-on's number, with the regulations it counts for.</summary>
/// <param name="Portfolio">PortfolioID.</param>
/// <param name="Sensitivity">The sensitivity; null for a row of an add-on.</param>
/// <param name="AddOn">Risk type of an add-on's row; null for a sensitivity.</param>
/// <param name="Qualifier">As written.</param>
/// <param name="Amount">US dollars, a factor, or percent.</param>
/// <param name="Collect">Regulations under which margin is collected.</param>
/// <param name="Post">Regulations under which it is posted.</param>
public sealed record CrifRow(
    string Portfolio, Sensitivity? Sensitivity, string? AddOn, string Qualifier, double Amount,
    IReadOnlyList<string> Collect, IReadOnlyList<string> Post)
{
    /// <summary>Its row in the file, the header counted.</summary>
    public int Number { get; init; }
}

/// <summary>Reads sensitivities in ISDA's common risk interchange format: CSV or TSV with a header row.</summary>
public static class Crif
{
    /// <summary>The regulation of rows that name none.</summary>
    public const string Unspecified = "Unspecified";

    private static readonly string[] Required =
        ["PortfolioID", "ProductClass", "RiskType", "Qualifier", "Bucket", "Label1", "Label2"];

    private static readonly (string Name, SensitivityKind Kind)[] Kinds =
    [
        ("Risk_IRCurve", SensitivityKind.RateCurve), ("Risk_Inflation", SensitivityKind.Inflation),
        ("Risk_XCcyBasis", SensitivityKind.CrossCurrencyBasis), ("Risk_IRVol", SensitivityKind.RateVol),
        ("Risk_InflationVol", SensitivityKind.InflationVol), ("Risk_CreditQ", SensitivityKind.CreditQualifying),
        ("Risk_CreditVol", SensitivityKind.CreditQualifyingVol), ("Risk_BaseCorr", SensitivityKind.BaseCorrelation),
        ("Risk_CreditNonQ", SensitivityKind.CreditNonQualifying),
        ("Risk_CreditVolNonQ", SensitivityKind.CreditNonQualifyingVol), ("Risk_Equity", SensitivityKind.Equity),
        ("Risk_EquityVol", SensitivityKind.EquityVol), ("Risk_Commodity", SensitivityKind.Commodity),
        ("Risk_CommodityVol", SensitivityKind.CommodityVol), ("Risk_FX", SensitivityKind.Fx),
        ("Risk_FXVol", SensitivityKind.FxVol),
    ];

    private static readonly string[] AddOns =
        ["Param_ProductClassMultiplier", "Param_AddOnFixedAmount", "Param_AddOnNotionalFactor", "Notional"];

    private static readonly string[] SubCurves =
        ["OIS", "Libor1m", "Libor3m", "Libor6m", "Libor12m", "Prime", "Municipal"];

    // Twelve tenors with their days: a month is 365/12 days.
    private static readonly (string Label, double Days)[] Tenors =
    [
        ("2w", 14), ("1m", 365 / 12.0), ("3m", 365 / 4.0), ("6m", 365 / 2.0), ("1y", 365), ("2y", 730), ("3y", 1_095),
        ("5y", 1_825), ("10y", 3_650), ("15y", 5_475), ("20y", 7_300), ("30y", 10_950),
    ];

    /// <summary>Reads all rows.</summary>
    /// <exception cref="InvalidInputException">
    /// A row cannot be used: names row, field, value and what to do.
    /// </exception>
    public static IReadOnlyList<CrifRow> Read(ReadOnlyMemory<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8.Span);
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
            throw new InvalidInputException("CRIF", null, "is not UTF-8 text", "save it as CSV in UTF-8");
        List<CrifRow> rows = [.. CrifLine.Read(text).Select(Row)];
        return rows.Count > 0
            ? rows
            : throw new InvalidInputException("CRIF", null, "has no rows", "give a header and one row per sensitivity");
    }

    /// <summary>The product class of a name.</summary>
    public static SimmProduct? ProductOf(string name) => name switch
    {
        "RatesFX" => SimmProduct.RatesFx,
        "Credit" => SimmProduct.Credit,
        "Equity" => SimmProduct.Equity,
        "Commodity" => SimmProduct.Commodity,
        _ => null,
    };

    private static CrifRow Row(CrifLine line)
    {
        foreach (var column in Required)
        {
            if (!line.Has(column))
                throw new InvalidInputException("header", column, "is missing", "name the columns as in ISDA's CRIF");
        }
        var (collect, post) = (Regulations(line["collect_regulations"]), Regulations(line["post_regulations"]));
        var (type, portfolio) = (line["RiskType"], line["PortfolioID"]);
        if (string.Equals(line["im_model"], "Schedule", StringComparison.OrdinalIgnoreCase))
            throw line.Error("im_model", "is not SIMM", "leave rows of the schedule method out: only SIMM is computed");
        if (Array.IndexOf(AddOns, type) >= 0)
        {
            var amount = type.StartsWith("Param_", StringComparison.Ordinal) ? line.Number("Amount") : Dollars(line);
            CheckAddOn(line, type, amount);
            return new CrifRow(portfolio, null, type, line["Qualifier"], amount, collect, post)
            {
                Number = line.Row,
            };
        }
        var sensitivity = SensitivityOf(line, type);
        return new CrifRow(portfolio, sensitivity, null, line["Qualifier"], sensitivity.Amount, collect, post)
        {
            Number = line.Row,
        };
    }

    private static Sensitivity SensitivityOf(CrifLine line, string type)
    {
        var at = Array.FindIndex(Kinds, k => k.Name == type);
        if (at < 0)
        {
            var known = string.Join(", ", Kinds.Select(k => k.Name));
            throw line.Error("RiskType", "is not a risk type", $"use {known}, or {string.Join(", ", AddOns)}");
        }
        if (ProductOf(line["ProductClass"]) is not { } product)
            throw line.Error("ProductClass", "is not a product class", "use RatesFX, Credit, Equity or Commodity");
        var kind = Kinds[at].Kind;
        CheckQualifier(line, kind);
        var sensitivity = new Sensitivity(product, kind, line["Qualifier"], "", Dollars(line));
        var tenor = -1;
        if (HasTenor(sensitivity))
        {
            tenor = Array.FindIndex(
                Tenors, t => string.Equals(t.Label, line["Label1"], StringComparison.OrdinalIgnoreCase));
            if (tenor < 0)
                throw line.Error("Label1", "is not a tenor", $"use {string.Join(", ", Tenors.Select(t => t.Label))}");
        }
        return sensitivity with
        {
            Bucket = HasBucket(sensitivity) ? Bucket(line) : "",
            Tenor = tenor < 0 ? "" : Tenors[tenor].Label,
            Days = tenor < 0 ? 0 : Tenors[tenor].Days,
            SubCurve = kind == SensitivityKind.RateCurve ? SubCurve(line) : IsCredit(sensitivity) ? line["Label2"] : "",
        };
    }

    private static bool IsCredit(Sensitivity s) =>
        s.Risk is SimmRisk.CreditQualifying or SimmRisk.CreditNonQualifying;

    private static bool HasBucket(Sensitivity s) =>
        s.Risk is not (SimmRisk.InterestRate or SimmRisk.Fx) && s.Kind != SensitivityKind.BaseCorrelation;

    private static bool HasTenor(Sensitivity s) => s.IsVol || s.Kind is SensitivityKind.RateCurve
        or SensitivityKind.CreditQualifying or SensitivityKind.CreditNonQualifying;

    private static string Bucket(CrifLine line)
    {
        var bucket = line["Bucket"];
        if (bucket.Length == 0) throw line.Error("Bucket", "is empty", "give the SIMM bucket, e.g. 16 or Residual");
        return string.Equals(bucket, Sensitivity.Residual, StringComparison.OrdinalIgnoreCase)
            ? Sensitivity.Residual
            : bucket;
    }

    private static string SubCurve(CrifLine line)
    {
        var at = Array.FindIndex(
            SubCurves, s => string.Equals(s, line["Label2"], StringComparison.OrdinalIgnoreCase));
        return at >= 0
            ? SubCurves[at]
            : throw line.Error("Label2", "is not a sub-curve", $"use {string.Join(", ", SubCurves)}");
    }

    private static void CheckQualifier(CrifLine line, SensitivityKind kind)
    {
        var text = line["Qualifier"];
        if (text.Length == 0) throw line.Error("Qualifier", "is empty", "name what the sensitivity is about");
        var letters = kind switch
        {
            SensitivityKind.FxVol => 6,
            SensitivityKind.Fx or <= SensitivityKind.InflationVol => 3,
            _ => 0,
        };
        if (letters > 0 && (text.Length != letters || !text.All(char.IsAsciiLetterUpper)))
        {
            var (problem, example) = letters == 6 ? ("currency pair", "EURUSD") : ("currency", "USD");
            throw line.Error("Qualifier", $"is not a {problem}", $"use capital letters, e.g. {example}");
        }
    }

    private static void CheckAddOn(CrifLine line, string type, double amount)
    {
        if (type != "Param_ProductClassMultiplier") return;
        if (ProductOf(line["Qualifier"]) is null)
            throw line.Error("Qualifier", "is not a product class", "use RatesFX, Credit, Equity or Commodity");
        if (amount < 1) throw line.Error("Amount", "is a multiplier below 1", "use 1 or more");
    }

    private static double Dollars(CrifLine line)
    {
        if (line["AmountUSD"].Length > 0) return line.Number("AmountUSD");
        var amount = line.Number("Amount");
        return line["AmountCurrency"] == "USD"
            ? amount
            : throw line.Error("AmountCurrency", "is not USD", "give the column AmountUSD as well");
    }

    private static string[] Regulations(string cell)
    {
        string[] names = [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return names.Length == 0 ? [Unspecified] : names;
    }
}
