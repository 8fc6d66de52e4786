using Counterpoise.Instruments;
using Counterpoise.Margins;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Derive;

/// <summary>Derive's standard margin by hand: BTC at 100,000, the stable-coin 0.005 below the peg threshold.</summary>
public sealed class StandardMarginTests
{
    private const string Name = "derive-srm";

    private const double Index = 100_000;

    // (0.99 − 0.985) · 2 · index on every coin of short options and perpetuals, initial only.
    private const double DepegPerCoin = 1_000;

    private const OptionRight Call = OptionRight.Call;

    private const OptionRight Put = OptionRight.Put;

    [Fact]
    public void A_vertical_needs_its_width()
    {
        var bucket = Of((-1, 95_000, Call), (1, 105_000, Call));
        Is(bucket.Equity.Options + 10_000, bucket.Maintenance);
        Is(bucket.Equity.Options + 10_000 + DepegPerCoin, bucket.Initial);
    }

    [Fact]
    public void A_condor_needs_its_wider_wing()
    {
        var bucket = Of((1, 85_000, Put), (-1, 95_000, Put), (-1, 105_000, Call), (1, 120_000, Call));
        Is(bucket.Equity.Options + 15_000, bucket.Maintenance);
        Is(bucket.Equity.Options + 15_000 + 2 * DepegPerCoin, bucket.Initial);
    }

    [Fact]
    public void A_strangle_needs_both_sides()
    {
        var bucket = Of((-1, 95_000, Put), (-1, 105_000, Call));
        Is(2 * 0.09 * Index, bucket.Maintenance);
        Is(2 * 0.13 * Index + 2 * DepegPerCoin, bucket.Initial);
        Assert.Equal(0, bucket.Maintenance.Offset, 1e-6);
    }

    [Fact]
    public void A_long_put_protects_a_short_one()
    {
        var bucket = Of((-1, 95_000, Put), (1, 85_000, Put));
        Is(bucket.Equity.Options + 10_000, bucket.Maintenance);
        Assert.True(bucket.Maintenance.Exact < Of((-1, 95_000, Put)).Maintenance.Exact);
        Assert.Equal(bucket.Maintenance.Offset, bucket.Maintenance.OffsetBy(Cause.StrikeNetting), 1e-9);
        Assert.True(bucket.Maintenance.Offset > 0);
    }

    [Fact]
    public void Unpaired_calls_need_a_share_of_the_forward()
    {
        var bucket = Of((-2.1, 40_000, Call), (2, 70_000, Call));
        var forward = bucket.Holdings[0].Contract.Forward;
        Is(bucket.Equity.Options + 63_000 + 0.1 * 1.1 * forward, bucket.Maintenance);
        Is(bucket.Equity.Options + 63_000 + 0.1 * 1.2 * forward + 2.1 * DepegPerCoin, bucket.Initial);
    }

    [Fact]
    public void A_long_option_lends_nothing_and_expiries_do_not_net()
    {
        var option = Of((2, 105_000, Call));
        Is(option.Equity.Options, option.Maintenance);
        var calendar = Account(Name,
            Hold(Option(Btc, false, 1, 100_000, Call), -1), Hold(Option(Btc, false, 2, 100_000, Call), 1))
            .Margin.Buckets.Single();
        Assert.Equal(0, calendar.Maintenance.Offset, 1e-6);
    }

    [Fact]
    public void Coins_and_perpetuals_of_several_markets_add_up()
    {
        var positions = new[] { Hold(Perpetual(Btc, false), 2), Hold(Perpetual(Eth, false), -10) };
        var account = Account(Name, positions);
        account = account with
        {
            Portfolio = account.Portfolio with
            {
                Balances = new Dictionary<Units.Currency, Units.Quantity> { [Eth] = Units.Quantity.FromWhole(3) },
            },
        };
        var bucket = account.Margin.Buckets.Single();
        var notional = bucket.Holdings.Where(h => h.IsFuture).Sum(h => h.Coins * h.Contract.Forward);
        // Equity holds 9,000 / 0.985; margin lends 80 % of 9,000 and, for initial margin, 75 %.
        Assert.Equal(9_000 / 0.985, bucket.Equity.Collateral, 1e-9);
        Is(0.065 * notional + 9_000 / 0.985 - 7_200, bucket.Maintenance);
        Is(0.1 * notional + 9_000 / 0.985 - 6_750 + 0.01 * (2 * Index + 10 * 3_000), bucket.Initial);
    }

    private static BucketMargin Of(params (double Quantity, double Strike, OptionRight Right)[] legs) =>
        Account(Name, [.. legs.Select(l => Hold(Option(Btc, false, 1, l.Strike, l.Right), l.Quantity))])
            .Margin.Buckets.Single();

    private static void Is(double expected, Requirement requirement) =>
        Assert.Equal(expected, requirement.Exact, 1e-9 * Math.Max(1, Math.Abs(expected)));
}
