using Counterpoise.Instruments;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Tests.Scanning;

public sealed class DynamicScanTests
{
    private const double Spot = 100_000;

    private static readonly Contract[] Contracts =
    [
        new(Payoff.InverseFuture, Spot, 0),
        new(Payoff.InverseOption, Spot, 0)
        { Strike = 110_000, Right = OptionRight.Call, Vol = 0.6, Seconds = 20 * 86_400 },
        new(Payoff.InverseOption, Spot, 0)
        { Strike = 90_000, Right = OptionRight.Put, Vol = 0.7, Seconds = 200 * 86_400 },
    ];

    private static readonly int[] Starts = [0, 1, 3, 6];
    private static readonly int[] Rows = [0, 1, 2, 0, 1, 2];
    private static readonly double[] Quantities = [50_000, -3, 2, -100_000, 1, -1];

    private static readonly RiskParameters Risk = new()
    {
        ScanUp = new Observed(0.12),
        ScanDown = new Observed(0.10),
        VolRise = new Observed(0.5),
        DailyVol = new Observed(0.04),
        Spread = new Observed(0.0005),
        DailyVolume = new Observed(20_000),
        DepthSlow = new Observed(150e6),
        DepthNow = new Observed(100e6),
        VolSpreads = [null, new Observed(0.03), null, null, new Observed(0.05)],
        Stress = new Observed(0.4),
    };

    [Fact]
    public void Margins_are_those_of_plain_repricing_after_every_tick()
    {
        var scan = Scan();
        foreach (var (factor, risk) in ((double, RiskParameters)[])
            [(1, Risk), (0.95, Risk), (0.95, Risk with { ScanDown = new Observed(0.2) }), (1.1, new RiskParameters())])
        {
            var total = scan.Update(Spot * factor, factor, Duration.FromSeconds(3_600), risk);
            for (var account = 0; account < 3; account++)
                Assert.Equal(Plain(account, factor, risk), scan.Margins[account], 1e-6);
            Assert.Equal(scan.Margins.ToArray().Sum(), total, 1e-6);
        }
    }

    [Fact]
    public void Less_depth_more_stress_and_a_wider_spread_need_more()
    {
        double[] Margins(RiskParameters risk)
        {
            var scan = Scan();
            scan.Update(Spot, 1, default, risk);
            return scan.Margins.ToArray();
        }
        var before = Margins(Risk);
        foreach (var worse in (RiskParameters[])
            [
                Risk with { DepthNow = new Observed(90e6) }, Risk with { DepthNow = null },
                Risk with { Stress = new Observed(0.6) }, Risk with { Spread = new Observed(0.002) },
            ])
        {
            var after = Margins(worse);
            for (var i = 0; i < before.Length; i++) Assert.True(after[i] > before[i]);
        }
        // An outright loses most at the end of the range.
        Assert.True(Margins(Risk with { ScanDown = new Observed(0.2) })[0] > before[0]);
    }

    [Fact]
    public void A_range_is_rounded_up_to_a_basis_point()
    {
        var scan = Scan();
        scan.Update(Spot, 1, default, Risk with { ScanUp = new Observed(0.12001) });
        Assert.Equal(0.1201, scan.Ranges.Up, 12);
        Assert.Equal(0.10, scan.Ranges.Down, 12);
    }

    [Fact]
    public void Contracts_of_two_currencies_are_refused() =>
        Assert.Throws<ArgumentException>(() => new DynamicScan(
            [Contracts[0], new Contract(Payoff.LinearFuture, Spot, 0)], new SparseAccounts([0, 1], [0], [1])));

    private static DynamicScan Scan() => new(Contracts, new SparseAccounts(Starts, Rows, [.. Quantities]));

    private static double Plain(int account, double factor, RiskParameters risk)
    {
        var spot = Spot * factor;
        Contract[] moved =
            [.. Contracts.Select(c => c with { Variable = spot, Seconds = c.IsOption ? c.Seconds - 3_600 : 0 })];
        var worst = 0.0;
        foreach (var scenario in DynamicScan.Scenarios(
            risk.ScanUp?.Value ?? 0.16, risk.ScanDown?.Value ?? 0.16, risk.VolRise?.Value ?? 0.4))
        {
            var change = 0.0;
            for (var i = Starts[account]; i < Starts[account + 1]; i++)
                change += Quantities[i] * moved[Rows[i]].Change(scenario);
            worst = Math.Min(worst, change);
        }
        double delta = 0, near = 0, far = 0;
        for (var i = Starts[account]; i < Starts[account + 1]; i++)
        {
            var c = moved[Rows[i]];
            delta += Quantities[i] * c.Delta;
            var vega = c.IsOption ? CoinSettled.Vega(c.Right, c.Forward, c.Strike, c.Vol, c.Years) : 0;
            if (c.Years < 0.1) near += Quantities[i] * vega;
            else far += Quantities[i] * vega;
        }
        delta = Math.Abs(delta);
        var isKnown = risk.DailyVol is not null;
        var (spread, vol, volume) = isKnown ? (0.0005, 0.04, 20_000) : (0.001, 0.05, 5_000);
        var (nearSpread, farSpread) = isKnown ? (0.03, 0.05) : (0.02, 0.02);
        var depth = isKnown ? 1.5 : 2;
        var closing = delta * spot * (0.5 * spread + vol * Math.Sqrt(delta / volume))
            + 0.5 * spot * (Math.Abs(near) * nearSpread + Math.Abs(far) * farSpread);
        return -worst * spot * (1 + 0.5 * (isKnown ? 0.4 : 0)) + closing * depth;
    }
}
