using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Portfolios;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>SPAN's inter-commodity credit, by hand and in general.</summary>
public sealed class InterCommodityLaws
{
    private static readonly InterCommoditySpread Spread = new(Btc, 1, Eth, 30, 0.6, SpreadMethod.Normal);

    private static Rulebook Rules(params InterCommoditySpread[] spreads) =>
        RulebookLibrary.Find("span") with { Spreads = spreads };

    private static BucketMargin Margin(Rulebook rules, params Position[] positions) =>
        MarginEvaluator.Evaluate(rules, new Portfolio("spread") { Positions = positions }, Prices).Buckets.Single();

    // A future loses its range × index, no time: long 2 BTC and short 45 ETH are 1.5 spreads, in which 1.5 BTC and
    // 45 ETH earn 60 % of it. The extreme scenario binds (33 % of three ranges, cut at a price of 0: 33 %) on no future.
    [Fact]
    public void Futures_of_opposite_sides_earn_their_rate_of_the_scan_loss()
    {
        var rules = Rules(Spread);
        Position[] held = [Hold(Perpetual(Btc, false), 2), Hold(Perpetual(Eth, false), -45)];
        var (without, with) = (Margin(Rules(), held), Margin(rules, held));
        var (btc, eth) = (without.Scans[0].Loss, without.Scans[1].Loss);
        Assert.True(btc > 0 && eth > 0);
        var credit = 0.6 * (btc * 1.5 / 2 + eth);
        Assert.Equal(without.Maintenance.Exact - credit, with.Maintenance.Exact, 1e-6);
        Assert.Equal(without.Initial.Exact - 1.1 * credit, with.Initial.Exact, 1e-6);
        Assert.Equal(credit, with.Maintenance.Offset - without.Maintenance.Offset, 1e-6);
        Assert.Equal(credit, with.Maintenance.OffsetBy(Cause.CrossAsset), 1e-6);
        Assert.Equal(
            -credit, with.Maintenance.Composition.Where(l => l.Name.StartsWith("inter", StringComparison.Ordinal))
                .Sum(l => l.Exact), 1e-6);
    }

    [Fact]
    public void The_same_side_and_a_lone_coin_earn_nothing()
    {
        foreach (var held in new[]
        {
            new[] { Hold(Perpetual(Btc, false), 2), Hold(Perpetual(Eth, false), 45) },
            [Hold(Perpetual(Btc, false), -2)],
        })
        {
            Assert.Equal(Margin(Rules(), held).Initial.Exact, Margin(Rules(Spread), held).Initial.Exact);
        }
    }

    // The first spread uses the delta up.
    [Fact]
    public void A_second_spread_finds_only_what_the_first_left()
    {
        Position[] held = [Hold(Perpetual(Btc, false), 2), Hold(Perpetual(Eth, false), -60)];
        Assert.Equal(
            Margin(Rules(Spread), held).Initial.Exact, Margin(Rules(Spread, Spread), held).Initial.Exact, 1e-9);
    }

    [Fact]
    public void Everything_still_adds_up()
    {
        var rules = Rules(Spread with { Method = SpreadMethod.ScanRangeCap });
        var credited = 0;
        foreach (var account in Random(rules, 200))
        {
            IdentityLaws.AddsUp(account, account.Margin);
            if (account.Margin.Buckets.Any(b => b.Maintenance.Composition.Any(
                l => l.Name.StartsWith("inter", StringComparison.Ordinal)))) credited++;
        }
        Assert.True(credited > 20, $"only {credited} portfolios had a credit");
    }
}
