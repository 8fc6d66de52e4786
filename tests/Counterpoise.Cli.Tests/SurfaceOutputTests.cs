using System.Text.Json;
using System.Xml.Linq;
using Counterpoise.Cli.Tests.Statements;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests;

/// <summary><c>surface fit --json</c> and <c>--svg</c>.</summary>
public sealed class SurfaceOutputTests
{

    private static readonly string Sample = Path.Combine(SharedData.Repository, "samples/market.json");

    [Fact]
    public async Task Json_is_as_its_schema_says()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "surface.schema.json"));
        foreach (string[] files in (string[][])[[Sample], [Sample, Sample]])
        {
            var outcome = Cli.Run(["surface", "fit", .. files, "--json"]);
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
            Assert.Empty(schema.Validate(outcome.Output));
            using var document = JsonDocument.Parse(outcome.Output);
            Assert.Equal(files.Length, document.RootElement.GetProperty("snapshots").GetArrayLength());
        }
    }

    [Fact]
    public void Json_numbers_belong_together()
    {
        using var document = JsonDocument.Parse(Cli.Run("surface", "fit", Sample, "--json").Output);
        var root = document.RootElement;
        var smiles = root.GetProperty("snapshots")[0].GetProperty("coins").EnumerateArray()
            .SelectMany(c => c.GetProperty("smiles").EnumerateArray()).ToArray();
        var totals = root.GetProperty("totals");
        Assert.Equal(totals.GetProperty("expiries").GetInt32(), smiles.Length);
        Assert.Equal(
            totals.GetProperty("quotes").GetInt32(), smiles.Sum(s => s.GetProperty("quotes").GetArrayLength()));
        Assert.Equal(0, totals.GetProperty("violations").GetInt32());
        foreach (var smile in smiles)
        {
            var (sum, count, years) = (0.0, 0, smile.GetProperty("years").GetDouble());
            foreach (var quote in smile.GetProperty("quotes").EnumerateArray())
            {
                var fitted = Vol(smile.GetProperty("svi"), quote.GetProperty("k").GetDouble(), years);
                Assert.Equal(fitted, quote.GetProperty("fitted").GetDouble(), 1e-12);
                sum += Math.Pow(fitted - quote.GetProperty("vol").GetDouble(), 2);
                count++;
            }
            Assert.Equal(Math.Sqrt(sum / count), smile.GetProperty("rmse").GetDouble(), 1e-12);
            Assert.Equal(
                Vol(smile.GetProperty("svi"), 0, years), smile.GetProperty("atmVol").GetDouble(), 1e-12);
        }
    }

    [Fact]
    public void The_picture_has_a_panel_for_every_smile_and_two_for_the_surface()
    {
        using var cli = new Cli();
        var file = cli.Path("s.svg");
        Assert.Equal(0, Cli.Run("surface", "fit", Sample, "--svg", file).ExitCode);
        var picture = File.ReadAllText(file);
        Assert.InRange(picture.Length, 1, 300_000);
        var elements = XDocument.Parse(picture).Descendants().ToArray();
        var texts = elements.Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        // Ten expiries of two coins.
        Assert.Equal(20, texts.Count(t =>
            t.StartsWith("RMSE ", StringComparison.Ordinal) && t.EndsWith(" bp", StringComparison.Ordinal)));
        foreach (var panel in (string[])["Smiles", "Surface", "Total variance"])
            Assert.Equal(2, texts.Count(t => t.StartsWith(panel, StringComparison.Ordinal)));
        Assert.Equal(2, texts.Count(t => t == "NO ARBITRAGE"));
        Assert.Equal(2, texts.Count(t => t == "SYNTHETIC MARKET"));
        Assert.DoesNotContain("NaN", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_of_the_pages_is_the_one_we_draw()
    {
        using var cli = new Cli();
        var file = cli.Path("s.svg");
        Assert.Equal(0, Cli.Run("surface", "fit", Sample, "--coin", "BTC", "--svg", file).ExitCode);
        Approved.MatchesFile("docs/images/surface.svg", File.ReadAllText(file));
    }

    private static double Vol(JsonElement svi, double k, double years)
    {
        double P(string name) => svi.GetProperty(name).GetDouble();
        var d = k - P("m");
        return Math.Sqrt((P("a") + P("b") * (P("rho") * d + Math.Sqrt(d * d + P("sigma") * P("sigma")))) / years);
    }
}
