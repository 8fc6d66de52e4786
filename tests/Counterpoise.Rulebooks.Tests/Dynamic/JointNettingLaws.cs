using Counterpoise.Margins;
using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Resolution;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Dynamic;

/// <summary>Netting across coins: at most a share of a saving, and nothing out of nothing.</summary>
public sealed class JointNettingLaws
{
    private const int Cells = 62;
    private const double Noise = 1e-9;

    [Fact]
    public void The_joint_loss_is_between_the_larger_alone_and_the_sum()
    {
        var draw = new Draw(3);
        for (var i = 0; i < 500; i++)
        {
            var (a, b) = (Losses(draw), Losses(draw));
            var correlation = (draw.Below(181) - 100) / 100.0;
            var joint = JointNetting.Combined(a, b, correlation);
            Assert.InRange(joint, 0, a.Max() + b.Max() + Noise);
            Assert.Equal(joint, JointNetting.Combined(b, a, correlation), Noise);
            var nothing = new double[Cells];
            Assert.Equal(a.Max(), JointNetting.Combined(a, nothing, correlation), Noise);
            Assert.Equal(a.Max(), JointNetting.Combined(nothing, a, correlation), Noise);
            // On one side nothing is saved.
            Assert.Equal(2 * a.Max(), JointNetting.Combined(a, a, correlation), Noise);
        }
    }

    [Fact]
    public void A_credit_is_at_most_80_percent_of_the_saving_and_of_each_scan()
    {
        var credited = 0;
        foreach (var portfolio in StressedMarket.Drawn(400))
        {
            var margin = StressedMarket.Margin(portfolio);
            var without = StressedMarket.Margin(portfolio, StressedMarket.Of(StressedMarket.Btc, StressedMarket.Eth));
            var netting = -StressedMarket.Line(margin.Initial, "netting across coins");
            Assert.InRange(netting, 0, 0.8 * Saving(portfolio) + 1e-6);
            FallbackLaws.AtLeast(margin.Initial, without.Initial);
            FallbackLaws.AtLeast(margin.Maintenance, without.Maintenance);
            if (netting > 0) credited++;
        }
        Assert.True(credited > 20, $"only {credited} credited");
    }

    [Fact]
    public void A_hedge_in_another_coin_saves_and_one_on_the_same_side_does_not()
    {
        var hedged = Netting(10, -330);
        var sameSide = Netting(10, 330);
        Assert.Equal(0, sameSide);
        // Scans: 10 · 100,030 · 13 % and 330 · 3,000.9 · 15 %.
        Assert.InRange(hedged, 0.1 * 130_039, 0.8 * (130_039 + 148_545));
    }

    /// <summary>Coins held as collateral gain against losses of their own coin only, cell by cell.</summary>
    [Fact]
    public void A_gain_of_collateral_does_not_pay_for_another_coin()
    {
        const int up = 9 + 8, down = 9;
        var coins = Losses(0, 10);
        Assert.Equal(0, coins[up]);
        Assert.Equal(10 * 13_000, coins[down], 1e-6);
        var position = Losses(10, 0);
        Assert.Equal(-10 * 11_003.3, position[up], 1e-6);
        // A short of four: what is left of the coins' gain pays for nothing; of fifteen: the coins hedge in full.
        Assert.Equal(0, Losses(-4, 10)[up]);
        Assert.Equal(15 * 11_003.3 - 10 * 11_000, Losses(-15, 10)[up], 1e-6);
        // What derivatives gain still pays for coins that fall.
        Assert.Equal(10 * 13_000 - 15 * 13_003.9, Losses(-15, 10)[down], 1e-6);
    }

    private static double[] Losses(double perpetual, long coins) => Assert.Single(Units(new Portfolio("book")
    {
        Positions = [LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), perpetual)],
        Balances = new Dictionary<Currency, Quantity> { [LawMarket.Btc] = Quantity.FromWhole(coins) },
    })).JointLosses(isInitial: true);

    // What the joint loss of two coins is less than the sum of their losses.
    private static double Saving(Portfolio portfolio)
    {
        var units = Units(portfolio);
        if (units.Length < 2) return 0;
        var joint = JointNetting.Combined(
            units[0].JointLosses(isInitial: true), units[1].JointLosses(isInitial: true), 0.66);
        return units.Sum(u => u.LossOf(isInitial: true)) - joint;
    }

    private static UnitMargin[] Units(Portfolio portfolio)
    {
        var held = new MarkedPortfolio(portfolio, StressedMarket.Usual);
        var rules = held.RulesOf(StressedMarket.Rulebook);
        var holdings = HoldingResolver.Resolve(rules, held, held.VolsOf(rules.Vols.Vols))[0].Holdings;
        var stages = new StageArray(rules, holdings);
        return
        [
            .. Enumerable.Range(0, holdings.Count).Where(r => holdings[r].Base != default)
                .GroupBy(r => holdings[r].Base).Select(g => new UnitMargin(rules, holdings, stages, [.. g])),
        ];
    }

    /// <summary>In its own coin a collateral hedges in full, and what it costs to sell is charged apart.</summary>
    [Fact]
    public void Coin_collateral_hedges_its_own_coin_in_the_same_cell()
    {
        var portfolio = new Portfolio("covered")
        {
            Positions = [LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), -10)],
            Balances = new Dictionary<Currency, Quantity> { [LawMarket.Btc] = Quantity.FromWhole(10) },
        };
        var margin = StressedMarket.Margin(portfolio);
        // The perpetual's mark is 0.03 % above the index: 10 · 30 · 13 % is left.
        Assert.InRange(margin.Scans[0].Loss, 0, 10 * 30 * 0.14);
        // Initial is the leverage floor of the perpetual alone, 2 % · (1 + 1 M$/100 M$) of a million; maintenance half.
        Assert.True(StressedMarket.Line(margin.Maintenance, "collateral liquidity") > 0);
        Assert.True(StressedMarket.Line(margin.Maintenance, "liquidity") > 0);
        Assert.Equal(0.02 * 1.01 * 1e6, margin.Initial.Exact, 1e-3);
        Assert.Equal(0.5 * margin.Initial.Exact, margin.Maintenance.Exact, 1e-9);
        Assert.True(StressedMarket.Line(margin.Maintenance, "floor") > 0);
    }

    [Fact]
    public void The_share_fades_as_short_and_long_correlation_part()
    {
        double before = double.PositiveInfinity;
        foreach (var days in new[] { 0.84, 0.62, 0.59, 0.5, 0.4, 0.34, 0.2 })
        {
            var pair = StressedMarket.Pair with { ThreeDays = new(days) };
            var share = JointPairs.Of(
                StressedMarket.Rulebook.Dynamic!, StressedMarket.Of(StressedMarket.Btc, StressedMarket.Eth, pair))
                .Pairs[0].Share;
            Assert.True(share <= before);
            Assert.Equal(0.8 * Math.Clamp((0.5 - (0.84 - days)) / 0.25, 0, 1), share, 12);
            before = share;
        }
        Assert.Equal(0, before);
    }

    private static double Netting(double btc, double eth) => -StressedMarket.Line(
        StressedMarket.Margin(
            LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), btc),
            LawMarket.Hold(LawMarket.Perpetual(LawMarket.Eth, inverse: false), eth)).Initial,
        "netting across coins");

    // A cell without any move loses nothing.
    private static double[] Losses(Draw draw)
    {
        var losses = new double[Cells];
        for (var c = 0; c < Cells; c++) losses[c] = draw.Below(2_000) - 1_000;
        losses[9 + 4] = 0;
        return losses;
    }
}
