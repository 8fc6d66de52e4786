using Counterpoise.Instruments;
using Counterpoise.Rulebooks.Tests.Laws;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Derive;

/// <summary>Derive's PMRM v1: what differs from PMRM_2.</summary>
public sealed class PortfolioMarginV1Tests
{
    private const string Name = "derive-pmrm1";

    // 1.25 + (0.99 − 0.985) · 4: all feeds are trusted, so no oracle contingency stands beside it.
    private const double InitialFactor = 1.27;

    [Fact]
    public void The_initial_factor_holds_for_static_contingencies_too()
    {
        foreach (var account in LawMarket.Random(Name).Take(200))
        {
            foreach (var bucket in account.Margin.Buckets)
            {
                var initial = bucket.Initial.Exact - bucket.Initial.AddOns;
                Assert.Equal(
                    InitialFactor * bucket.Maintenance.Exact, initial, 1e-12 * Math.Max(1, bucket.Initial.Gross));
            }
        }
    }

    [Fact]
    public void A_long_box_is_discounted_with_a_rate_its_value_is_not()
    {
        var margin = Box(1);
        Assert.Equal(25_000, margin.Equity.Options, 1e-6);
        var discount = 0.95 * Math.Exp(-90 / 365.0 * (0.04 + 0.12));
        Assert.Equal(25_000 * (1 - discount), margin.Maintenance.Exact, 1e-6);
    }

    [Fact]
    public void A_short_box_is_not_discounted()
    {
        var margin = Box(-1);
        Assert.Equal(-25_000, margin.Equity.Options, 1e-6);
        Assert.Equal(0, margin.Maintenance.Exact, 1e-6);
    }

    private static Margins.BucketMargin Box(double quantity) => Account(Name,
        Hold(Option(Btc, false, 2, 95_000, OptionRight.Call), quantity),
        Hold(Option(Btc, false, 2, 95_000, OptionRight.Put), -quantity),
        Hold(Option(Btc, false, 2, 120_000, OptionRight.Call), -quantity),
        Hold(Option(Btc, false, 2, 120_000, OptionRight.Put), quantity)).Margin.Buckets.Single();
}
