using System.Text.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;

namespace Counterpoise.Cli.Statements;

/// <summary>One bucket of a statement as JSON.</summary>
internal static class BucketJson
{
    public static void Write(JsonPage page, Statement statement, BucketStatement bucket)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("unit", bucket.Unit.Code);
        json.WriteNumber("unitUsd", bucket.Bucket.UnitUsd);
        WriteRequirement(page, "initial", bucket, isInitial: true);
        WriteRequirement(page, "maintenance", bucket, isInitial: false);
        WriteEquity(json, bucket);
        JsonPage.Money(json, "initialExcess", bucket.InitialExcess);
        JsonPage.Money(json, "maintenanceExcess", bucket.MaintenanceExcess);
        JsonPage.Number(json, "marginRatio", bucket.Bucket.MarginRatio);
        page.Rows("positions", Enumerable.Range(0, bucket.Holdings.Count), (row, i) => WritePosition(row, bucket, i));
        json.WriteStartObject("portfolioLine");
        WritePart(json, "initial", bucket.Initial, bucket.Holdings.Count);
        WritePart(json, "maintenance", bucket.Maintenance, bucket.Holdings.Count);
        json.WriteEndObject();
        json.WriteStartArray("scans");
        foreach (var scan in bucket.Bucket.Scans) WriteScan(page, statement, scan);
        json.WriteEndArray();
        if (bucket.Vols is { } vols) VolJson.Write(page, vols);
        json.WriteEndObject();
    }

    private static void WriteRequirement(JsonPage page, string name, BucketStatement bucket, bool isInitial)
    {
        var json = page.Writer;
        var (exact, amounts) = isInitial
            ? (bucket.Bucket.Initial, bucket.Initial)
            : (bucket.Bucket.Maintenance, bucket.Maintenance);
        json.WriteStartObject(name);
        JsonPage.Money(json, "total", amounts.Total);
        JsonPage.Number(json, "exact", exact.Exact);
        JsonPage.Money(json, "gross", amounts.Gross);
        JsonPage.Money(json, "offset", amounts.Offset);
        json.WriteStartObject("offsets");
        foreach (var cause in Causes.All)
        {
            var amount = amounts.OffsetBy(cause);
            if (amount.Nanos != 0) JsonPage.Money(json, cause.Name(), amount);
        }
        json.WriteEndObject();
        JsonPage.Money(json, "addOns", amounts.AddOns);
        page.Rows("composition", Enumerable.Range(0, exact.Composition.Count), (row, i) =>
        {
            var line = exact.Composition[i];
            row.WriteStartObject();
            row.WriteString("kind", line.Kind switch
            {
                CompositionKind.Scan => "scan",
                CompositionKind.Charge => "charge",
                _ => "addOn",
            });
            row.WriteString("name", line.Name);
            JsonPage.Money(row, "amount", amounts.Composition[i]);
            JsonPage.Number(row, "exact", line.Exact);
            row.WriteString("explanation", line.Explanation);
            row.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteEquity(Utf8JsonWriter json, BucketStatement bucket)
    {
        json.WriteStartObject("equity");
        JsonPage.Money(json, "cash", bucket.Equity.Cash);
        JsonPage.Money(json, "collateral", bucket.Equity.Collateral);
        JsonPage.Money(json, "options", bucket.Equity.Options);
        if (bucket.Equity.Uncounted != bucket.Zero)
            JsonPage.Money(json, "optionsNotCounted", bucket.Equity.Uncounted);
        JsonPage.Money(json, "unrealised", bucket.Equity.Unrealised);
        JsonPage.Money(json, "total", bucket.Equity.Total);
        JsonPage.Number(json, "exact", bucket.Bucket.Equity.Total);
        json.WriteEndObject();
    }

    private static void WritePosition(Utf8JsonWriter json, BucketStatement bucket, int row)
    {
        var holding = bucket.Holdings[row];
        var greeks = bucket.Greeks[row];
        json.WriteStartObject();
        json.WriteString("name", holding.Name);
        json.WriteString("kind", holding.Instrument?.Kind.ToString().ToLowerInvariant() ?? "collateral");
        if (holding.Base != default) json.WriteString("base", holding.Base.Code);
        if (holding.Expiry is { } expiry) json.WriteString("expiry", expiry.ToString());
        JsonPage.Number(json, "quantity", holding.Quantity);
        json.WriteString(
            "quantityUnit", holding.Instrument is null ? holding.Name : PositionText.QuantityUnit(holding));
        JsonPage.Number(json, "mark", holding.Mark);
        json.WriteString("markUnit", PositionText.MarkUnit(holding, bucket));
        if (holding.IsOption) JsonPage.Number(json, "vol", holding.Contract.Vol);
        JsonPage.Money(json, "value", bucket.Equity.Values[row]);
        json.WriteStartObject("greeks");
        JsonPage.Number(json, "delta", greeks.Delta);
        JsonPage.Number(json, "gammaOnePercent", greeks.GammaOnePercent);
        JsonPage.Number(json, "vegaUsd", greeks.Vega);
        JsonPage.Number(json, "thetaUsd", greeks.Theta);
        json.WriteEndObject();
        WritePart(json, "initial", bucket.Initial, row);
        WritePart(json, "maintenance", bucket.Maintenance, row);
        json.WriteEndObject();
    }

    // The row after the holdings is the portfolio line: it has offsets only.
    private static void WritePart(Utf8JsonWriter json, string name, RequirementAmounts amounts, int row)
    {
        var isPosition = row < amounts.Standalone.Count;
        var offset = amounts.OffsetOf(row);
        json.WriteStartObject(name);
        if (isPosition) JsonPage.Money(json, "standalone", amounts.Standalone[row]);
        JsonPage.Money(json, "offset", offset);
        json.WriteStartObject("offsets");
        foreach (var cause in Causes.All)
        {
            var amount = amounts.OffsetOf(row, cause);
            if (amount.Nanos != 0) JsonPage.Money(json, cause.Name(), amount);
        }
        json.WriteEndObject();
        JsonPage.Money(json, "contribution", isPosition ? amounts.Contribution(row) : -offset);
        json.WriteEndObject();
    }

    private static void WriteScan(JsonPage page, Statement statement, RiskUnitScan scan)
    {
        var json = page.Writer;
        var result = scan.Result;
        json.WriteStartObject();
        json.WriteString("riskUnit", scan.Name);
        JsonPage.Number(json, "loss", scan.Loss);
        JsonPage.Number(json, "lossExact", result.Loss);
        JsonPage.Number(json, "factorInitial", statement.Rulebook.Factors.Initial);
        JsonPage.Number(json, "factorMaintenance", statement.Rulebook.Factors.Maintenance);
        JsonPage.Number(json, "binding", result.Binding?.Index);
        JsonPage.Number(json, "runnerUp", result.RunnerUp?.Index);
        JsonPage.Number(json, "marginToRunnerUp", result.MarginToRunnerUp);
        if (DateRanking.Has(result)) WriteReducers(json, scan);
        var shown = DateRanking.Has(result) ? DateRanking.Tail(scan) : result.Competitors;
        page.Rows("competitors", shown, (row, competitor) => WriteCompetitor(row, result, competitor));
        json.WriteEndObject();
    }

    // Where cells are dates: which share of how many of them the losses are, and maintenance's own.
    private static void WriteReducers(Utf8JsonWriter json, RiskUnitScan scan)
    {
        JsonPage.Number(json, "maintenanceLoss", scan.MaintenanceLoss);
        json.WriteString("initialReducer", scan.Result.Name);
        json.WriteString("maintenanceReducer", scan.Maintenance.Name);
        JsonPage.Number(json, "dates", scan.Result.Ranked.Count);
    }

    private static void WriteCompetitor(Utf8JsonWriter json, ScanResult result, Competitor competitor)
    {
        json.WriteStartObject();
        json.WriteNumber("index", competitor.Index);
        json.WriteString("name", competitor.Name);
        if (competitor.Cell is { } cell)
        {
            json.WriteString("table", cell.Table);
            JsonPage.Number(json, "spotMove", Math.Round(cell.Scenario.SpotMove, 12));
            json.WriteString("vol", VolOf(cell.Scenario.Vol.Direction));
            JsonPage.Number(json, "weight", cell.Weight);
        }
        JsonPage.Number(json, "loss", competitor.Loss);
        json.WriteBoolean("binds", result.Binding?.Index == competitor.Index);
        json.WriteEndObject();
    }

    private static string VolOf(VolDirection direction) => direction switch
    {
        VolDirection.Up => "up",
        VolDirection.Down => "down",
        VolDirection.SkewLinear => "skewLinear",
        VolDirection.SkewAbsolute => "skewAbsolute",
        _ => "same",
    };
}
