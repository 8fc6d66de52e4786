using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>
/// What holds for every rulebook there is, and the exceptions a venue's own rule makes, each with its reason. A new
/// rulebook is under these laws the moment it ships.
/// </summary>
public sealed class EveryRulebookLaws
{
    private const int Portfolios = 250;
    private const double Noise = 1e-9;

    private const string Tiers = "leverage falls from tier to tier of size";

    /// <summary>
    /// Rulebooks that do not scale with size, and why. OKX' MR7 grows by size tiers too, but binds on no portfolio
    /// here (worked example okx-reduction-cost).
    /// </summary>
    private static readonly Dictionary<string, string> NotHomogeneous = new(StringComparer.Ordinal)
    {
        ["deribit-pm"] = "delta shock grows with the square of size, the dampener is a fixed amount",
        ["deribit-xpm"] = "delta shock, dampener, cap on gains",
        ["hyperliquid"] = Tiers,
        ["binance-usdm"] = Tiers,
        ["binance-coinm"] = Tiers,
        ["binance-pm"] = Tiers,
        ["bybit-cross"] = Tiers,
        ["bybit-isolated"] = Tiers,
        ["okx-cross"] = Tiers,
        ["deribit-sm"] = "futures' rate rises with size",
        ["counterpoise"] = "liquidity, concentration and leverage floor grow faster than size",
        ["drift-v2"] = "premium on size; at most 100 USDC of a gain count",
    };

    public static TheoryData<string> All { get; } = [.. RulebookLibrary.All.Select(r => r.Name)];

    /// <summary>A rulebook that took nothing here would pass every law.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void It_takes_enough_of_what_is_drawn(string rulebook)
    {
        var needed = Random(rulebook).Count(a => a.Margin.Buckets.Any(b => b.Initial.Exact > 0));
        Assert.True(needed >= Portfolios / 3, $"only {needed} of {Portfolios} portfolios need any margin");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Lines_rows_and_columns_add_up(string rulebook)
    {
        foreach (var account in Random(rulebook)) IdentityLaws.AddsUp(account, account.Margin);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Order_splitting_and_nothing_do_not_matter(string rulebook)
    {
        var draw = new Draw(29);
        foreach (var account in Random(rulebook).Take(Portfolios / 5))
        {
            var held = account.Portfolio.Positions[0].Instrument;
            InvarianceLaws.Unchanged(account, draw, held);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_number_is_not_a_number_and_initial_is_no_less_than_maintenance(string rulebook)
    {
        foreach (var account in Random(rulebook))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                foreach (var requirement in new[] { bucket.Initial, bucket.Maintenance })
                {
                    Assert.True(double.IsFinite(requirement.Exact), account.ToString());
                    Assert.All(requirement.Standalone, s => Assert.True(double.IsFinite(s), account.ToString()));
                    Assert.All(requirement.Offsets.Cast<double>(), o => Assert.True(double.IsFinite(o)));
                }
                var slack = Noise * Math.Max(1, bucket.Initial.Gross);
                Assert.True(bucket.Initial.Exact >= bucket.Maintenance.Exact - slack, account.ToString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Where_it_says_so_a_portfolio_needs_no_more_than_its_parts(string rulebook)
    {
        if (!RulebookLibrary.Find(rulebook).SubAdditive) return;
        foreach (var account in Random(rulebook))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                var slack = Noise * Math.Max(1, bucket.Initial.Gross);
                Assert.True(bucket.Initial.Offset >= -slack, $"{account}: offset {bucket.Initial.Offset}");
                Assert.True(bucket.Maintenance.Offset >= -slack, $"{account}: offset {bucket.Maintenance.Offset}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Twice_as_much_needs_twice_as_much(string rulebook)
    {
        var different = 0;
        foreach (var account in Random(rulebook))
        {
            var positions = account.Portfolio.Positions;
            var (once, twice) = (Rules(account, positions), Rules(account, Scaled(positions, 2)));
            if (Math.Abs(twice - 2 * once) > 1e-9 * Math.Max(1, Math.Abs(twice))) different++;
        }
        if (NotHomogeneous.TryGetValue(rulebook, out var reason))
            Assert.True(different > 0, $"{rulebook} is homogeneous after all, not: {reason}");
        else Assert.Equal(0, different);
    }

    /// <summary>Closing half of everything, or of a lone position, never raises maintenance.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Half_of_it_needs_no_more(string rulebook)
    {
        foreach (var account in Random(rulebook))
        {
            var positions = account.Portfolio.Positions;
            IsNoMore(account, positions);
            IsNoMore(account, [positions[0]]);
        }
    }

    /// <summary>Where it says so, a smaller position is never dearer; where it does not, one here really is.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Where_it_says_so_reducing_one_position_never_raises_maintenance(string rulebook)
    {
        var dearer = 0;
        foreach (var account in Random(rulebook))
        {
            // Net rows: a row may be the smaller side of its instrument.
            var positions = Netted(account.Portfolio.Positions);
            var whole = account.Of(positions).MaintenanceUsd;
            for (var i = 0; i < positions.Length; i++)
            {
                foreach (var left in new[] { 0, positions[i].Quantity.Units / 2 })
                {
                    Position[] reduced = [.. positions];
                    reduced[i] = positions[i] with { Quantity = new Quantity(left) };
                    if (account.Of(reduced).MaintenanceUsd > whole + Noise * Math.Max(1, Math.Abs(whole))) dearer++;
                }
            }
        }
        if (RulebookLibrary.Find(rulebook).ReducingNeverRaises) Assert.Equal(0, dearer);
        else Assert.True(dearer > 0, $"{rulebook} could say that reducing a position never raises maintenance");
    }

    /// <summary>Whatever a venue's way with them, and however far from the mark they rest.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Open_orders_never_lower_a_requirement(string rulebook)
    {
        foreach (var account in Random(rulebook).Take(Portfolios / 10))
        {
            var held = account.Portfolio.Positions[0];
            var mark = account.Market.MarkOf(held.Instrument);
            OpenOrder Order(OrderSide side, double factor) => new(
                held.Instrument, side, held.Quantity.Magnitude + Quantity.Epsilon, Price.Nearest(factor * mark));
            foreach (var factor in new[] { 0.25, 1, 1.5 })
            {
                var with = account.Portfolio with { Orders = [Order(OrderSide.Buy, factor), Order(OrderSide.Sell, 1)] };
                var margin = MarginEvaluator.Evaluate(account.Rulebook, with, account.Market);
                foreach (var bucket in account.Margin.Buckets)
                {
                    var after = margin.Buckets.Single(b => b.Unit == bucket.Unit);
                    Assert.True(after.Initial.Exact >= bucket.Initial.Exact - Noise, account.ToString());
                    Assert.True(after.Maintenance.Exact >= bucket.Maintenance.Exact - Noise, account.ToString());
                    Assert.True(double.IsFinite(after.Initial.Exact + after.Maintenance.Exact), account.ToString());
                }
            }
        }
    }

    private static void IsNoMore(Account account, IReadOnlyList<Position> positions)
    {
        Position[] even = [.. positions.Select(p => p with { Quantity = new Quantity(p.Quantity.Units / 2 * 2) })];
        Position[] half = [.. even.Select(p => p with { Quantity = new Quantity(p.Quantity.Units / 2) })];
        var (whole, less) = (Maintenance(account, even), Maintenance(account, half));
        Assert.True(less <= whole + Noise * Math.Max(1, Math.Abs(whole)), $"{account}: {whole} became {less}");
    }

    private static double Maintenance(Account account, IEnumerable<Position> positions) =>
        Of(account, positions).MaintenanceUsd;

    private static double Rules(Account account, IEnumerable<Position> positions) => Of(account, positions).InitialUsd;

    private static Position[] Netted(IEnumerable<Position> positions) =>
    [
        .. positions.GroupBy(p => p.Instrument)
            .Select(g => new Position(g.Key, new Quantity(g.Sum(p => p.Quantity.Units)))),
    ];

    // Positions alone: balances and what is reserved do not scale.
    private static Margin Of(Account account, IEnumerable<Position> positions) => MarginEvaluator.Evaluate(
        account.Rulebook, new Portfolio("positions") { Positions = [.. positions] }, account.Market);

    private static IEnumerable<Position> Scaled(IEnumerable<Position> positions, int factor) =>
        positions.Select(p => p with { Quantity = new Quantity(p.Quantity.Units * factor) });

    private static IEnumerable<Account> Random(string rulebook) =>
        LawMarket.Random(TestTiers.Given(RulebookLibrary.Find(rulebook)), Portfolios);
}
