using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Resolution;
using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>A box is a fixed payoff in disguise: its margin is known in closed form.</summary>
public sealed class BoxLaws
{
    private const double Low = 95_000;

    private const double High = 120_000;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(250)]
    public void A_linear_box_costs_its_static_discount(double quantity)
    {
        var account = Account("derive-pmrm2", Box(inverse: false, quantity));
        var bucket = account.Margin.Buckets.Single();
        var contract = bucket.Holdings[0].Contract;
        var value = quantity * contract.Discount(contract.Years) * (High - Low);
        var discount = account.Rulebook.Underlyings[0].Discount!;
        var factor = quantity > 0
            ? discount.ForGain(contract.Years, contract.Rate)
            : discount.ForLoss(contract.Years, contract.Rate);
        var loss = value - factor * value;
        Assert.Equal(value, bucket.Equity.Options, 1e-9 * Math.Abs(value));
        Assert.Equal(loss, bucket.Scans.Single().Loss, 1e-9 * Math.Abs(value));
        // Every short has its long at the same strike: nothing is naked.
        Assert.Equal(loss, bucket.Initial.Exact - Depeg(account, loss), 1e-9 * Math.Abs(value));
        Assert.Equal(account.Rulebook.Factors.Maintenance * loss, bucket.Maintenance.Exact, 1e-9 * Math.Abs(value));
        var parts = Parts(account);
        foreach (var cause in new[] { Cause.Delta, Cause.Gamma, Cause.Vega })
            Assert.Equal(0, parts[(int)cause], 1e-9 * Math.Abs(value));
        Assert.Equal(loss, parts[(int)Cause.Discount], 1e-9 * Math.Abs(value));
    }

    // Its value is (K₂ − K₁)/F coins, so a cell of spot factor s gains W·(1/s − 1). The extended cells come to the same
    // as ±range before the dampener, so the end of the range binds.
    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void An_inverse_box_costs_what_its_coins_are_worth(double quantity)
    {
        var account = Account("deribit-pm", Box(inverse: true, quantity));
        var bucket = account.Margin.Buckets.Single();
        var contract = bucket.Holdings[0].Contract;
        var worth = quantity * (High - Low) / contract.Forward;
        var range = quantity > 0 ? 0.16 : -0.16;
        var loss = worth * (1 - 1 / (1 + range));
        var scan = bucket.Scans.Single();
        Assert.Equal(worth, bucket.Equity.Options, 1e-12);
        Assert.Equal(loss, scan.Result.Loss, 1e-12);
        Assert.Equal(Math.Round(loss, 9), scan.Loss, 1e-12);
        Assert.Equal(range, scan.Result.Binding!.Value.Cell!.Scenario.SpotMove, 1e-12);
        Assert.Equal(-worth, bucket.Holdings.Sum(h => h.Delta), 1e-12);
        var roll = Math.Abs(worth) * Math.Max(0.01, Math.Exp(0.075 * contract.Years) - 1);
        Assert.Equal(scan.Loss + roll, bucket.Initial.Exact, 1e-12);
        foreach (var competitor in scan.Result.Competitors) IsClosedForm(competitor, worth);
        Assert.Equal(0, Parts(account)[(int)Cause.Vega], 1e-12);
    }

    private static void IsClosedForm(Competitor competitor, double worth)
    {
        var cell = competitor.Cell!;
        var gain = worth * (1 / cell.Scenario.Spot - 1) * cell.InverseWeight;
        // 100,000 dollars of the cell's dampener at the index of 100,000 are one coin.
        var damp = cell.DampenerUsd / cell.InverseDampenerDivisor / 100_000;
        var expected = gain >= 0 ? 0 : gain + Math.Min(damp, -gain);
        Assert.Equal(0 - expected, competitor.Loss, 1e-12);
    }

    private static double Depeg(Account account, double loss)
    {
        var factors = account.Rulebook.Factors;
        return (Math.Max(0, factors.PegThreshold - 0.985) * factors.PegFactor + factors.Initial - 1) * loss;
    }

    /// <summary>The portfolio's own parts of the initial scan loss, by cause.</summary>
    private static double[] Parts(Account account)
    {
        var bucket = HoldingResolver.Resolve(
            account.Rulebook, account.Portfolio, account.Market,
            VolSource.Of(VolKind.Chain, account.Market, null)).Single();
        var unit = new UnitMargin(
            account.Rulebook, bucket.Holdings, new StageArray(account.Rulebook, bucket.Holdings),
            [.. Enumerable.Range(0, bucket.Holdings.Count)]);
        var (initial, maintenance) = (new double[1, Causes.All.Count], new double[1, Causes.All.Count]);
        var sums = new PartSums(initial, maintenance);
        sums.BeginAlone(0);
        unit.Attribute(new Factors(1, 1), sums);
        return [.. initial.Cast<double>()];
    }

    private static Portfolios.Position[] Box(bool inverse, double quantity) =>
    [
        Hold(Option(Btc, inverse, 2, Low, OptionRight.Call), quantity),
        Hold(Option(Btc, inverse, 2, Low, OptionRight.Put), -quantity),
        Hold(Option(Btc, inverse, 2, High, OptionRight.Call), -quantity),
        Hold(Option(Btc, inverse, 2, High, OptionRight.Put), quantity),
    ];
}
