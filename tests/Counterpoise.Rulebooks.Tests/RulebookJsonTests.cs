using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Margins;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests;

public class RulebookJsonTests
{
    public static TheoryData<string> Names => [.. RulebookLibrary.Versions.Select(r => $"{r.Name}/{r.Effective}")];

    [Fact]
    public void These_rulebooks_ship() =>
        Assert.Equal(
            [
                "aevo-sm", "binance-coinm", "binance-pm", "binance-usdm", "bybit-cross", "bybit-isolated", "bybit-pm",
                "counterpoise", "deribit-pm", "deribit-sm", "deribit-xpm", "derive-pmrm1", "derive-pmrm2", "derive-srm",
                "drift-v2", "dydx-v4", "finra-strategies", "hyperliquid", "mango-health", "okx-cross", "okx-pm",
                "paradex-pm", "simm-crypto", "span", "tims",
            ],
            RulebookLibrary.All.Select(r => r.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rulebook_states_source_label_and_date(string name)
    {
        var rulebook = RulebookLibrary.Find(name);
        Assert.NotEmpty(rulebook.Sources);
        Assert.NotEmpty(rulebook.LabelReason);
        Assert.NotEmpty(rulebook.Explanation);
        Assert.NotEmpty(rulebook.MarginRatio);
        Assert.NotEqual(HonestyLabel.Verified, rulebook.Label);
        Assert.True(DateOnly.TryParseExact(rulebook.Effective, "yyyy-MM-dd", out _));
    }

    [Fact]
    public void One_block_may_name_several_coins()
    {
        var okx = RulebookLibrary.Find("okx-pm");
        var (sol, ada) = (okx.RulesFor(Currency.Parse("SOL"), false), okx.RulesFor(Currency.Parse("ADA"), false));
        Assert.Equal(sol with { Base = ada.Base }, ada);
        Assert.NotEqual(sol.Cells, okx.RulesFor(Currency.Parse("BTC"), false).Cells);
    }

    [Fact]
    public void Deribit_has_27_standard_and_8_extended_cells()
    {
        var rules = RulebookLibrary.Find("deribit-pm").RulesFor(Currency.Parse("BTC"), isInverse: true);
        Assert.Equal(27, rules.Cells.Count(c => c.Table == "standard"));
        Assert.Equal(8, rules.Cells.Count(c => c.Table == "extended"));
        Assert.Equal("standard -16% vol down", rules.Cells[0].Name);
        Assert.Equal("extended +500% vol up", rules.Cells[^1].Name);
        // An inverse future's extended cell equals its cell at the edge of the standard range, by construction.
        var edge = 1 - 1 / 1.16;
        Assert.All(rules.Cells.Where(c => c is { Table: "extended", Scenario.SpotMove: > 0 }), c =>
            Assert.Equal(edge, c.InverseWeight * (1 - 1 / c.Scenario.Spot), 1e-15));
    }

    [Fact]
    public void Derive_has_23_regular_8_tail_and_2_skew_cells_and_a_basis()
    {
        var rules = RulebookLibrary.Find("derive-pmrm2").RulesFor(Currency.Parse("SOL"), isInverse: false);
        Assert.Equal([23, 8, 2], rules.Cells.GroupBy(c => c.Table).Select(g => g.Count()));
        Assert.NotNull(rules.Basis);
    }

    [Theory]
    [InlineData(null, null, VolKind.Chain, SmileRule.StickyStrike)]
    [InlineData("chain", "sticky-strike", VolKind.Chain, SmileRule.StickyStrike)]
    [InlineData("surface", null, VolKind.Surface, SmileRule.StickyStrike)]
    [InlineData("hybrid", "sticky-moneyness", VolKind.Hybrid, SmileRule.StickyMoneyness)]
    public void A_rulebook_says_where_its_vols_come_from(string? vols, string? smile, VolKind kind, SmileRule rule)
    {
        var document = Document();
        if (vols is not null) document["vols"] = vols;
        if (smile is not null) document["smile"] = smile;
        var rulebook = RulebookJson.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.Equal(new VolRule(kind, rule), rulebook.Vols);
    }

    [Theory]
    [InlineData("label", "\"certain\"", "label")]
    [InlineData("subAdditive", "1", "subAdditive")]
    [InlineData("factors", "{\"initial\":-1,\"maintenance\":1}", "factors.initial")]
    [InlineData("bucket", "\"galaxy\"", "bucket")]
    [InlineData("worstCaseDecimals", "\"nine\"", "worstCaseDecimals")]
    [InlineData("underlyings", "[{\"base\":\"BTC\",\"charges\":[{\"type\":\"gift\"}]}]",
        "underlyings[0].charges[0].type")]
    [InlineData("underlyings", "[{\"base\":\"BTC\",\"charges\":[{\"type\":\"rollShock\"}]}]",
        "underlyings[0].charges[0].annualisedMove")]
    [InlineData("underlyings",
        "[{\"base\":\"BTC\",\"tables\":[{\"name\":\"t\",\"cells\":[{\"spot\":0,\"vol\":\"same\"}]}],\"charges\":[]}]",
        "underlyings[0].tables[0].cells[0].spot")]
    [InlineData("underlyings",
        "[{\"base\":\"BTC\",\"tables\":[{\"name\":\"t\",\"cells\":[{\"spot\":1,\"vol\":\"up\"}]}],\"charges\":[]}]",
        "underlyings[0].tables[0].cells[0].vol")]
    [InlineData("collateral", "{\"BTC\":{\"maintenanceHaircut\":2,\"initialHaircut\":0}}",
        "collateral.BTC.maintenanceHaircut")]
    [InlineData("collateral", "{\"BTC\":{\"riskCancelling\":true,\"maintenanceHaircut\":0,\"initialHaircut\":0}}",
        "collateral.BTC")]
    [InlineData("underlyings", """
        [{"base":"BTC","discount":{"longBase":1,"shortBase":1,"longRate":0,"shortRate":0,"longAdd":0,"shortAdd":0},
        "charges":[]}]
        """, "underlyings")]
    [InlineData("orders", "{\"rule\":\"none\",\"source\":\"s\",\"options\":{}}", "orders.options.minimum")]
    [InlineData("orders", "{\"rule\":\"none\",\"source\":\"s\",\"options\":{\"minimum\":2}}", "orders.options.minimum")]
    [InlineData("vols", "\"ssvi\"", "vols")]
    [InlineData("smile", "\"frozen\"", "smile")]
    [InlineData("smile", "\"sticky-moneyness\"", "smile")]
    [InlineData("surprise", "1", "surprise")]
    public void A_wrong_field_is_named(string field, string value, string named)
    {
        var document = Document();
        document[field] = JsonNode.Parse(value);
        var error = Assert.Throws<InvalidInputException>(
            () => RulebookJson.Read(Encoding.UTF8.GetBytes(document.ToJsonString())));
        Assert.Equal(named, error.Field);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void An_unknown_name_lists_the_known()
    {
        var error = Assert.Throws<InvalidInputException>(() => RulebookLibrary.Find("deribit-magic"));
        Assert.Contains("deribit-pm", error.Message);
    }

    private static JsonObject Document()
    {
        using var stream =
            typeof(RulebookLibrary).Assembly.GetManifestResourceStream("rulebooks/deribit-pm/2026-02-15.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
