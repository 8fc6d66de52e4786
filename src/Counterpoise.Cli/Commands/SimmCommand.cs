using System.CommandLine;
using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Margins.Sensitivities;
using Counterpoise.Rulebooks.Simm;

namespace Counterpoise.Cli.Commands;

/// <summary>ISDA SIMM of a file of sensitivities.</summary>
internal static class SimmCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("crif")
        {
            Description = "sensitivities in ISDA's CRIF (CSV or TSV, may be .gz; - is standard input)",
        };
        var calibration = new Option<string?>("--calibration")
        {
            Description = "calibration document (XML, layout of ORE); without it the built-in parameters of equity, "
                + "commodity and FX, without concentration",
            HelpName = "FILE",
        };
        var json = Options.Json();
        var command = new Command("simm", "ISDA SIMM of sensitivities, by product class, risk class and margin type.")
        {
            file, calibration, json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var rows = InputFile.Read(path, Crif.Read);
            var parameters = parsed.GetValue(calibration) is { } document
                ? InputFile.Read(document, SimmCalibration.Read)
                : SimmLibrary.Shipped;
            var ground = new Ground(parsed.GetValue(calibration));
            var margins = Evaluate(path, parameters, rows);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) JsonPage.Write(output, page => Write(parameters, ground, margins, page));
            else Print(parameters, ground, margins, new TextPage(output, TextPage.IsColourful(output)));
            return ExitCode.Done;
        });
        return command;
    }

    // Errors of the evaluation are about the file too: a bucket without a weight, say.
    private static IReadOnlyList<CrifMargin> Evaluate(
        string path, SimmParameters parameters, IReadOnlyList<CrifRow> rows)
    {
        try
        {
            return CrifMargin.Of(parameters, rows);
        }
        catch (InvalidInputException e)
        {
            throw e.In(path == "-" ? "standard input" : path);
        }
    }

    private static void Print(
        SimmParameters parameters, Ground ground, IReadOnlyList<CrifMargin> margins, TextPage page)
    {
        page.Field("model", $"ISDA SIMM {parameters.Version}, ten days, amounts in USD");
        page.Field("parameters", ground.Parameters);
        page.Field(
            "label", Tone.Strong, $"{Statement.NameOf(ground.Label).ToUpperInvariant()}: {ground.LabelReason}");
        page.Field("not known", Ground.Unknown);
        foreach (var m in margins)
        {
            page.Title($"{m.Portfolio}, {m.Side.ToString().ToLowerInvariant()}", $"under {m.Regulation}{Others(m)}");
            var table = new TextGrid("lllnn");
            table.Head("product class", "risk class", "margin type", "USD", "concentration");
            foreach (var p in m.Margin.Products) Add(table, p);
            if (m.Margin.AddOn != 0) table.Add("add-ons", "", "", Figures.Number(m.Margin.AddOn, 2));
            table.Rule();
            table.Add(Tone.Strong, "total", "", "", Figures.Number(m.Margin.Total, 2));
            table.Write(page);
        }
    }

    private static void Add(TextGrid table, ProductMargin p)
    {
        foreach (var r in p.Risks)
        {
            foreach (var m in r.Measures)
            {
                table.Add(
                    p.Product.Name(), r.Risk.Name(), m.Measure.Name(), Figures.Number(m.Margin, 2),
                    Figures.Number(m.Concentration, 3));
            }
            table.Add(p.Product.Name(), r.Risk.Name(), "all", Figures.Number(r.Margin, 2));
        }
        table.Add(Tone.Strong, p.Product.Name(), "all", "all", Figures.Number(p.Margin, 2));
    }

    private static string Others(CrifMargin m)
    {
        if (m.Others.Count == 0) return "";
        var others = m.Others.Select(o =>
            o.Total == m.Margin.Total ? $"{o.Regulation} the same" : $"{o.Regulation} {Figures.Number(o.Total, 2)}");
        return $" ({string.Join(", ", others)})";
    }

    private static void Write(
        SimmParameters parameters, Ground ground, IReadOnlyList<CrifMargin> margins, JsonPage page)
    {
        page.Writer.WriteString("format", "counterpoise-simm/1");
        page.Writer.WriteString("model", "ISDA SIMM");
        page.Writer.WriteString("version", parameters.Version);
        page.Writer.WriteString("currency", "USD");
        page.Writer.WriteString("parameters", ground.Parameters);
        page.Writer.WriteString("label", StatementJson.LabelOf(ground.Label));
        page.Writer.WriteString("labelReason", ground.LabelReason);
        page.Writer.WriteStartArray("unknown");
        foreach (var unknown in Ground.Unknown) page.Writer.WriteStringValue(unknown);
        page.Writer.WriteEndArray();
        page.Writer.WriteStartArray("margins");
        foreach (var m in margins)
        {
            page.Writer.WriteStartObject();
            page.Writer.WriteString("portfolio", m.Portfolio);
            page.Writer.WriteString("side", m.Side.ToString().ToLowerInvariant());
            page.Writer.WriteString("regulation", m.Regulation);
            page.Writer.WriteNumber("total", m.Margin.Total);
            page.Writer.WriteNumber("addOn", m.Margin.AddOn);
            page.Rows("others", m.Others, (json, o) =>
            {
                json.WriteStartObject();
                json.WriteString("regulation", o.Regulation);
                json.WriteNumber("total", o.Total);
                json.WriteEndObject();
            });
            page.Rows("productClasses", m.Margin.Products, (json, p) =>
            {
                json.WriteStartObject();
                json.WriteString("productClass", p.Product.Name());
                json.WriteNumber("margin", p.Margin);
                json.WriteEndObject();
            });
            var measures =
                from p in m.Margin.Products
                from r in p.Risks
                from x in r.Measures
                select (p, r, x);
            page.Rows("marginTypes", measures, (json, row) => WriteMeasure(json, row.p, row.r, row.x));
            page.Writer.WriteEndObject();
        }
        page.Writer.WriteEndArray();
    }

    private static void WriteMeasure(Utf8JsonWriter json, ProductMargin p, RiskMargin r, MeasureMargin m)
    {
        json.WriteStartObject();
        json.WriteString("productClass", p.Product.Name());
        json.WriteString("riskClass", r.Risk.Name());
        json.WriteString("marginType", m.Measure.Name());
        json.WriteNumber("margin", m.Margin);
        json.WriteNumber("concentration", m.Concentration);
        json.WriteStartObject("buckets");
        foreach (var (bucket, amount) in m.Buckets) json.WriteNumber(bucket, amount);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>How far a result is to be trusted: what it rests on depends on where its parameters are from.</summary>
    /// <param name="Calibration">The user's document; null: the built-in parameters.</param>
    private sealed record Ground(string? Calibration)
    {
        public static readonly string[] Unknown =
        [
            "the bucket of a coin: SIMM names none, so the one in its row is the file's own choice",
            "published results exist for rates only; credit, equity, commodity and FX follow the formulas",
        ];

        public string Parameters => Calibration ?? "built in (equity, commodity, FX; no concentration)";

        public HonestyLabel Label => Calibration is null ? HonestyLabel.Approximate : HonestyLabel.PartlyVerified;

        public string LabelReason => Calibration is null
            ? "weights and correlations are those of an open-source implementation of SIMM 2.6, without ISDA's "
                + "concentration thresholds; for its risk classes no result is published"
            : $"with ISDA's calibration the engine reproduces a published rates statement; that {Calibration} is that "
                + "calibration is not checked";
    }
}
