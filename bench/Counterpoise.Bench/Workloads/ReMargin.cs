using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Probes;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Markets.Candles;
using Counterpoise.Markets.Indicators;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// One tick of a market through indicators and parameters to the margins of 100,000 accounts × 20 positions: a mark
/// and a sample of depth judged, parameters taken, 1,000 options repriced under 54 cells, every account scanned, its
/// closing cost added. Against 50 ms for all, the scan alone on the same rows, and reading them from the L2 cache.
/// </summary>
internal sealed class ReMargin : Workload
{
    private const double Tolerance = 1e-9;
    private const double AllowedNanoseconds = 50e6;
    private const int Checked = 200;
    private const int Stride = 56;
    private const double BytesPerAccount = (double)AccountBook.Positions * Stride * sizeof(double);

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2);

    private readonly Contract[] _contracts;
    private readonly AccountBook _book;
    private readonly DynamicScan _scan;
    private readonly RiskArray _array;
    private readonly SparseAccounts _accounts;
    private readonly double[] _worst = new double[AccountBook.Accounts];
    private readonly CoinIndicators _indicators = new();
    private RiskParameters _risk = new();
    private double _price;
    private int _tick;

    /// <summary>Makes the inputs.</summary>
    public ReMargin()
        : base("re-margin of 100,000 accounts × 20 positions in one tick", "account")
    {
        _book = new AccountBook(Arena);
        _contracts = [.. Enumerable.Range(0, AccountBook.Instruments).Select(_book.Options.Contract)];
        _accounts = new SparseAccounts(
            _book.Offsets.Span.ToArray(), _book.Instrument.Span.ToArray(), _book.Quantity.Span.ToArray());
        _scan = new DynamicScan(_contracts, _accounts);
        var shocks = DynamicScan.Scenarios(0.1, 0.1, 0.4);
        _array = new RiskArray(_contracts, _ => shocks);
        for (var hour = -721; hour < 0; hour++)
        {
            var close = hour % 2 == 0 ? 100 : 100.4;
            _indicators.Hour(Start.Nanoseconds / 3_600_000_000_000 + hour, new Candle(100.2, 101, 99.5, close, 1_000));
        }
        var tick = new LocalContender("ours", AccountBook.Accounts, Tick);
        var moved = new LocalContender("ours, scan range moved too", AccountBook.Accounts, TickWithRange);
        var scan = new LocalContender("ours, the scan alone", AccountBook.Accounts, ScanAlone);
        Limit = ReadProbe.Of(Arena, "L2 read of the rows", ReadProbe.Level2, BytesPerAccount);
        Matches =
        [
            new(tick, new Allowance("50 ms for all", AllowedNanoseconds / AccountBook.Accounts), Goal: 1),
            new(tick, scan), new(tick, moved), new(tick, Limit),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override Contender? Limit { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        Tick();
        var first = _scan.Margins[..Checked].ToArray();
        Comparison.Close("ours", first, Plain(), Tolerance);
        Tick();
        if (_scan.Margins[..Checked].SequenceEqual(first)) throw new MismatchException("the tick moved nothing");
        TickWithRange();
        Comparison.Close("ours, scan range moved", _scan.Margins[..Checked], Plain(), Tolerance);
        return [new(Name, "scenarios", DynamicScan.Cells), new(Name, "scan range", _scan.Ranges.Up)];
    }

    // OURS: the market moves to and fro by 3 bp, its depth by a third.
    private void Tick()
    {
        Observe();
        _scan.Update(_price, _price / 100, default, _risk);
    }

    // The same when volatility has moved the scan range: the scenario list is another.
    private void TickWithRange()
    {
        Observe();
        var range = new Observed(0.12 + 0.01 * (_tick % 2));
        _risk = _risk with { ScanUp = range, ScanDown = range };
        _scan.Update(_price, _price / 100, default, _risk);
    }

    private void Observe()
    {
        _tick++;
        var time = Start + Duration.FromSeconds(_tick);
        _price = _tick % 2 == 0 ? 100 : 100.03;
        _indicators.Mark(time, _price);
        _indicators.Depth(time, new DepthSample(_tick % 2 == 0 ? 1.5e8 : 1e8, 99.6, 1.6e8 + _tick, 100.4));
        _risk = _indicators.Parameters(time);
    }

    private void ScanAlone() => AccountScan.Worst(_array, DynamicScan.Cells, _accounts, _worst);

    // The first accounts by plain repricing.
    private double[] Plain()
    {
        var moved = Array.ConvertAll(_contracts, c => c with { Variable = _price });
        var scenarios = DynamicScan.Scenarios(_scan.Ranges.Up, _scan.Ranges.Down, 0.4);
        var spread = 0.5 * 0.001;
        var margins = new double[Checked];
        for (var account = 0; account < Checked; account++)
        {
            var held = Enumerable.Range(account * AccountBook.Positions, AccountBook.Positions)
                .Select(at => (Contract: moved[_book.Instrument[at]], Quantity: _book.Quantity[at])).ToArray();
            var worst = scenarios.Min(s => held.Sum(h => h.Quantity * h.Contract.Change(s)));
            var delta = Math.Abs(held.Sum(h => h.Quantity * h.Contract.Delta));
            var vega = held.GroupBy(h => TenorBuckets.Of(h.Contract.Seconds)).Sum(g => Math.Abs(g.Sum(h =>
                h.Quantity * Black76.Vega(
                    h.Contract.Right, h.Contract.Forward, h.Contract.Strike, h.Contract.Vol, h.Contract.Years))));
            var impact = _risk.DailyVol!.Value.Value * Math.Sqrt(delta / _risk.DailyVolume!.Value.Value);
            var closing = delta * _price * (spread + impact) + 0.01 * vega;
            margins[account] = Math.Max(0, -worst) + closing * DynamicScan.DepthFactor(_risk);
        }
        return margins;
    }
}
