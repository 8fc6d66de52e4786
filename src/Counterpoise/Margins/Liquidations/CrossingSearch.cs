namespace Counterpoise.Margins.Liquidations;

/// <summary>
/// Finds every tick at which a function of the price changes between ≥ 0 and &lt; 0. An interval is settled when its
/// bounds have one sign, or when it is one tick long; else it is halved. Where a function has no bounds it is sampled
/// every basis point and a change of sign is halved down to the tick.
/// </summary>
internal sealed class CrossingSearch
{
    private const double BasisPoint = 1e-4;
    private const int MostIntervals = 1 << 18;

    private readonly PriceGrid _grid;
    private readonly double _today;
    private readonly Func<double, double> _value;
    private Func<PathSpan, Band>? _bound;
    private readonly List<(long From, long To, bool IsSafe)> _settled = [];
    private int _left = MostIntervals;

    /// <summary>A search.</summary>
    /// <param name="grid">Ticks.</param>
    /// <param name="today">Today's price, USD.</param>
    /// <param name="value">The function, of a factor on today's price.</param>
    /// <param name="bound">Its bounds over an interval; null: none.</param>
    public CrossingSearch(PriceGrid grid, double today, Func<double, double> value, Func<PathSpan, Band>? bound) =>
        (_grid, _today, _value, _bound) = (grid, today, value, bound);

    /// <summary>Values asked for.</summary>
    public int Evaluations { get; private set; }

    /// <summary>True if the bounds ran out of intervals before everything was proved.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>True if a bound said one thing and an evaluation another: all was sampled then.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>
    /// Searches from one tick to another. Either may be on the wrong side of today's price: then that side has no rule.
    /// </summary>
    public PriceCrossings Search(long from, long to)
    {
        var (below, above) = (_grid.Below(_today), _grid.Above(_today));
        var isSafe = _value(1) >= 0;
        CoverAll();
        if (IsContradicted)
        {
            _bound = null;
            CoverAll();
        }
        var safe = Intervals();
        return isSafe
            ? new PriceCrossings(Down(below), Up(above), safe)
            : new PriceCrossings(
                LiquidationSide.Without(LiquidationOutcome.AlreadyBelow),
                LiquidationSide.Without(LiquidationOutcome.AlreadyBelow), safe);

        void CoverAll()
        {
            _settled.Clear();
            if (from <= below) Cover(from, below);
            if (from <= below && above <= to && above > below) Join(below, above);
            if (above <= to) Cover(above, to);
        }
    }

    private bool IsSafe(long tick)
    {
        Evaluations++;
        return _value(Factor(tick)) >= 0;
    }

    private double Factor(long tick) => _grid.PriceOf(tick) / _today;

    private void Cover(long from, long to)
    {
        if (from == to) Settle(from, to, IsSafe(from));
        else if (_bound is null) Sample(from, to);
        else Prove(from, to);
    }

    private void Prove(long from, long to)
    {
        var open = new Stack<(long From, long To)>();
        open.Push((from, to));
        while (open.TryPop(out var next))
        {
            if (_left-- <= 0)
            {
                GaveUp = true;
                Sample(next.From, next.To);
                continue;
            }
            var bound = _bound!(new PathSpan(Factor(next.From), Factor(next.To)));
            if (bound.Low >= 0) Settle(next.From, next.To, isSafe: true);
            else if (bound.High < 0) Settle(next.From, next.To, isSafe: false);
            else if (next.To - next.From == 1) Join(next.From, next.To);
            else
            {
                var middle = Middle(next.From, next.To);
                open.Push((middle, next.To));
                open.Push((next.From, middle));
            }
        }
    }

    // Long intervals are halved by ratio, short ones by length.
    private static long Middle(long from, long to)
    {
        var middle = (double)to / Math.Max(from, 1) > 2
            ? (long)Math.Sqrt((double)Math.Max(from, 1) * to)
            : from + (to - from) / 2;
        return Math.Clamp(middle, from + 1, to - 1);
    }

    private void Sample(long from, long to)
    {
        var isSafe = IsSafe(from);
        while (from < to)
        {
            var next = Math.Min(to, Math.Max(from + 1, (long)(from * (1 + BasisPoint))));
            var nextIsSafe = IsSafe(next);
            if (nextIsSafe == isSafe) Settle(from, next, isSafe);
            else
            {
                var (near, far) = (from, next);
                while (far - near > 1)
                {
                    var middle = near + (far - near) / 2;
                    if (IsSafe(middle) == isSafe) near = middle;
                    else far = middle;
                }
                Settle(from, near, isSafe);
                Settle(far, next, nextIsSafe);
            }
            (from, isSafe) = (next, nextIsSafe);
        }
    }

    private void Join(long from, long to)
    {
        Settle(from, from, IsSafe(from));
        Settle(to, to, IsSafe(to));
    }

    private void Settle(long from, long to, bool isSafe)
    {
        if (_settled.Count > 0 && _settled[^1] is var before && before.IsSafe != isSafe && from <= before.To)
            IsContradicted = true;
        if (_settled.Count > 0 && _settled[^1] is var last && last.IsSafe == isSafe && from <= last.To + 1)
            _settled[^1] = (last.From, Math.Max(last.To, to), isSafe);
        else _settled.Add((from, to, isSafe));
    }

    private SafeInterval[] Intervals() =>
        [.. _settled.Where(s => s.IsSafe).Select(s => new SafeInterval(_grid.PriceOf(s.From), _grid.PriceOf(s.To)))];

    private LiquidationSide Down(long start)
    {
        foreach (var (from, to, isSafe) in Enumerable.Reverse(_settled))
            if (!isSafe && from <= start) return SideAt(Math.Min(to, start), +1);
        return LiquidationSide.Without(LiquidationOutcome.None);
    }

    private LiquidationSide Up(long start)
    {
        foreach (var (from, to, isSafe) in _settled)
            if (!isSafe && to >= start) return SideAt(Math.Max(from, start), -1);
        return LiquidationSide.Without(LiquidationOutcome.None);
    }

    private LiquidationSide SideAt(long tick, int back) =>
        new(LiquidationOutcome.Price, _grid.PriceOf(tick), _grid.PriceOf(tick + back));
}
