using Counterpoise.Margins;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>What volatilities do to a requirement adds up to it.</summary>
public sealed class VolExplanationLaws
{
    private const int Portfolios = 40;

    public static TheoryData<string, SmileRule> Rules { get; } = new(
        // Under OKX' rules the delta of options says how much coin is in use, so it moves with their volatility.
        from rulebook in LawMarket.Rulebooks.Append("okx-pm")
        from smile in Enum.GetValues<SmileRule>()
        select (rulebook, smile));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Effects_lead_from_the_requirement_on_the_chain_to_those_on_the_surface_and_the_hybrid(
        string rulebook, SmileRule smile)
    {
        var moved = 0;
        foreach (var account in LawMarket.Random(rulebook).Take(Portfolios))
        {
            var surface = account.Rulebook.On(VolKind.Surface, smile);
            var explained = VolExplanation.Of(surface, account.Portfolio, account.Market, LawSmiles.Set);
            var expected = new[] { account.Rulebook, surface, account.Rulebook.On(VolKind.Hybrid, smile) }
                .Select(r => MarginEvaluator.Evaluate(r, account.Portfolio, account.Market, LawSmiles.Set)).ToArray();
            Assert.Equal(expected[0].Buckets.Count, explained.Buckets.Count);
            for (var b = 0; b < explained.Buckets.Count; b++)
            {
                var vols = explained.Buckets[b];
                Assert.Equal(
                    expected.Select(m => (m.Buckets[b].Initial.Exact, m.Buckets[b].Maintenance.Exact)),
                    new[] { vols.Chain, vols.Surface, vols.Hybrid }.Select(p => (p.Initial, p.Maintenance)));
                AddsUp(vols, expected.Select(m => m.Buckets[b]).ToArray(), Amount.Decimals);
                AddsUp(vols, expected.Select(m => m.Buckets[b]).ToArray(), vols.Unit.DisplayDecimals);
                moved += vols.Rows.Count(r => r.Fitted != vols.Chain);
            }
        }
        if (rulebook != "deribit-sm") Assert.InRange(moved, Portfolios, int.MaxValue);
    }

    [Fact]
    public void An_option_without_a_smile_stays_at_its_quote()
    {
        var account = LawMarket.Random("deribit-pm").First(a => a.Portfolio.Positions.Any(p => p.Instrument.IsOption));
        var none = new SmileSet(new Dictionary<Currency, ISmiles>());
        var explained = VolExplanation.Of(account.Rulebook, account.Portfolio, account.Market, none);
        foreach (var vols in explained.Buckets)
        {
            Assert.Equal((vols.Chain, vols.Chain), (vols.Surface, vols.Hybrid));
            Assert.All(vols.Rows, r => Assert.Equal((null, null), (r.FittedVol, r.HybridVol)));
        }
    }

    private static void AddsUp(BucketVols vols, BucketMargin[] on, int decimals)
    {
        var amounts = vols.Rounded(decimals);
        AmountPair[] levels = [amounts.Chain, amounts.Surface, amounts.Hybrid];
        Assert.Equal(
            on.Select(b => new AmountPair(b.Initial.Rounded(decimals).Total, b.Maintenance.Rounded(decimals).Total)),
            levels);
        Assert.Equal(levels[1] - levels[0], Sum(amounts.ToFitted));
        Assert.Equal(levels[2] - levels[1], Sum(amounts.ToHybrid));

        AmountPair Sum(IReadOnlyList<AmountPair> effects) => effects.Aggregate(
            new AmountPair(Amount.Zero(vols.Unit), Amount.Zero(vols.Unit)),
            (sum, e) => new AmountPair(sum.Initial + e.Initial, sum.Maintenance + e.Maintenance));
    }
}
