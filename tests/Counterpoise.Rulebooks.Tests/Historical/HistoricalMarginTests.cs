using Counterpoise.Margins;
using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks.Tests.Laws;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Historical;

/// <summary>Value-at-risk and expected shortfall against slow definitions, and their laws.</summary>
public sealed class HistoricalMarginTests
{
    private const int Portfolios = 150;

    public static TheoryData<ReducerKind> Kinds { get; } = [ReducerKind.ValueAtRisk, ReducerKind.ExpectedShortfall];

    [Theory]
    [InlineData(ReducerKind.ValueAtRisk, false)]
    [InlineData(ReducerKind.ValueAtRisk, true)]
    [InlineData(ReducerKind.ExpectedShortfall, false)]
    [InlineData(ReducerKind.ExpectedShortfall, true)]
    public void Both_requirements_are_their_definitions(ReducerKind kind, bool hasVols)
    {
        var history = Histories.Random(232, 5, hasVols);
        var options = new HistoricalOptions(kind);
        var rules = HistoricalRulebook.Build(history, options);
        var count = 0;
        foreach (var account in Histories.Accounts(rules, Portfolios))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                var losses = Losses(history, options, bucket);
                var reserved = bucket.Initial.AddOns;
                Near(Slow(kind, losses, options.InitialConfidence) + reserved, bucket.Initial, account);
                Near(Slow(kind, losses, options.MaintenanceConfidence), bucket.Maintenance, account);
                count++;
            }
        }
        Assert.InRange(count, Portfolios - 1, Portfolios);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Contributions_sum_to_the_requirement(ReducerKind kind)
    {
        foreach (var account in Histories.Accounts(Histories.Rules(kind), Portfolios))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                foreach (var requirement in (Requirement[])[bucket.Initial, bucket.Maintenance])
                {
                    var sum = Enumerable.Range(0, bucket.Holdings.Count).Sum(requirement.Contribution);
                    Near(sum + requirement.AddOns, requirement, account);
                }
            }
        }
    }

    [Fact]
    public void A_position_contributes_the_mean_of_its_losses_on_the_dates_of_the_tail()
    {
        var history = Histories.Random(232);
        var options = new HistoricalOptions(ReducerKind.ExpectedShortfall);
        var rules = HistoricalRulebook.Build(history, options);
        foreach (var account in Histories.Accounts(rules, Portfolios))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                // 201 dates, 97.5 %: five whole ones and a fortieth of the sixth.
                var own = Enumerable.Range(0, bucket.Holdings.Count)
                    .Select(row => Losses(history, options, bucket, row)).ToArray();
                var worst = Enumerable.Range(0, 201).OrderByDescending(d => own.Sum(l => l[d])).Take(6).ToArray();
                for (var row = 0; row < own.Length; row++)
                {
                    var expected = (worst.Take(5).Sum(d => own[row][d]) + 0.025 * own[row][worst[5]]) / 5.025;
                    var noise = 1e-9 * Math.Max(1, bucket.Initial.Gross);
                    Assert.Equal(expected, bucket.Initial.Contribution(row), noise);
                }
            }
        }
    }

    [Fact]
    public void Expected_shortfall_needs_no_more_than_the_parts()
    {
        var rules = Histories.Rules(ReducerKind.ExpectedShortfall);
        Assert.True(rules.SubAdditive);
        foreach (var account in Histories.Accounts(rules, 400))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                var noise = 1e-9 * Math.Max(1, bucket.Initial.Gross);
                Assert.True(bucket.Initial.Offset >= -noise, account.ToString());
                Assert.True(bucket.Maintenance.Offset >= -noise, account.ToString());
                Assert.True(bucket.Initial.Exact - bucket.Initial.AddOns >= bucket.Maintenance.Exact - noise);
            }
        }
    }

    // Eight crashes and eight leaps in 1,000 dates: each option alone loses on too few of them for 99 %.
    [Fact]
    public void Value_at_risk_may_need_more_together()
    {
        var prices = new double[1_031];
        prices[0] = 1_000;
        for (var day = 1; day < prices.Length; day++)
        {
            var move = day % 120 == 60 ? 0.4 : day % 120 == 90 ? -0.4 : day % 2 == 0 ? 0.01 : -0.01;
            prices[day] = prices[day - 1] * Math.Exp(move);
        }
        var history = Histories.Of(new() { ["BTC"] = prices });
        Margin Of(ReducerKind kind) => new Account(
            "strangle",
            HistoricalRulebook.Build(history, new HistoricalOptions(kind) { Lambda = 1, FloorLambda = null }),
            new("strangle")
            {
                Positions =
                [
                    Hold(Option(Btc, false, 0, 120_000, Instruments.OptionRight.Call), -10),
                    Hold(Option(Btc, false, 0, 85_000, Instruments.OptionRight.Put), -10),
                ],
            }, Prices).Margin;
        Assert.False(Of(ReducerKind.ValueAtRisk).Rulebook.SubAdditive);
        var offset = Of(ReducerKind.ValueAtRisk).Buckets.Single().Initial.Offset;
        Assert.True(offset < -10_000, $"offset {offset}");
        Assert.True(Of(ReducerKind.ExpectedShortfall).Buckets.Single().Initial.Offset > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Order_splitting_and_nothing_do_not_matter(ReducerKind kind)
    {
        var rules = Histories.Rules(kind);
        var idle = Option(Eth, false, 3, 7_500, Instruments.OptionRight.Put);
        foreach (var account in Histories.Accounts(rules, 60))
        {
            var expected = Bits(account.Margin);
            var positions = account.Portfolio.Positions;
            Assert.Equal(expected, Bits(account.Of(positions.Reverse())));
            Assert.Equal(expected, Bits(account.Of(positions.Append(Hold(idle, 0)))));
            Assert.Equal(expected, Bits(account.Of(positions.Append(Hold(idle, 3)).Append(Hold(idle, -3)))));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Twice_the_book_needs_twice_as_much(ReducerKind kind)
    {
        foreach (var account in Histories.Accounts(Histories.Rules(kind), 60))
        {
            var portfolio = account.Portfolio with { Balances = new Dictionary<Units.Currency, Units.Quantity>() };
            var once = account with { Portfolio = portfolio with { Reserved = [] } };
            var twice = once.Of(once.Portfolio.Positions.Concat(once.Portfolio.Positions));
            var (a, b) = (once.Margin.InitialUsd, twice.InitialUsd);
            Assert.Equal(2 * a, b, 1e-9 * Math.Max(1, once.Margin.Buckets.Sum(bucket => bucket.Initial.Gross)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_horizons_stand_side_by_side(ReducerKind kind)
    {
        var history = Histories.Random(232);
        HistoricalOptions Over(double initial, double maintenance) => new(kind)
        {
            InitialHorizonDays = initial,
            MaintenanceHorizonDays = maintenance,
        };
        var account = Histories.Accounts(HistoricalRulebook.Build(history, Over(4, 1)), 3).Last();
        var bucket = account.Margin.Buckets.Single();
        var four = account with { Rulebook = HistoricalRulebook.Build(history, Over(4, 4)) };
        var one = account with { Rulebook = HistoricalRulebook.Build(history, Over(1, 1)) };
        Assert.Equal(four.Margin.Buckets.Single().Initial.Exact, bucket.Initial.Exact);
        Assert.Equal(one.Margin.Buckets.Single().Maintenance.Exact, bucket.Maintenance.Exact);
        Assert.True(bucket.Initial.Exact > one.Margin.Buckets.Single().Initial.Exact);
    }

    // Without a filter a scenario is its own return: all of them are those of the whole history but the two that the
    // missing day is part of.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_missing_day_takes_its_two_returns_with_it(ReducerKind kind)
    {
        const int gap = 140;
        var whole = Histories.Random(232);
        var days = Enumerable.Range(0, 232).Where(d => d != gap).ToArray();
        var part = new PriceHistory(
            [.. days.Select(d => whole.Days[d])],
            whole.Coins.ToDictionary(
                c => c.Code, c => (IReadOnlyList<double>)[.. days.Select(d => whole.PricesOf(c)[d])]));
        var options = new HistoricalOptions(kind) { Lambda = 1, FloorLambda = null };
        var (all, rules) = (HistoricalRulebook.Build(whole, options), HistoricalRulebook.Build(part, options));
        foreach (var (expected, found) in all.Underlyings.Zip(rules.Underlyings))
        {
            string?[] left = [PriceHistory.NameOf(whole.Days[gap]), PriceHistory.NameOf(whole.Days[gap + 1])];
            Assert.Equal(Rounded(expected.Cells.Where(c => !left.Contains(c.Date))), Rounded(found.Cells));
        }
        Assert.Equal(all.InitialReducer.Count - 2, rules.InitialReducer.Count);
        Assert.Contains(
            $"1 day is missing in the history: {PriceHistory.NameOf(whole.Days[gap])}; returns across are no scenarios",
            rules.Unknown);
        Assert.DoesNotContain(all.Unknown, u => u.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_history_it_is_refused_with_the_remedy()
    {
        var rules = HistoricalRulebook.WithoutHistory(ReducerKind.ExpectedShortfall);
        var error = Assert.Throws<InvalidInputException>(() => new Account("x", rules, new("x"), Prices).Margin);
        Assert.Equal("give a price history with --history FILE", error.Remedy);
    }

    private static IEnumerable<(string?, double)> Rounded(IEnumerable<ScanCell> cells) =>
        cells.Select(c => (c.Date, Math.Round(c.Scenario.Spot, 12)));

    private static string Bits(Margin margin) => string.Join('\n', margin.Buckets.Select(b =>
        $"{b.Initial.Exact:R} {b.Maintenance.Exact:R} {string.Join(' ', b.Initial.Offsets.Cast<double>())}"));

    private static void Near(double expected, Requirement requirement, Account account) => Assert.True(
        Math.Abs(expected - requirement.Exact) <= 1e-9 * Math.Max(1, requirement.Gross),
        $"{expected} is not {requirement.Exact}: {account}");

    // Value-at-risk: the least loss that at least α of the losses do not exceed. Expected shortfall: the least of
    // c + mean(max(loss − c, 0))/(1 − α) over c (Rockafellar and Uryasev, 2000).
    private static double Slow(ReducerKind kind, double[] losses, double alpha) => kind == ReducerKind.ValueAtRisk
        ? losses.Where(l => losses.Count(x => x <= l) >= alpha * losses.Length - 1e-9).Min()
        : losses.Min(c => c + losses.Average(l => Math.Max(l - c, 0)) / (1 - alpha));

    private static double[] Losses(PriceHistory history, HistoricalOptions options, BucketMargin bucket)
    {
        var sum = new double[history.Days.Count - 1 - options.SeedReturns];
        for (var row = 0; row < bucket.Holdings.Count; row++)
        {
            var own = Losses(history, options, bucket, row);
            for (var d = 0; d < sum.Length; d++) sum[d] += own[d];
        }
        return sum;
    }

    private static double[] Losses(PriceHistory history, HistoricalOptions options, BucketMargin bucket, int row)
    {
        var h = bucket.Holdings[row];
        if (h.Base == default) return new double[history.Days.Count - 1 - options.SeedReturns];
        var prices = history.PricesOf(h.Base);
        var returns = prices.Skip(1).Select((p, i) => Math.Log(p / prices[i])).ToArray();
        var seed = options.SeedReturns;
        // σ² of the day behind the first t returns, from its definition as a sum.
        double Variance(int t, double lambda) => Math.Pow(lambda, t - seed) * returns.Take(seed).Average(r => r * r)
            + Enumerable.Range(seed, t - seed).Sum(
                s => (1 - lambda) * Math.Pow(lambda, t - 1 - s) * returns[s] * returns[s]);
        var today = Math.Sqrt(Math.Max(
            Variance(returns.Length, options.Lambda), Variance(returns.Length, options.FloorLambda!.Value)));
        var vols = history.VolsOf(h.Base);
        return
        [
            .. Enumerable.Range(seed, returns.Length - seed).Select(t =>
            {
                var spot = Math.Exp(returns[t] / Math.Sqrt(Variance(t, options.Lambda)) * today);
                return -Pnl(h, spot, vols is null ? 1 : vols[t + 1] / vols[t]);
            }),
        ];
    }

    private static double Pnl(Holding h, double spot, double vol)
    {
        var c = h.Contract;
        if (!c.IsOption) return h.Quantity * c.Size * c.Forward * (spot - 1);
        double Value(double s, double v) => Black76.Price(c.Right, c.Forward * s, c.Strike, c.Vol * v, c.Years);
        return h.Quantity * c.Size * (Value(spot, vol) - Value(1, 1));
    }
}
