using Counterpoise.Instruments;
using Counterpoise.Margins.Sizing;
using Counterpoise.Units;

namespace Counterpoise.Tests.Sizing;

/// <summary>What to close: offers are verified, to the lot, the least measure first.</summary>
public sealed class MarginReleaseTests
{
    private static readonly ClosablePosition A = Held("A", lots: 1_000, delta: 5_000, cost: 400);
    private static readonly ClosablePosition B = Held("B", lots: -700, delta: 21_000, cost: 70);
    private static readonly ClosablePosition C = Held("C", lots: 10, delta: 1_000, cost: null);

    [Theory]
    [InlineData(1)]
    [InlineData(333)]
    [InlineData(699.5)]
    [InlineData(700)]
    public void A_single_position_is_closed_by_the_fewest_lots(double amount)
    {
        var offers = new MarginRelease(amount, Alone, ReleaseMeasure.Cost).Find([B]);
        var part = Assert.Single(Assert.Single(offers).Parts);
        Assert.Equal((long)Math.Ceiling(amount), part.Lots);
        Assert.Equal(Math.Ceiling(amount), offers[0].ReleasedUsd);
        Assert.Equal(Quantity.FromWhole(part.Lots), part.Trade);
    }

    [Fact]
    public void The_least_delta_or_the_least_cost_comes_first()
    {
        ClosablePosition[] held = [A, B];
        var byDelta = new MarginRelease(500, Alone, ReleaseMeasure.Delta).Find(held);
        var byCost = new MarginRelease(500, Alone, ReleaseMeasure.Cost).Find(held);
        Assert.Equal([A], byDelta[0].Parts.Select(p => p.Position));
        Assert.Equal((500, 2_500.0), (byDelta[0].Parts[0].Lots, byDelta[0].DeltaUsd));
        Assert.Equal([B], byCost[0].Parts.Select(p => p.Position));
        Assert.Equal((500, 50.0), (byCost[0].Parts[0].Lots, byCost[0].CostUsd));
        Assert.Equal(byDelta.Select(o => o.DeltaUsd).Order(), byDelta.Select(o => o.DeltaUsd));
        Assert.Equal(byCost.Select(o => o.CostUsd).Order(), byCost.Select(o => o.CostUsd));
    }

    [Fact]
    public void Two_that_only_release_together_are_found()
    {
        // A hedge: closing one of them needs more.
        static double Hedged(IReadOnlyList<ClosedPart> closed) =>
            2_000 + Math.Abs(1_000 - Lots(closed, A) - (1_000 - 1_000.0 / 700 * Lots(closed, B)))
            - 0.5 * Math.Min(Lots(closed, A), 1_000.0 / 700 * Lots(closed, B));

        var offers = new MarginRelease(300, Hedged, ReleaseMeasure.Delta).Find([A, B]);
        Assert.NotEmpty(offers);
        Assert.All(offers, offer =>
        {
            Assert.Equal(2, offer.Parts.Count);
            Assert.True(offer.ReleasedUsd >= 300);
            Assert.Equal(Hedged([]) - Hedged(offer.Parts), offer.ReleasedUsd);
        });
    }

    [Fact]
    public void More_than_two_are_closed_one_after_another()
    {
        var offers = new MarginRelease(1_705, Alone, ReleaseMeasure.Delta).Find([A, B, C]);
        var offer = Assert.Single(offers);
        Assert.Equal(3, offer.Parts.Count);
        Assert.Equal(1_705, offer.ReleasedUsd);
        Assert.Null(offer.CostUsd);
    }

    [Fact]
    public void More_than_everything_releases_is_not_found()
    {
        var search = new MarginRelease(1_711, Alone, ReleaseMeasure.Delta);
        Assert.Empty(search.Find([A, B, C]));
        Assert.Equal(1_710, search.Released([new(A, 1_000), new(B, 700), new(C, 10)]));
        Assert.Empty(search.Find([]));
    }

    // A dollar a lot, whatever else is held.
    private static double Alone(IReadOnlyList<ClosedPart> closed) => 10_000 - closed.Sum(p => p.Lots);

    private static double Lots(IReadOnlyList<ClosedPart> closed, ClosablePosition of) =>
        closed.Where(p => p.Position == of).Sum(p => p.Lots);

    private static ClosablePosition Held(string coin, long lots, double delta, double? cost)
    {
        var currency = Currency.Parse(coin);
        return new ClosablePosition(
            Instrument.Perpetual(currency, Currency.Usd, currency), Quantity.FromWhole(lots), Math.Abs(lots), delta,
            cost);
    }
}
