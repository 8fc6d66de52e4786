using System.Text;
using Counterpoise.Margins.Sensitivities;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Rulebooks.Simm;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Simm;

/// <summary>CRIF files, whole and broken, and the published statement with one thing changed.</summary>
public class CrifTests
{
    private const string Header =
        "TradeID,PortfolioID,ProductClass,RiskType,Qualifier,Bucket,Label1,Label2,AmountCurrency,Amount,"
        + "collect_regulations,post_regulations";

    [Theory]
    [InlineData("t,p,RatesFX,Risk_Nothing,USD,1,10y,OIS,USD,1,,", "row 2, RiskType", "Risk_Nothing")]
    [InlineData("t,p,Rates,Risk_IRCurve,USD,1,10y,OIS,USD,1,,", "row 2, ProductClass", "Rates")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,usd,1,10y,OIS,USD,1,,", "row 2, Qualifier", "usd")]
    [InlineData("t,p,RatesFX,Risk_FXVol,EUR,,1y,,USD,1,,", "row 2, Qualifier", "EUR")]
    [InlineData("t,p,Commodity,Risk_Commodity,,16,,,USD,1,,", "row 2, Qualifier", "")]
    [InlineData("t,p,Commodity,Risk_Commodity,BTC,,,,USD,1,,", "row 2, Bucket", "")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,7y,OIS,USD,1,,", "row 2, Label1", "7y")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,SOFR,USD,1,,", "row 2, Label2", "SOFR")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,OIS,USD,NaN,,", "row 2, Amount", "NaN")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,OIS,USD,1e999,,", "row 2, Amount", "1e999")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,OIS,USD,,,", "row 2, Amount", "")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,OIS,EUR,1,,", "row 2, AmountCurrency", "EUR")]
    [InlineData("t,p,,Param_ProductClassMultiplier,Gold,,,,,2,,", "row 2, Qualifier", "Gold")]
    [InlineData("t,p,,Param_ProductClassMultiplier,Equity,,,,,0.5,,", "row 2, Amount", "0.5")]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,OIS,USD,1,\"ESA,", "row 2", null)]
    [InlineData("t,p,RatesFX,Risk_IRCurve,USD,1,10y,OIS,USD,1,ESA,SEC,CFTC", "row 2", null)]
    public void A_broken_row_is_named(string row, string field, string? value)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read($"{Header}\n{row}\n"));
        Assert.Equal(field, error.Field);
        if (value is not null) Assert.Equal(value, error.Value);
        Assert.NotEmpty(error.Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("PortfolioID,PortfolioID\n1,2\n")]
    public void A_file_that_is_no_crif_is_refused(string text) =>
        Assert.Throws<InvalidInputException>(() => Read(text));

    [Fact]
    public void Tabs_and_a_hash_before_the_header_are_read()
    {
        var row = "t,p,Commodity,Risk_CommodityVol,BTC,16,3M,,USD,-1.5,,".Replace(',', '\t');
        var read = Assert.Single(Read($"#{Header.Replace(',', '\t')}\r\n\r\n{row}\r\n"));
        var expected = new Sensitivity(SimmProduct.Commodity, SensitivityKind.CommodityVol, "BTC", "16", -1.5)
        {
            Tenor = "3m",
            Days = 91.25,
        };
        Assert.Equal(expected, read.Sensitivity);
        Assert.Equal([Crif.Unspecified], read.Collect);
    }

    [Fact]
    public void The_regulation_that_asks_for_most_wins()
    {
        var margins = CrifMargin.Of(SimmLibrary.Shipped, Read(
            $"{Header}\nt,p,Commodity,Risk_Commodity,BTC,16,,,USD,10,\"ESA,USPR\",SEC\n"
            + "t,p,Commodity,Risk_Commodity,ETH,16,,,USD,10,USPR,CFTC\n"
            + "t,p,,Param_AddOnFixedAmount,,,,,,7,USPR,CFTC\n"
            + "t,p,,Param_AddOnNotionalFactor,x,,,,,2,USPR,CFTC\n"
            + "t,p,,Notional,x,,,,USD,-150,USPR,CFTC\n"
            + "t,p,,Param_ProductClassMultiplier,Commodity,,,,,1.5,ESA,SEC\n"));
        Assert.Equal(2, margins.Count);
        Assert.Equal(("ESA", 1_020), (margins[0].Regulation, Math.Round(margins[0].Margin.Total, 9)));
        Assert.Equal(("USPR", 680 * Math.Sqrt(2) + 10), (margins[0].Others[0].Regulation, margins[0].Others[0].Total));
        Assert.Equal(("SEC", 1_020), (margins[1].Regulation, Math.Round(margins[1].Margin.Total, 9)));
    }

    [Theory]
    [InlineData("<a/>", "root element")]
    [InlineData("<SIMMCalibrationData/>", "/SIMMCalibration")]
    [InlineData("<SIMMCalibrationData", "calibration")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "calibration")]
    public void A_calibration_that_is_none_is_refused(string xml, string field) => Assert.Equal(
        field, Assert.Throws<InvalidInputException>(() => SimmCalibration.Read(Encoding.UTF8.GetBytes(xml))).Field);

    [Fact]
    public void The_shipped_parameters_are_those_of_the_calibration()
    {
        var (shipped, read) = (SimmLibrary.Shipped, SimmCalibration.Read(Bytes("simmcalibration_2.6.xml")));
        Assert.Equal(read.Version, shipped.Version);
        Assert.Equal(read.Correlations, shipped.Correlations);
        foreach (var (risk, own) in shipped.Buckets)
        {
            var other = read.Buckets[risk];
            Assert.Equal(other.Hvr, own.Hvr);
            Assert.Equal(other.Weights, own.Weights);
            Assert.Equal(other.WithoutCurvature, own.WithoutCurvature);
            foreach (var bucket in own.Weights.Keys)
            {
                double Vega(SimmBuckets b) => b.VegaWeights.TryGetValue(bucket, out var w) ? w : b.VegaWeights[""];
                Assert.Equal(Vega(other), Vega(own));
                Assert.Equal(other.RhoDifferent[bucket], own.RhoDifferent[bucket]);
            }
        }
        Assert.Equal(read.Fx!.Weights, shipped.Fx!.Weights);
        Assert.Equal(read.Fx.Rho, shipped.Fx.Rho);
        Assert.Equal(read.Fx.Groups, shipped.Fx.Groups);
        Assert.Equal((read.Fx.VegaWeight, read.Fx.Hvr, read.Fx.VolRho),
            (shipped.Fx.VegaWeight, shipped.Fx.Hvr, shipped.Fx.VolRho));
    }

    [Theory]
    [InlineData("expected_SIMM2.6_10D.csv", "811888.163042849", "811888.244231665")]
    [InlineData("expected_SIMM2.6_10D.csv", "Call,ESA,2124.922827633", "Call,USPR,2124.922827633")]
    [InlineData("crif.csv", "498253.14", "498254.14")]
    [InlineData("crif.csv", "IR_Bermudan,CRIF_20201228,RatesFX,Risk_IRVol,USD,,3y", "#")]
    [InlineData("simmcalibration_2.6.xml", "bucket=\"1\" label1=\"20y\">61<", "bucket=\"1\" label1=\"20y\">62<")]
    [InlineData("simmcalibration_2.6.xml", "<SubCurves>", "<Nothing>")]
    public void A_changed_copy_fails(string file, string text, string changed)
    {
        Assert.Empty(Run("", "", "").Failures);
        Assert.NotEmpty(Run(file, text, changed).Failures);
    }

    [Theory]
    [InlineData("crif.csv")]
    [InlineData("expected_SIMM2.6_10D.csv")]
    [InlineData("simmcalibration_2.6.xml")]
    public void A_deleted_or_truncated_file_fails(string file)
    {
        Assert.NotEmpty(Run(file, null, "").Failures);
        Assert.NotEmpty(Run(file, null, null).Failures);
    }

    private static SetOutcome Run(string file, string? text, string? changed)
    {
        var files = new List<VectorFile>();
        foreach (var name in new[] { "crif.csv", "expected_SIMM2.6_10D.csv", "simmcalibration_2.6.xml" })
        {
            var content = Encoding.UTF8.GetString(Bytes(name));
            if (name == file && text is null && changed is null) continue;
            if (name == file && text is null) content = content[..(content.Length / 2)];
            else if (name == file)
            {
                Assert.Contains(text!, content, StringComparison.Ordinal);
                content = content.Replace(text!, changed, StringComparison.Ordinal);
            }
            var bytes = Encoding.UTF8.GetBytes(content);
            files.Add(new VectorFile($"simm/{name}", () => bytes));
        }
        return ConformanceReport.AllSets.Single(s => s.Name == "simm").Run(files);
    }

    private static byte[] Bytes(string name)
    {
        var path = Path.Combine(SharedData.Root, "vectors", "simm", name);
        if (!File.Exists(path)) Assert.Skip($"{path} is not there (set COUNTERPOISE_SHARED): 36 rows skipped");
        return File.ReadAllBytes(path);
    }

    private static IReadOnlyList<CrifRow> Read(string text) => Crif.Read(Encoding.UTF8.GetBytes(text));
}
