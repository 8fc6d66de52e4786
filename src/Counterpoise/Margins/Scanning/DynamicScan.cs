using Counterpoise.Markets;
using Counterpoise.Markets.Indicators;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Many portfolios of one coin margined again whenever price or parameters move: house methodology, sections 6 and 8.
/// Per portfolio the greatest loss over 54 cells, {0, ±¼, ±½, ±¾, ±1} of the scan ranges × volatility {down, same, up}
/// × {now, a day on}, plus closing cost |D|·S·(½·s + σ·√(|D|/ADV))·clamp(slow depth/depth now, 1, 2), Σ|V_b|·½·s^iv_b
/// by tenor likewise, plus ½·H of the scan. A parameter that is not known takes its static value. Tails, vega impact,
/// concentration and collateral are not in it: those are the rulebook's, here is what a tick changes.
/// </summary>
public sealed class DynamicScan
{
    /// <summary>Cells of the scan.</summary>
    public const int Cells = 54;

    private const double StaticRange = 0.16;
    private const double StaticSpread = 0.001;
    private const double StaticDailyVol = 0.05;
    private const double StaticVolume = 5_000;
    private const double StaticVolSpread = 0.02;
    private const double StaticVolRise = 0.40;
    private const double VolFall = 0.25;
    private const double BasisPoint = 1e-4;
    private const double StressShare = 0.5;
    private const double MostDepthFactor = 2;

    private readonly Contract[] _contracts;
    private readonly AlignedDoubles _exposures;
    private readonly SparseAccounts _accounts;
    private readonly double[] _worst;
    private readonly double[] _margins;
    private readonly bool _inCoin;
    private RiskArray? _array;
    private (double Up, double Down, double VolRise) _ranges;

    /// <summary>Binds portfolios to their contracts.</summary>
    /// <param name="contracts">A row each, at the price the moves are measured from; all in coin or none.</param>
    /// <param name="accounts">Portfolios over these rows.</param>
    /// <exception cref="ArgumentException">Contracts are settled in different currencies.</exception>
    public DynamicScan(IReadOnlyList<Contract> contracts, SparseAccounts accounts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts.LastRow, contracts.Count - 1, nameof(accounts));
        _contracts = [.. contracts];
        _inCoin = contracts.Count > 0 && contracts[0].IsInverse;
        foreach (var contract in contracts)
            if (contract.IsInverse != _inCoin) throw new ArgumentException("two currencies", nameof(contracts));
        _accounts = accounts;
        _exposures = new AlignedDoubles(ExposureKernel.Width * contracts.Count);
        (_worst, _margins) = (new double[accounts.Count], new double[accounts.Count]);
    }

    /// <summary>Initial margin of each portfolio after the last <see cref="Update"/>, USD.</summary>
    public ReadOnlySpan<double> Margins => _margins;

    /// <summary>Scan ranges used last, fractions of the price; rounded up to a basis point.</summary>
    public (double Up, double Down) Ranges => (_ranges.Up, _ranges.Down);

    /// <summary>clamp(slow depth/depth now, 1, 2); 2 where either is not known.</summary>
    public static double DepthFactor(RiskParameters risk) =>
        risk is { DepthSlow: { } slow, DepthNow: { Value: > 0 } now }
            ? Math.Clamp(slow.Value / now.Value, 1, MostDepthFactor)
            : MostDepthFactor;

    /// <summary>Margins every portfolio again.</summary>
    /// <param name="spot">Price now, USD.</param>
    /// <param name="factor">Price now over the price the contracts were made at.</param>
    /// <param name="elapsed">Time since they were made.</param>
    /// <param name="risk">Parameters now.</param>
    /// <returns>Σ of the margins, USD.</returns>
    public double Update(double spot, double factor, Duration elapsed, RiskParameters risk)
    {
        var moved = Array.ConvertAll(_contracts, c => c with
        {
            Variable = c.Variable * factor,
            Seconds = c.IsOption ? Math.Max(c.Seconds - elapsed.Seconds, 0) : c.Seconds,
        });
        // Of each row its delta, then its vega in the place of its tenor.
        _exposures.Span.Clear();
        for (var row = 0; row < moved.Length; row++)
        {
            var exposure = _exposures.Span.Slice(row * ExposureKernel.Width, ExposureKernel.Width);
            exposure[0] = moved[row].Delta;
            exposure[1 + TenorBuckets.Of(moved[row].Seconds)] = Vega(moved[row]);
        }
        var ranges = (
            Up(risk.ScanUp?.Value ?? StaticRange), Up(risk.ScanDown?.Value ?? StaticRange),
            risk.VolRise?.Value ?? StaticVolRise);
        if (_array is null || ranges != _ranges)
        {
            _ranges = ranges;
            var scenarios = Scenarios(ranges.Item1, ranges.Item2, ranges.Item3);
            _array = new RiskArray(moved, _ => scenarios);
        }
        else
        {
            for (var row = 0; row < moved.Length; row++) _array.Set(row, moved[row]);
            _array.Refresh();
        }
        AccountScan.Worst(_array, Cells, _accounts, _worst);
        return AddUp(spot, risk);
    }

    /// <summary>The 54 cells.</summary>
    /// <param name="up">PSR⁺, fraction.</param>
    /// <param name="down">PSR⁻, fraction.</param>
    /// <param name="volRise">Relative rise of a 30-day volatility.</param>
    public static IReadOnlyList<Scenario> Scenarios(double up, double down, double volRise)
    {
        VolShock[] vols =
        [
            new PowerVolShock(IsUp: false, VolFall, 0.30, 0.13, DteFloorDays: 1, Floor: 0),
            VolShock.None,
            new PowerVolShock(IsUp: true, volRise, 0.30, 0.13, DteFloorDays: 1, Floor: 0.5),
        ];
        Duration[] times = [default, Duration.FromDays(1)];
        return
        [
            .. from time in times
               from vol in vols
               from quarter in Enumerable.Range(-4, 9)
               select new Scenario(1 + 0.25 * quarter * (quarter < 0 ? down : up), vol, time),
        ];
    }

    private static double Vega(Contract c) => c.Payoff switch
    {
        Payoff.InverseOption => c.Size * CoinSettled.Vega(c.Right, c.Forward, c.Strike, c.Vol, c.Years),
        Payoff.LinearOption => c.Size * Black76.Vega(c.Right, c.Forward, c.Strike, c.Vol, c.Years, c.Discount(c.Years)),
        _ => 0,
    };

    private static double Up(double range) => Math.Ceiling(range / BasisPoint - 1e-9) * BasisPoint;

    private double AddUp(double spot, RiskParameters risk)
    {
        var unit = _inCoin ? spot : 1;
        var halfSpread = 0.5 * (risk.Spread?.Value ?? StaticSpread);
        var vol = risk.DailyVol?.Value ?? StaticDailyVol;
        var volume = risk.DailyVolume is { Value: > 0 } traded ? traded.Value : StaticVolume;
        var impact = vol / Math.Sqrt(volume);
        var depth = DepthFactor(risk);
        var stress = 1 + StressShare * (risk.Stress?.Value ?? 0);
        var starts = _accounts.Starts;
        var rows = _accounts.Rows;
        var quantities = _accounts.Quantities;
        var cells = _exposures.Span;
        Span<double> halfVols = stackalloc double[TenorBuckets.Count], sums = stackalloc double[ExposureKernel.Width];
        for (var b = 0; b < halfVols.Length; b++)
            halfVols[b] = 0.5 * ((risk.VolSpreads.Count > b ? risk.VolSpreads[b]?.Value : null) ?? StaticVolSpread);
        var total = 0.0;
        for (var account = 0; account < _margins.Length; account++)
        {
            var (first, count) = (starts[account], starts[account + 1] - starts[account]);
            ExposureKernel.Sum(cells, rows.Slice(first, count), quantities.Slice(first, count), sums);
            var coins = Math.Abs(sums[0]);
            var vega = 0.0;
            for (var b = 0; b < halfVols.Length; b++) vega += Math.Abs(sums[1 + b]) * halfVols[b];
            var scan = Math.Max(0, -_worst[account]) * unit;
            var closing = coins * spot * (halfSpread + impact * Math.Sqrt(coins)) + vega * unit;
            var margin = scan * stress + closing * depth;
            _margins[account] = margin;
            total += margin;
        }
        return total;
    }
}
