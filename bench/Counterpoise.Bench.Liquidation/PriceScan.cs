using Counterpoise.Margins.Liquidations;
using Counterpoise.Units;

namespace Counterpoise.Bench.Liquidation;

/// <summary>
/// One side of a path, looked at every 0.1 basis points from today to the price found (to 30 % where there is none).
/// All must be safe, the price itself below. In strides of ten: a stride is looked into near both ends, and wherever
/// the excess comes within <see cref="Close"/> times its own change from one stride to the next; elsewhere only its
/// ends are.
/// </summary>
internal sealed class PriceScan
{
    private const double Step = 1e-5;
    private const int Stride = 10;
    private const double Far = 0.3;
    private const double NearEnds = 0.002;
    private const double Close = 10;

    private readonly LiquidationPath _path;
    private readonly LiquidationSide _side;
    private readonly Func<double, double> _excess;
    private readonly int _way;
    private readonly double _end;

    /// <summary>A scan.</summary>
    /// <param name="path">What was found.</param>
    /// <param name="side">On this side.</param>
    /// <param name="way">−1: down, +1: up.</param>
    /// <param name="excess">Equity less maintenance margin at a price, bucket units.</param>
    public PriceScan(LiquidationPath path, LiquidationSide side, int way, Func<double, double> excess)
    {
        (_path, _side, _way) = (path, side, way);
        _excess = excess;
        IsFound = side.Outcome == LiquidationOutcome.Price;
        _end = Math.Clamp(IsFound ? side.Price : path.Today * (1 + way * Far), path.Range.From, path.Range.To);
    }

    /// <summary>True if there is a price on this side.</summary>
    public bool IsFound { get; }

    /// <summary>Prices looked at.</summary>
    public long Prices { get; private set; }

    /// <summary>The first price that is not as found, USD; null if all are.</summary>
    /// <param name="every">True: no stride is passed over.</param>
    public double? FirstDisagreement(bool every)
    {
        var isBelow = _side.Outcome == LiquidationOutcome.AlreadyBelow;
        if (!IsAsFound(_path.Today, isBelow)) return _path.Today;
        if (isBelow) return null;
        return Between(every) ?? AtPrice();
    }

    private double? AtPrice()
    {
        if (!IsFound) return null;
        if (!IsAsFound(_side.Near, isBelow: false)) return _side.Near;
        return IsAsFound(_side.Price, isBelow: true) ? null : _side.Price;
    }

    private double? Between(bool every)
    {
        var (from, before, change) = (_path.Today, Excess(_path.Today), double.PositiveInfinity);
        while (_way * (_end - from) > 0)
        {
            var to = from;
            for (var i = 0; i < Stride; i++) to *= 1 + _way * Step;
            if (_way * (to - _end) >= 0) return Inside(from, _end);
            var after = Excess(to);
            var last = change;
            change = Math.Abs(after - before);
            var isClose = Math.Min(before, after) < Close * Math.Max(change, last);
            if (every || isClose || IsNearEnds(from, to))
            {
                if (Inside(from, to) is { } wrong) return wrong;
            }
            (from, before) = (to, after);
        }
        return null;
    }

    private bool IsNearEnds(double from, double to) =>
        Math.Abs(from / _path.Today - 1) < NearEnds || (IsFound && Math.Abs(to / _side.Price - 1) < NearEnds);

    // On ticks, those of the two ends left out where they are today's or the price's own.
    private double? Inside(double from, double to)
    {
        var last = from;
        for (var price = from; _way * (to - price) > 0; price *= 1 + _way * Step)
        {
            var tick = _path.Grid.PriceOf(_way < 0 ? _path.Grid.Above(price) : _path.Grid.Below(price));
            if (_way * (tick - _end) >= 0) break;
            if (tick == last || _way * (tick - _path.Today) <= 0) continue;
            last = tick;
            if (!IsAsFound(tick, isBelow: false)) return tick;
        }
        return null;
    }

    private bool IsAsFound(double price, bool isBelow) => Rounding.Compare(Excess(price), 0) < 0 == isBelow;

    private double Excess(double price)
    {
        Prices++;
        return _excess(price);
    }
}
