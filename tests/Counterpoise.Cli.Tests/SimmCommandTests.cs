using System.Text.Json.Nodes;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>The command <c>simm</c>.</summary>
public sealed class SimmCommandTests : IDisposable
{
    private const string Rows =
        "PortfolioID,ProductClass,RiskType,Qualifier,Bucket,Label1,Label2,AmountCurrency,Amount\n"
        + "book,Commodity,Risk_Commodity,BTC,16,,,USD,10\n"
        + "book,Commodity,Risk_CommodityVol,BTC,16,1m,,USD,-3\n";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_statement_is_a_table()
    {
        var outcome = Cli.Run("simm", _cli.Write("a.csv", Rows));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Matches(@"Commodity +Commodity +Delta +680\.00 +1\.000", outcome.Output);
        Assert.Matches(@"Commodity +Commodity +Vega +182\.\d\d +1\.000", outcome.Output);
        Assert.Contains("book, call", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("book, post", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("amounts in USD", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("label +APPROXIMATE: weights and correlations are those of an open-source", outcome.Output);
        Assert.Matches("not known +the bucket of a coin: SIMM names none", outcome.Output);
    }

    [Fact]
    public void Json_says_the_same()
    {
        var outcome = Cli.Run("simm", _cli.Write("a.csv", Rows), "--json");
        var json = JsonNode.Parse(outcome.Output)!;
        Assert.Equal("counterpoise-simm/1", json["format"]!.GetValue<string>());
        Assert.Equal("approximate", json["label"]!.GetValue<string>());
        Assert.Contains("no result is published", json["labelReason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("bucket of a coin", json["unknown"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("built in", json["parameters"]!.GetValue<string>(), StringComparison.Ordinal);
        var call = json["margins"]![0]!;
        Assert.Equal("call", call["side"]!.GetValue<string>());
        Assert.Equal(680, call["marginTypes"]![0]!["margin"]!.GetValue<double>(), 1e-9);
        // The call side is short volatility and has no curvature; the post side is long.
        Assert.Equal(0, call["marginTypes"]![2]!["margin"]!.GetValue<double>());
        Assert.True(json["margins"]![1]!["total"]!.GetValue<double>() > call["total"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("Risk_Commodity,BTC,16", "Risk_Gold,BTC,16", "a.csv: row 2, RiskType \"Risk_Gold\" is not a risk type")]
    [InlineData("Risk_CommodityVol", "risk_commodityvol", "row 3, RiskType \"risk_commodityvol\" is not a risk type")]
    [InlineData("Risk_Commodity,BTC,16", ",BTC,16", "a.csv: row 2, RiskType \"\" is not a risk type; use Risk_IRCurve")]
    [InlineData("book,Commodity,Risk_Commodity,", "book,Coin,Risk_Commodity,", "\"Coin\" is not a product class; use")]
    [InlineData("16,1m,", "16,5w,", "a.csv: row 3, Label1 \"5w\" is not a tenor; use 2w, 1m")]
    [InlineData("RiskType,", "Type,", "a.csv: header \"RiskType\" is missing; name the columns as in ISDA's CRIF")]
    [InlineData("16,,,USD,10", "16,,,USD,NaN", "a.csv: row 2, Amount \"NaN\" is not a number; use")]
    [InlineData(
        "BTC,16,,,USD,10", "BTC,99,,,USD,10", "a.csv: row 2, Bucket \"99\" has no SIMM weight; use one of 1, 2")]
    [InlineData("BTC,16,1m", "BTC,99,1m", "a.csv: row 3, Bucket \"99\" has no SIMM weight; use one of 1, 2")]
    [InlineData("book,Commodity,Risk_Commodity,BTC,16,,,USD,10", "book,Commodity,Risk_Commodity",
        "a.csv: row 2, Qualifier is missing: the row has 3 cells, the header 9; give the row a cell for every column")]
    [InlineData("16,,,USD,10", "16,,,USD", "row 2, Amount is missing: the row has 8 cells, the header 9; give")]
    [InlineData("BTC,16,,,USD,10", "BTC,15,,,USD,10\nbook,Commodity,Risk_Commodity,X,14,,,USD,1", "--calibration FILE")]
    public void A_bad_row_is_said_in_one_line(string text, string changed, string message)
    {
        Assert.Contains(text, Rows, StringComparison.Ordinal);
        var outcome = Cli.Run("simm", _cli.Write("a.csv", Rows.Replace(text, changed, StringComparison.Ordinal)));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_calibration_brings_rates()
    {
        var folder = Path.Combine(SharedData.Root, "vectors", "simm");
        if (!Directory.Exists(folder)) Assert.Skip($"{folder} is not there (set COUNTERPOISE_SHARED): 1 case skipped");
        var crif = Path.Combine(folder, "crif.csv");
        var without = Cli.Run("simm", crif);
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("interest rates", without.Error, StringComparison.Ordinal);
        var with = Cli.Run("simm", crif, "--calibration", Path.Combine(folder, "simmcalibration_2.6.xml"));
        Assert.Equal(0, with.ExitCode);
        Assert.Contains("1,086,219.46", with.Output, StringComparison.Ordinal);
        Assert.Contains("PARTLY VERIFIED: with ISDA's calibration", with.Output, StringComparison.Ordinal);
        Assert.Contains("under ESA (USPR the same)", with.Output, StringComparison.Ordinal);
    }
}
