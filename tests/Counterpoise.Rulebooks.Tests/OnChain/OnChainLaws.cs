using System.Numerics;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.OnChain;
using CsCheck;

namespace Counterpoise.Rulebooks.Tests.OnChain;

/// <summary>What holds for every account, and the rulebooks against their clear versions.</summary>
public sealed class OnChainLaws
{
    private static readonly Gen<double> Coins = Gen.Int[1, 50_000].Select(c => c / 10.0);
    private static readonly Gen<string> Rulebook = Gen.OneOf("dydx-v4", "drift-v2", "mango-health", "binance-pm");
    private static readonly Gen<string> Lending = Gen.OneOf("drift-v2", "mango-health", "binance-pm");

    [Fact]
    public void More_of_a_position_never_needs_less() =>
        Gen.Select(Rulebook, Coins, Coins, Gen.Bool).Sample((rulebook, coins, more, isLong) =>
        {
            var sign = isLong ? 1 : -1;
            var less = Desk.Bucket(rulebook, (Desk.Sol, sign * coins, null));
            var bigger = Desk.Bucket(rulebook, (Desk.Sol, sign * (coins + more), null));
            Assert.True(bigger.Initial.Exact > less.Initial.Exact);
            Assert.True(bigger.Maintenance.Exact > less.Maintenance.Exact);
            Assert.True(less.Initial.Exact >= less.Maintenance.Exact);
        });

    [Fact]
    public void A_debt_never_lowers_a_requirement() =>
        Gen.Select(Lending, Coins, Coins, Coins).Sample((rulebook, coins, debt, more) =>
        {
            var without = Desk.Bucket(rulebook, (Desk.Sol, coins, null), ("USDC", 1e6, null));
            var with = Desk.Bucket(rulebook, (Desk.Sol, coins, null), ("USDC", 1e6, null), ("BTC", -debt, null));
            var worse = Desk.Bucket(
                rulebook, (Desk.Sol, coins, null), ("USDC", 1e6, null), ("BTC", -debt - more, null));
            Assert.True(with.Initial.Exact > without.Initial.Exact);
            Assert.True(with.Maintenance.Exact > without.Maintenance.Exact);
            Assert.True(worse.Initial.Exact > with.Initial.Exact);
            Assert.True(worse.MaintenanceExcess < with.MaintenanceExcess);
        });

    [Fact]
    public void More_collateral_never_leaves_less_excess() =>
        Gen.Select(Lending, Gen.OneOf("BTC", "VET", "SOL"), Coins, Coins).Sample((rulebook, coin, coins, more) =>
        {
            var less = Desk.Evaluate(rulebook, (coin, coins, null), ("USDC", 1, null)).Buckets.Single();
            var bigger = Desk.Evaluate(rulebook, (coin, coins + more, null), ("USDC", 1, null)).Buckets.Single();
            Assert.True(bigger.InitialExcess >= less.InitialExcess - 1e-6);
            Assert.True(bigger.MaintenanceExcess >= less.MaintenanceExcess - 1e-6);
        });

    [Fact]
    public void Parts_add_up_to_the_requirement() =>
        Gen.Select(Rulebook, Coins, Coins, Coins).Sample((rulebook, btc, sol, spot) =>
        {
            var bucket = Desk.Bucket(
                rulebook, (Desk.Btc, btc, 95_000), ("BTC_USDT-PERPETUAL", -spot, 120_000), (Desk.Sol, -sol, 300),
                ("BTC", spot, null), ("USDC", 10, null));
            foreach (var requirement in (Requirement[])[bucket.Initial, bucket.Maintenance])
            {
                var rows = Enumerable.Range(0, bucket.Holdings.Count).Sum(requirement.Contribution);
                var tolerance = 1e-12 * requirement.Gross;
                Assert.Equal(requirement.Exact, rows, tolerance);
                Assert.Equal(requirement.Exact, requirement.Composition.Sum(l => l.Exact), tolerance);
            }
        });

    // Requirements of the chain are rounded up to whole quanta of 1e-6 USD, maintenance twice.
    [Fact]
    public void Dydx_in_doubles_is_dydx_in_integers() =>
        Gen.Select(Gen.Long[1, 10_000_000_000_000], Gen.Long[1, 100_000_000_000], Gen.Int[1, 100], Gen.Int[1, 100],
            Gen.Long[0, 2_000_000]).Sample((quanta, price, percent, share, open) =>
        {
            // A base quantum is 1e-10 coins, the price has 5 decimals; caps 20M and 50M USD.
            var exact = new DydxRequirement(price, -5, -10, percent * 10_000, share * 10_000)
            {
                OpenInterest = (BigInteger)open * 10_000_000_000,
                Lower = 20_000_000_000_000,
                Upper = 50_000_000_000_000,
            };
            var charge = new OpenInterestMargin(percent / 100.0, share / 100.0, 20e6, 50e6);
            var usd = price / 1e5;
            var rate = charge.RateOf(open * usd);
            // Open interest in doubles may fall on the other side of a millionth.
            Assert.InRange(Math.Abs(rate - (double)exact.InitialRate() / 1e6), 0, 1.0001e-6);
            var (initial, maintenance) = exact.Of(quanta);
            var notional = quanta / 1e10 * usd;
            var rounding = notional * 1e-14;
            var chain = notional * ((double)exact.InitialRate() / 1e6);
            Assert.InRange((double)initial / 1e6 - chain, -rounding, 1.01e-6 + rounding);
            var unscaled = notional * charge.Initial * charge.MaintenanceShare;
            Assert.InRange((double)maintenance / 1e6 - unscaled, -rounding, 2.02e-6 + rounding);
        });

    [Fact]
    public void The_mango_rulebook_is_the_health_of_an_account_without_orders() =>
        Gen.Select(Coins, Gen.Bool, Coins, Gen.Bool, Gen.Int[50, 150]).Sample((coins, isLong, spot, isOwned, entry) =>
        {
            var (position, balance) = (isLong ? coins : -coins, isOwned ? spot : -spot);
            var cost = entry * 2.0;
            var bucket = Desk.Bucket(
                "mango-health", (Desk.Sol, position, cost), ("BTC", balance, null), ("USDC", 5e9, null));
            double Health(double asset, double liability, double positive) => TokenHealth.Of(
                [new HealthToken(5e9, 1, 1, 1), new HealthToken(balance, 100_000, asset, liability)],
                [new HealthPerpetual(position, -position * cost, 0, 0, 200, asset, liability, positive)], []);
            // Doubles near 5e9 are a millionth apart.
            var (initial, maintenance) = (1e-9 * bucket.Initial.Gross + 1e-5, 1e-9 * bucket.Maintenance.Gross + 1e-5);
            Assert.Equal(Health(0.8, 1.2, 0.95), bucket.InitialExcess, initial);
            Assert.Equal(Health(0.9, 1.1, 1), bucket.MaintenanceExcess, maintenance);
        });

    // SOL at 200 USD: 10 %, maintenance half of it, open interest of 35M USD between caps of 20M and 50M.
    [Fact]
    public void The_dydx_rulebook_is_the_chain_in_integers() =>
        Gen.Select(Coins, Gen.Bool).Sample((coins, isLong) =>
        {
            var bucket = Desk.Bucket("dydx-v4", (Desk.Sol, isLong ? coins : -coins, null), ("USDC", 1e6, null));
            var exact = new DydxRequirement(20_000_000, -5, -10, 100_000, 500_000)
            {
                OpenInterest = (BigInteger)175_000 * 10_000_000_000,
                Lower = 20_000_000_000_000,
                Upper = 50_000_000_000_000,
            };
            var (initial, maintenance) = exact.Of((long)Math.Round(coins * 10) * 1_000_000_000);
            Assert.Equal((double)initial, bucket.Initial.Exact * 1e6, 0.01);
            Assert.Equal((double)maintenance, bucket.Maintenance.Exact * 1e6, 0.01);
        });

    // SOL at 200 USD. A transfer at the oracle's price pays its fees and frees the rate of what it takes; where the
    // premium on size is in the rate, the rest needs a lower one and some excess is left.
    [Fact]
    public void A_transfer_of_the_size_to_cover_ends_the_shortage_of_the_drift_rulebook() =>
        Gen.Select(Gen.Int[1, 200_000], Gen.Bool, Gen.Int[1, 99], Gen.Int[0, 200], Gen.Int[0, 100]).Sample(
            (tenths, isLong, share, liquidator, insurance) =>
        {
            var (coins, sign, paid, insured) = (tenths / 10.0, isLong ? 1 : -1, liquidator / 1e4, insurance / 1e4);
            var rate = Math.Max(0.05, 0.8 * 0.05 + 0.00015 * Math.Sqrt(coins));
            var required = rate * coins * 200;
            var missing = Math.Round(share / 100.0 * coins * 200 * (rate - paid - insured), 6);
            var before = Desk.Bucket(
                "drift-v2", (Desk.Sol, sign * coins, null), ("USDC", required - missing, null));
            Assert.Equal(required, before.Maintenance.Exact, 1e-9 * required);
            Assert.Equal(-missing, before.MaintenanceExcess, 1e-9 * required + 1e-7);

            var size = DriftLiquidation.SizeToCover(missing, rate, paid, insured, 200, 1);
            Assert.InRange(size, 0, coins);
            var cash = required - missing - size * 200 * (paid + insured);
            var after = Desk.Bucket("drift-v2", (Desk.Sol, sign * (coins - size), null), ("USDC", cash, null));
            // Quantities have 8 decimals.
            var tolerance = 1e-9 * required + 1e-6;
            var left = Math.Max(0.05, 0.8 * 0.05 + 0.00015 * Math.Sqrt(coins - size));
            Assert.Equal((rate - left) * (coins - size) * 200, after.MaintenanceExcess, tolerance);
            Assert.True(after.MaintenanceExcess >= -tolerance);
        });

    [Fact]
    public void Orders_never_raise_a_health() =>
        Gen.Select(Gen.Double[-100, 100].Array[3], Gen.Double[0, 100].Array[4]).Sample((balances, reserved) =>
        {
            HealthToken[] tokens =
            [
                new(balances[0], 1, 0.8, 1.2), new(balances[1], 5, 0.5, 1.5), new(balances[2], 10, 0.5, 1.5),
            ];
            // What orders reserve left the balances: put back, the account has no orders.
            HealthToken[] whole =
            [
                tokens[0] with { Balance = balances[0] + reserved[0] + reserved[2] },
                tokens[1] with { Balance = balances[1] + reserved[1] },
                tokens[2] with { Balance = balances[2] + reserved[3] },
            ];
            HealthOrders[] orders = [new(1, reserved[0], reserved[1]), new(2, reserved[2], reserved[3])];
            Assert.True(TokenHealth.Of(tokens, [], orders) <= TokenHealth.Of(whole, [], []) + 1e-9);
        });

    [Fact]
    public void Fees_that_eat_what_a_transfer_frees_leave_no_size() =>
        Assert.Equal(double.PositiveInfinity, DriftLiquidation.SizeToCover(10, 0.05, 0.045, 0.01, 100, 1));

    [Theory]
    [InlineData(50_000)]
    [InlineData(100_000)]
    [InlineData(200_000)]
    [InlineData(400_000)]
    public void Haircuts_are_continuous_where_tiers_meet(double usd)
    {
        var rule = RulebookLibrary.Find("binance-pm").CollateralOf(Units.Currency.Parse("VET"))!;
        foreach (var haircut in (Func<double, double>[])[rule.MaintenanceOf, v => rule.InitialOf(v, 1, 1)])
        {
            Assert.Equal(haircut(usd), haircut(usd + 1e-3), 1e-3);
            Assert.Equal(haircut(usd), haircut(usd - 1e-3), 1e-3);
        }
    }

    [Fact]
    public void A_cap_is_the_most_that_counts()
    {
        var rule = new CollateralRule(default, false, 0.1, 0.1) { CapUsd = 1_000 };
        Assert.Equal(90, 900 - rule.MaintenanceOf(900) - 720, 1e-9);
        Assert.Equal(900, 5_000 - rule.MaintenanceOf(5_000), 1e-9);
        Assert.Equal(800, 5_000 - rule.InitialOf(5_000, 1, 1), 1e-9);
        Assert.Equal(5_000, (rule with { CapUsd = 0 }).InitialOf(5_000, 1, 1));
    }
}
