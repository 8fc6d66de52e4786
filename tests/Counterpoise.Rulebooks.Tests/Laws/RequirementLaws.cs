using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Totals without their explanation have the statement's bits, also from what is priced already.</summary>
public sealed class RequirementLaws
{
    private const int PerRulebook = 40;

    public static TheoryData<string> Names =>
        [.. RulebookLibrary.All.Where(r => r.Needs is null).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_those_of_the_statement(string name)
    {
        var rulebook = RulebookLibrary.Find(name);
        var market = new MarkedMarket(LawMarket.Prices);
        Account[] accounts = [.. LawMarket.Random(rulebook, PerRulebook)];
        // Twice: once priced, once remembered.
        foreach (var account in accounts.Concat(accounts.Reverse()))
            AssertSame(rulebook, account.Portfolio, market, null);
    }

    [Theory]
    [InlineData("deribit-pm")]
    [InlineData("okx-pm")]
    public void Open_orders_are_in_them(string name)
    {
        var rulebook = RulebookLibrary.Find(name);
        var market = new MarkedMarket(LawMarket.Prices);
        var ordered = 0;
        foreach (var account in LawMarket.Random(rulebook, 20))
        {
            var perpetual = LawMarket.Perpetual(LawMarket.Btc, inverse: !rulebook.LinearOnly);
            var order = new OpenOrder(
                perpetual, OrderSide.Buy, Quantity.FromWhole(rulebook.LinearOnly ? 1 : 100_000),
                Price.Nearest(101_000));
            var with = account.Portfolio with { Orders = [order] };
            if (AssertSame(rulebook, with, market, null) > AssertSame(rulebook, account.Portfolio, market, null))
                ordered++;
        }
        Assert.InRange(ordered, 1, 20);
    }

    [Fact]
    public void Smiles_are_in_them()
    {
        var rulebook = RulebookLibrary.Find("deribit-pm");
        var onSmiles = rulebook.On(VolKind.Hybrid, SmileRule.StickyMoneyness);
        var smiles = LawSmiles.Set;
        var market = new MarkedMarket(LawMarket.Prices, smiles);
        foreach (var account in LawMarket.Random("deribit-pm").Take(50))
        {
            AssertSame(rulebook, account.Portfolio, market, smiles);
            AssertSame(onSmiles, account.Portfolio, market, smiles);
        }
    }

    private static double AssertSame(Rulebook rulebook, Portfolio portfolio, MarkedMarket market, SmileSet? smiles)
    {
        var whole = MarginEvaluator.Evaluate(rulebook, portfolio, market.Market, smiles);
        var totals = MarginEvaluator.Requirements(rulebook, new MarkedPortfolio(portfolio, market));
        Assert.Equal(
            whole.Buckets.Select(b => (b.Unit, Bits(b.UnitUsd), Bits(b.Initial.Exact), Bits(b.Maintenance.Exact),
                Bits(b.Equity.Total), Bits(b.InitialExcess), Bits(b.MaintenanceExcess))),
            totals.Buckets.Select(b => (b.Unit, Bits(b.UnitUsd), Bits(b.Initial), Bits(b.Maintenance),
                Bits(b.Equity), Bits(b.InitialExcess), Bits(b.MaintenanceExcess))));
        Assert.Equal(Bits(whole.InitialUsd), Bits(totals.InitialUsd));
        Assert.Equal(Bits(whole.MaintenanceUsd), Bits(totals.MaintenanceUsd));
        Assert.Equal(Bits(whole.EquityUsd), Bits(totals.EquityUsd));
        return totals.InitialUsd;
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
