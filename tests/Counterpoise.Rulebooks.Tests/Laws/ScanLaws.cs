using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Units;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Laws of the scan: shock sets, ties, parity, and where margins may exceed the sum of their parts.</summary>
public sealed class ScanLaws
{
    private const double MoneyUnit = 1e-9;

    public static TheoryData<string> Scanned { get; } = ["derive-pmrm2", "deribit-pm", "deribit-xpm"];

    [Theory]
    [MemberData(nameof(Scanned))]
    public void Fewer_shocks_never_lose_more(string rulebook)
    {
        var draw = new Draw(17);
        foreach (var account in Random(rulebook)) IsMonotone(account, draw);
    }

    [Fact]
    public void Fewer_shocks_never_lose_more_in_published_cases()
    {
        var draw = new Draw(19);
        foreach (var account in Published()) IsMonotone(account, draw);
    }

    [Fact]
    public void Sub_additive_rulebooks_need_no_more_than_the_parts()
    {
        string[] subAdditive = [.. LawMarket.Rulebooks.Where(r => RulebookLibrary.Find(r).SubAdditive)];
        Assert.Equal(["deribit-sm"], subAdditive);
        foreach (var account in subAdditive.SelectMany(Random))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                var noise = MoneyUnit * Math.Max(1, bucket.Initial.Gross);
                Assert.True(bucket.Initial.Offset >= -noise, account.ToString());
                Assert.True(bucket.Maintenance.Offset >= -noise, account.ToString());
            }
        }
    }

    // The dampener is a fixed amount of dollars: one portfolio gets it once, five positions alone five times. Two are
    // enough; five of 100 are all but free alone.
    [Theory]
    [InlineData("deribit-pm", 2, 500)]
    [InlineData("deribit-pm", 5, 100)]
    [InlineData("deribit-xpm", 2, 500)]
    [InlineData("deribit-xpm", 5, 100)]
    public void Dampened_far_calls_need_more_together(string rulebook, int count, double quantity)
    {
        (int Expiry, double Strike)[] calls = [(1, 250_000), (0, 250_000), (2, 250_000), (3, 250_000), (0, 150_000)];
        var account = Account(rulebook, [.. calls.Take(count)
            .Select(c => Hold(Option(Btc, true, c.Expiry, c.Strike, OptionRight.Call), -quantity))]);
        double Scan(Margin margin) => margin.Buckets.Single().Scans.Single().Loss;
        var together = Scan(account.Margin);
        var apart = account.Portfolio.Positions.Sum(p => Scan(account.Of(p)));
        Assert.True(together > 1.3 * apart, $"{together} together, {apart} apart");
        Assert.True(account.Margin.Buckets.Single().Initial.Offset < 0);
    }

    // The charge grows with the square of size: this one needs no options at all.
    [Fact]
    public void Delta_shock_needs_more_together()
    {
        var account = Account(
            "deribit-pm", Hold(Perpetual(Btc, true), 30_000_000), Hold(Future(Btc, true, 3), 30_000_000));
        var initial = account.Margin.Buckets.Single().Initial;
        Assert.True(initial.Offset < 0, $"offset {initial.Offset}");
        Assert.True(initial.OffsetBy(Cause.Concentration) < 0, "by size");
    }

    [Fact]
    public void Weak_perpetual_feed_makes_an_option_dearer()
    {
        var perpetual = Perpetual(Eth, inverse: false);
        var quotes = new Dictionary<Instrument, Quote>(Prices.Underlyings[Eth].Quotes)
        {
            [perpetual] = new Quote(perpetual) { Mark = 3_001, Confidence = 0.3 },
        };
        var market = Prices with
        {
            Underlyings = new Dictionary<Currency, Underlying>(Prices.Underlyings)
            {
                [Eth] = Prices.Underlyings[Eth] with { Quotes = quotes },
            },
        };
        var account = Account(
            "derive-pmrm2", Hold(Option(Eth, false, 1, 3_000, OptionRight.Call), 100), Hold(perpetual, 0.01)) with
        {
            Market = market,
        };
        var initial = account.Margin.Buckets.Single().Initial;
        Assert.True(initial.Offset < 0, $"offset {initial.Offset}");
        Assert.True(initial.OffsetBy(Cause.Oracle) < 0, "by distrust");
    }

    [Theory]
    [InlineData("derive-pmrm2", false)]
    [InlineData("deribit-pm", true)]
    [InlineData("deribit-pm", false)]
    [InlineData("deribit-xpm", true)]
    public void A_hedge_gives_delta_back(string rulebook, bool inverse)
    {
        var account = Account(
            rulebook,
            Hold(Option(Btc, inverse, 1, 100_000, OptionRight.Call), 10),
            Hold(Perpetual(Btc, inverse), inverse ? -500_000 : -5));
        var initial = account.Margin.Buckets.Single().Initial;
        Assert.True(initial.Offset > 0, $"offset {initial.Offset}");
        Assert.True(initial.OffsetBy(Cause.Delta) > 0, $"delta {initial.OffsetBy(Cause.Delta)}");
    }

    [Fact]
    public void Ties_bind_the_lowest_index()
    {
        var account = Account("derive-pmrm2", Hold(Option(Btc, false, 1, 100_000, OptionRight.Call), 1));
        var rules = account.Rulebook.Underlyings[0];
        var unshocked = rules with
        {
            Cells = [.. rules.Cells.Select(c => c with
            {
                Scenario = Scenario.Unchanged, Weight = 1, IsAbsolute = false,
            })],
            Basis = null,
        };
        var tied = account with { Rulebook = account.Rulebook with { Underlyings = [unshocked] } };
        var result = tied.Margin.Buckets.Single().Scans.Single().Result;
        Assert.Equal(0, result.Binding!.Value.Index);
        Assert.Equal(1, result.RunnerUp!.Value.Index);
        Assert.Equal(0, result.MarginToRunnerUp);
    }

    // Long and short coins of one price: nothing is lost anywhere but for rounding.
    [Fact]
    public void A_flat_portfolio_binds_the_first_cell()
    {
        var mark = Prices.Underlyings[Btc].Quotes[Perpetual(Btc, true)].Mark!.Value;
        var (perpetual, future) = (Perpetual(Btc, true), Future(Btc, true, 1));
        var quotes = new Dictionary<Instrument, Quote>(Prices.Underlyings[Btc].Quotes)
        {
            [future] = new Quote(future) { Mark = mark },
        };
        var flat = Account("deribit-pm", Hold(perpetual, 500_000), Hold(future, -500_000)) with
        {
            Market = Prices with
            {
                Underlyings = new Dictionary<Currency, Underlying>
                {
                    [Btc] = Prices.Underlyings[Btc] with { Quotes = quotes },
                },
            },
        };
        var scan = flat.Margin.Buckets.Single().Scans.Single();
        Assert.Equal(0, scan.Loss);
        Assert.Equal(0, scan.Result.Binding!.Value.Index);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Put_call_parity_holds_in_every_cell(bool inverse)
    {
        foreach (var rulebook in inverse ? ["deribit-pm"] : new[] { "deribit-pm", "derive-pmrm2" })
        {
            foreach (var moneyness in new[] { 0.4, 0.7, 0.95, 1, 1.2, 2.5 })
            {
                var strike = 100_000 * moneyness;
                var pair = Account(
                    rulebook,
                    Hold(Option(Btc, inverse, 2, strike, OptionRight.Call), 1),
                    Hold(Option(Btc, inverse, 2, strike, OptionRight.Put), -1));
                HasParity(pair, strike);
            }
        }
    }

    private static void HasParity(Account pair, double strike)
    {
        var bucket = pair.Margin.Buckets.Single();
        var contract = bucket.Holdings[0].Contract;
        foreach (var cell in bucket.Scans.Single().Result.Competitors.Where(c => c.Cell is not null))
        {
            var scenario = cell.Cell!.Scenario;
            var change = bucket.Holdings.Sum(h => h.Quantity * h.Contract.Change(scenario));
            var forward = contract.Forward;
            var expected = contract.IsInverse
                ? strike / forward - strike / (forward * scenario.Spot)
                : contract.Discount(contract.Years) * forward * scenario.SpotMove;
            var scale = contract.IsInverse ? 1 : forward;
            Assert.True(
                Math.Abs(change - expected) <= 1e-11 * scale * scenario.Spot,
                $"{pair} {cell.Name}: {change} is not {expected}");
        }
    }

    private static void IsMonotone(Account account, Draw draw)
    {
        var full = Losses(account);
        var kept = new bool[account.Rulebook.Underlyings.Max(u => u.Cells.Count)];
        for (var i = 0; i < kept.Length; i++) kept[i] = draw.Below(2) == 0;
        kept[draw.Below(kept.Length)] = true;
        UnderlyingRules[] fewer =
            [.. account.Rulebook.Underlyings.Select(u => u with { Cells = [.. u.Cells.Where((_, i) => kept[i])] })];
        var part = Losses(account with { Rulebook = account.Rulebook with { Underlyings = fewer } });
        Assert.Equal(full.Count, part.Count);
        for (var i = 0; i < full.Count; i++)
        {
            Assert.True(part[i] <= full[i] + MoneyUnit, $"{account}: {part[i]} with fewer shocks, {full[i]} with all");
        }
    }

    private static IReadOnlyList<double> Losses(Account account) =>
        [.. account.Margin.Buckets.SelectMany(b => b.Scans).Select(s => s.Result.Loss)];
}
