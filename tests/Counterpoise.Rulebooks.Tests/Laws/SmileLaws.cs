using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Resolution;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Margins priced from a surface instead of the chain.</summary>
public sealed class SmileLaws
{
    private const double Rounding = 1e-14;

    private const int Portfolios = 100;

    public static TheoryData<string> Rulebooks { get; } = [.. LawMarket.Rulebooks];

    public static TheoryData<string, VolKind, SmileRule> Rules { get; } = new(
        from rulebook in LawMarket.Rulebooks
        from vols in new[] { VolKind.Surface, VolKind.Hybrid }
        from smile in Enum.GetValues<SmileRule>()
        select (rulebook, vols, smile));

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void A_rulebook_on_the_chain_does_not_look_at_smiles(string rulebook)
    {
        foreach (var account in LawMarket.Random(rulebook).Take(Portfolios))
            Assert.Equal(
                InvarianceLaws.Bits(account.Margin),
                InvarianceLaws.Bits(
                    MarginEvaluator.Evaluate(account.Rulebook, account.Portfolio, Prices, LawSmiles.Set)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_split_adds_up(string rulebook, VolKind vols, SmileRule smile)
    {
        foreach (var account in LawMarket.Random(rulebook).Take(Portfolios))
            IdentityLaws.AddsUp(account, Evaluate(account, vols, smile, account.Portfolio.Positions));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Order_and_splitting_do_not_matter(string rulebook, VolKind vols, SmileRule smile)
    {
        foreach (var account in LawMarket.Random(rulebook).Take(Portfolios / 4))
        {
            var positions = account.Portfolio.Positions;
            var expected = InvarianceLaws.Bits(Evaluate(account, vols, smile, positions));
            var halves = positions.SelectMany(p => Halves(p)).Reverse();
            Assert.Equal(expected, InvarianceLaws.Bits(Evaluate(account, vols, smile, halves)));
        }
    }

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void A_flat_smile_does_not_move(string rulebook)
    {
        foreach (var account in LawMarket.Random(rulebook).Take(Portfolios))
        {
            var strike = Evaluate(account, VolKind.Surface, SmileRule.StickyStrike, null, LawSmiles.Flat);
            var moneyness = Evaluate(account, VolKind.Surface, SmileRule.StickyMoneyness, null, LawSmiles.Flat);
            foreach (var (a, b) in strike.Buckets.Zip(moneyness.Buckets))
            {
                // The two ways of repricing differ by roundings of what a position is in full.
                var scale = Math.Max(1, a.Holdings.Sum(h => h.Coins * h.CoinRate));
                Assert.Equal(a.Initial.Exact, b.Initial.Exact, Rounding * scale);
                Assert.Equal(a.Maintenance.Exact, b.Maintenance.Exact, Rounding * scale);
            }
        }
    }

    // The move of the smile is volatility's doing: spot's own stages are the same under both rules.
    [Fact]
    public void Sticky_moneyness_changes_the_stage_of_volatility_and_no_stage_before_it()
    {
        var account = Account(
            "derive-pmrm2", Hold(Option(Btc, false, 1, 85_000, OptionRight.Put), -3),
            Hold(Option(Btc, false, 2, 120_000, OptionRight.Call), 2), Hold(Perpetual(Btc, false), 1));
        var (strike, moneyness) = (Stages(account, SmileRule.StickyStrike), Stages(account, SmileRule.StickyMoneyness));
        Span<double> a = stackalloc double[5], b = stackalloc double[5];
        var cells = account.Rulebook.RulesFor(Btc, isInverse: false).Cells;
        for (var row = 0; row < 3; row++)
        {
            for (var cell = 0; cell < cells.Count; cell++)
            {
                strike.Stages(row, cell, a);
                moneyness.Stages(row, cell, b);
                Assert.Equal(a[..3], b[..3]);
                Assert.Equal(moneyness.Cells.Change(row, cell), b[4]);
                var isMoved = moneyness.Cells.ContractOf(row).IsOption && cells[cell].Scenario.Spot != 1;
                Assert.Equal(isMoved, Math.Abs(a[3] - b[3]) > 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(SmileRule.StickyStrike)]
    [InlineData(SmileRule.StickyMoneyness)]
    public void A_settlement_window_works_with_smiles(SmileRule smile)
    {
        var account = Account("deribit-pm", Hold(Option(Btc, true, 0, 95_000, OptionRight.Put), -10));
        var market = Prices with { Time = Expiry(0) + Duration.FromSeconds(-900) };
        var margin = MarginEvaluator.Evaluate(
            account.Rulebook.On(VolKind.Surface, smile), account.Portfolio, market, LawSmiles.Set);
        Assert.NotEqual(0, margin.Buckets.Single().Holdings.Single().Contract.Fixed);
        IdentityLaws.AddsUp(account, margin);
    }

    [Fact]
    public void Equity_stays_at_the_mark_of_the_venue()
    {
        var account = Account("deribit-pm", Hold(Option(Btc, true, 1, 100_000, OptionRight.Call), -2));
        var priced = Evaluate(account, VolKind.Surface, SmileRule.StickyMoneyness);
        Assert.Equal(account.Margin.Buckets.Single().Equity, priced.Buckets.Single().Equity);
        Assert.NotEqual(account.Margin.Buckets.Single().Initial.Exact, priced.Buckets.Single().Initial.Exact);
    }

    [Fact]
    public void Without_a_surface_or_a_smile_it_is_refused_clearly()
    {
        var account = Account("deribit-pm", Hold(Option(Btc, true, 1, 100_000, OptionRight.Call), -2));
        var none = Assert.Throws<InvalidInputException>(() => MarginEvaluator.Evaluate(
            account.Rulebook.On(VolKind.Surface, SmileRule.StickyStrike), account.Portfolio, Prices));
        Assert.Equal(("vols", "surface"), (none.Field, none.Value));
        var empty = LawSmiles.Set with { Fitted = new Dictionary<Currency, ISmiles>() };
        var lacks = Assert.Throws<InvalidInputException>(
            () => Evaluate(account, VolKind.Surface, SmileRule.StickyStrike, null, empty));
        Assert.Equal("BTC-31JAN26-100000-C", lacks.Field);
        Assert.Contains("has no fitted smile", lacks.Problem, StringComparison.Ordinal);
        var chain = Assert.Throws<InvalidInputException>(() => new VolRule(VolKind.Chain, SmileRule.StickyMoneyness));
        Assert.Equal(("smile", "sticky-moneyness"), (chain.Field, chain.Value));
        Assert.Throws<InvalidInputException>(() => new SviSmile(new RawSvi(-1, 0.1, 0, 0, 0.1), 1));
        Assert.Throws<InvalidInputException>(() => new SviSmile(new RawSvi(1, 0.1, 0, 0, 0.1), 0));
    }

    private static Margin Evaluate(
        Account account, VolKind vols, SmileRule smile, IEnumerable<Position>? positions = null,
        SmileSet? smiles = null) => MarginEvaluator.Evaluate(
            account.Rulebook.On(vols, smile),
            positions is null ? account.Portfolio : account.Portfolio with { Positions = [.. positions] }, Prices,
            smiles ?? LawSmiles.Set);

    private static IEnumerable<Position> Halves(Position position)
    {
        var half = new Quantity(position.Quantity.Units / 2);
        yield return position with { Quantity = half };
        yield return position with { Quantity = position.Quantity - half, UnrealisedPnl = null };
    }

    private static StageArray Stages(Account account, SmileRule smile)
    {
        var rulebook = account.Rulebook.On(VolKind.Surface, smile);
        var vols = VolSource.Of(VolKind.Surface, Prices, LawSmiles.Set);
        return new StageArray(
            rulebook, HoldingResolver.Resolve(rulebook, account.Portfolio, Prices, vols).Single().Holdings);
    }
}
