using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Liquidations;

/// <summary>The nearest breach of price and volatility together.</summary>
public sealed class JointDistanceTests
{
    private static readonly JointMoves Leaning = new(0.03, 0.05, -0.6);

    public static TheoryData<string, double> Books { get; } = new()
    {
        { "deribit-pm", 0 }, { "derive-pmrm2", 0 }, { "bybit-pm", -0.6 },
    };

    [Theory]
    [MemberData(nameof(Books))]
    public void No_direction_of_3_600_is_nearer_by_a_thousandth(string rulebook, double correlation)
    {
        var path = FundedAccounts.PathsOf(Straddle(rulebook)).Single();
        var moves = Leaning with { Correlation = correlation };
        var range = (path.Price / 100, path.Price * 100);
        var found = new JointDistance(path, moves, range).Find(double.PositiveInfinity)!.Value;
        Assert.True(IsBelow(path, moves, found.X, found.Y), "the point itself is below");
        Assert.Equal(found.Sigmas, Distance(found.X, found.Y, correlation), 1e-9);
        // A straddle sold: volatility up hurts, so the nearest point is not on the price's own line.
        if (correlation == 0) Assert.True(found.Y > 0.05, $"{found}");
        var lean = Math.Sqrt(1 - correlation * correlation);
        for (var d = 0; d < 3_600; d++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * d / 3_600);
            for (var step = 1; step <= 20; step++)
            {
                var radius = 0.999 * found.Sigmas * step / 20;
                var (x, y) = (radius * cos, radius * (correlation * cos + lean * sin));
                Assert.False(IsBelow(path, moves, x, y), $"below at {radius} < {found.Sigmas}: x {x}, y {y}");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.6)]
    public void Without_volatility_it_is_the_distance_of_the_price(double correlation)
    {
        var perpetual = LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), 1);
        var account = LawMarket.Account("deribit-pm", perpetual with { EntryPrice = Price.Nearest(100_000) });
        account = account with
        {
            Portfolio = account.Portfolio with
            {
                Balances = new Dictionary<Currency, Quantity> { [LawMarket.Usdc] = Quantity.FromWhole(30_000) },
            },
        };
        var path = FundedAccounts.PathsOf(account).Single();
        var liquidation = LiquidationEvaluator.Evaluate(
            account.Rulebook, new MarkedPortfolio(account.Portfolio, account.Market))[0].Liquidation.Down;
        var moves = Leaning with { Correlation = correlation };
        var sigmas = -Math.Log(liquidation.Price / path.Price) / moves.DailyVol;
        var limit = sigmas / Math.Sqrt(1 - correlation * correlation);
        var found = new JointDistance(path, moves, (1_000, 1e7)).Find(limit)!.Value;
        Assert.Equal(sigmas, found.Sigmas, 1e-4);
        Assert.Equal(-sigmas, found.X, 1e-4);
    }

    [Fact]
    public void What_is_below_already_is_at_no_distance()
    {
        var straddle = Straddle("deribit-pm");
        var none = new Dictionary<Currency, Quantity>();
        var path = FundedAccounts.PathsOf(
            straddle with { Portfolio = straddle.Portfolio with { Balances = none } }).Single();
        Assert.Equal(0, new JointDistance(path, Leaning, (1_000, 1e7)).Find(double.PositiveInfinity)!.Value.Sigmas);
    }

    [Fact]
    public void What_can_not_breach_has_none()
    {
        var call = LawMarket.Hold(LawMarket.Option(LawMarket.Btc, false, 1, 100_000, OptionRight.Call), 1);
        var account = LawMarket.Account("deribit-sm", call);
        var path = FundedAccounts.PathsOf(account).Single();
        Assert.Null(new JointDistance(path, Leaning, (1_000, 1e7)).Find(double.PositiveInfinity));
    }

    private static Laws.Account Straddle(string rulebook)
    {
        Position Leg(OptionRight right) =>
            LawMarket.Hold(LawMarket.Option(LawMarket.Btc, inverse: false, expiry: 1, 100_000, right), -1);
        var account = LawMarket.Account(rulebook, Leg(OptionRight.Call), Leg(OptionRight.Put));
        var bucket = account.Margin.Buckets.Single();
        var cash = Quantity.FromWhole((long)(1.6 * bucket.Maintenance.Exact - bucket.Equity.Total));
        return account with
        {
            Portfolio = account.Portfolio with
            {
                Balances = new Dictionary<Currency, Quantity> { [bucket.Unit] = cash },
            },
        };
    }

    private static bool IsBelow(BucketPath path, JointMoves moves, double x, double y) => Rounding.Compare(
        path.At(Math.Exp(x * moves.DailyVol), Math.Exp(y * moves.VolOfVol)).Excess, 0) < 0;

    private static double Distance(double x, double y, double rho) =>
        Math.Sqrt(x * x - 2 * rho * x * y + y * y) / Math.Sqrt(1 - rho * rho);
}
