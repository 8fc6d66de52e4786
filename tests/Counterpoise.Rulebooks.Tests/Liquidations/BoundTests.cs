using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Tests.Laws;

namespace Counterpoise.Rulebooks.Tests.Liquidations;

/// <summary>A price path is the evaluator's own; its bounds hold wherever it is looked at.</summary>
public sealed class BoundTests
{
    private const int Accounts = 40;

    /// <summary>
    /// Rulebooks whose margin admits no bound, and why; every other is proved, not sampled, on what is drawn here.
    /// </summary>
    private static readonly Dictionary<string, string> Sampled = new(StringComparer.Ordinal)
    {
        ["counterpoise"] = "liquidity cost",
        ["finra-strategies"] = "the charge \"strategies\" admits no bound",
        ["simm-crypto"] = "the charge \"SIMM",
    };

    public static TheoryData<string> Rulebooks => FundedAccounts.Rulebooks;

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void A_path_is_what_the_evaluator_says_of_the_moved_market(string rulebook)
    {
        foreach (var account in FundedAccounts.Of(rulebook, Accounts))
        {
            foreach (var path in FundedAccounts.PathsOf(account))
            {
                foreach (var x in new[] { 0.05, 0.6, 0.97, 1, 1.02, 1.7, 20 })
                {
                    var moved = new Scenario(x, VolShock.None).Apply(account.Market, path.Coin);
                    var margin = TryEvaluate(account.Rulebook, account.Portfolio, moved);
                    if (margin is null) continue;
                    var bucket = margin.Buckets.Single(b => b.Unit == path.Today.Unit);
                    var at = path.At(x);
                    var scale = 1e-9 * Math.Max(1, bucket.Maintenance.Gross + Math.Abs(bucket.Equity.Total));
                    Assert.Equal(bucket.Equity.Total, at.Equity, scale);
                    Assert.Equal(bucket.Maintenance.Exact, at.Maintenance, scale);
                    Assert.Equal(bucket.UnitUsd, at.UnitUsd, 1e-9 * path.UnitUsd(x));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void Bounds_hold_at_every_point_of_an_interval(string rulebook)
    {
        var draw = new Draw(11);
        int proved = 0, sampled = 0;
        foreach (var account in FundedAccounts.Of(rulebook, Accounts))
        {
            foreach (var path in FundedAccounts.PathsOf(account))
            {
                var banded = new BandedMargin(account.Rulebook, path);
                if (banded.WhyNot is { } why)
                {
                    var expected = Sampled.GetValueOrDefault(rulebook, "nothing: it has bounds");
                    Assert.StartsWith(expected, why, StringComparison.Ordinal);
                    sampled++;
                    continue;
                }
                proved++;
                foreach (var length in new[] { 10, 1, 0.1, 1e-2, 1e-4 })
                {
                    var from = Math.Exp((draw.Below(2_000) - 1_000) / 1_000.0 * Math.Log(20));
                    var span = new PathSpan(from, from * (1 + length));
                    IsWithin(account.ToString(), path, span, banded.Excess(span), x => path.At(x).Excess);
                    IsWithin(account.ToString(), path, span, banded.AssetBound!(span), path.AssetsAt);
                }
            }
        }
        Assert.True(Sampled.ContainsKey(rulebook) ? sampled > 0 : proved > 5, $"{proved} proved, {sampled} sampled");
    }

    /// <summary>Halving an interval brings smooth bounds four times closer: it is a proof, not a guess.</summary>
    [Fact]
    public void Bounds_of_an_option_close_with_the_square_of_the_interval()
    {
        var account = Laws.LawMarket.Account(
            "deribit-pm",
            Laws.LawMarket.Hold(Laws.LawMarket.Option(
                Laws.LawMarket.Btc, inverse: true, expiry: 1, 100_000, Instruments.OptionRight.Call), -1));
        var path = FundedAccounts.PathsOf(account).Single();
        var banded = new BandedMargin(account.Rulebook, path);
        double Width(double half) => banded.AssetBound!(new PathSpan(1 - half, 1 + half)) is var b
            ? b.HighA - b.LowA : 0;
        Assert.InRange(Width(0.02) / Width(0.01), 3.5, 4.5);
        Assert.InRange(Width(0.002) / Width(0.001), 3.9, 4.1);
    }

    private static void IsWithin(
        string account, BucketPath path, PathSpan span, Band bound, Func<double, double> of)
    {
        if (!double.IsFinite(bound.HighA)) return;
        for (var i = 0; i <= 16; i++)
        {
            var share = i / 16.0;
            var x = span.A + share * (span.B - span.A);
            double value;
            try
            {
                value = of(x);
            }
            catch (InvalidInputException)
            {
                continue;
            }
            var usd = value * path.UnitUsd(x);
            var low = (1 - share) * bound.LowA + share * bound.LowB;
            var high = (1 - share) * bound.HighA + share * bound.HighB;
            // Bounds speak of money: half a smallest unit either way.
            var money = 1e-9 * path.UnitUsd(x);
            Assert.True(
                low <= usd + money && usd - money <= high,
                $"{account} {path.Coin} × {x:R} in {span}: {low} ≤ {usd} ≤ {high}");
        }
    }

    private static Margin? TryEvaluate(Rulebook rulebook, Portfolios.Portfolio portfolio, Market market)
    {
        try
        {
            return MarginEvaluator.Evaluate(rulebook, portfolio, market);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }
}
