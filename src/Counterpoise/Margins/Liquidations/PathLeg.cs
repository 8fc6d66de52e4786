using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Liquidations;

/// <summary>
/// Bounds of everything about a holding over an interval of its coin's price, in USD. A future is a straight line, an
/// option's dollar value is convex, a call's dollar delta rises with the price.
/// </summary>
internal sealed class PathLeg
{
    private readonly PathSpan _span;
    private readonly Contract _contract;
    private readonly double _unitUsd;
    private readonly Dictionary<(double Spot, double Vol, double Years), Band> _values = [];
    private Band? _value;
    private Band? _inUse;

    /// <summary>Over an interval; a holding that does not follow the coin stays as it is.</summary>
    public PathLeg(BucketPath path, Holding today, PathSpan span)
    {
        (Today, _contract) = (today, today.Contract);
        Moves = path.Moves(today);
        _span = Moves ? span : new PathSpan(1, 1);
        _unitUsd = path.Today.UnitUsd;
        CoinUsd = today.CoinRate * _unitUsd;
        MarkAtIndex = path.MarksAtIndex;
    }

    /// <summary>As it is now.</summary>
    public Holding Today { get; }

    /// <summary>The interval, as factors on today's price; [1, 1] if it does not follow the coin.</summary>
    public PathSpan Span => _span;

    /// <summary>True if it follows the coin that moves.</summary>
    public bool Moves { get; }

    /// <summary>What is held, by model, USD.</summary>
    public Band ModelValue => _inUse is { } used ? PerIndex * used
        : !Today.IsOption ? Signed(Line(_contract.Forward))
        : Moves ? Signed(Model())
        : Native(_contract.Value);

    /// <summary>What is held, at its mark as equity values it, USD; 0 for futures.</summary>
    public Band Value => _value ??= Today.IsFuture ? Band.Constant(0)
        : Today.IsOption ? Signed(MarkOf())
        : Signed(Line(Today.Mark));

    /// <summary>Size × index, without sign, USD.</summary>
    public Band Notional => Math.Abs(Today.Quantity) * CoinsUsd();

    /// <summary>Size × index, short negative, USD.</summary>
    public Band SignedNotional => Today.Quantity * CoinsUsd();

    /// <summary>Size in base coins, without sign.</summary>
    public Band Coins => IsInDollars
        ? Band.Convex(
            CoinsAt(_span.A), CoinsAt(_span.B), CoinsAt(_span.Middle),
            -CoinsAt(_span.Middle) / _span.Middle * _span.Half)
        : Band.Constant(Today.Coins);

    /// <summary>Size × forward (coin-settled: × index), without sign, USD.</summary>
    public Band ForwardNotional => Band.Line(NotionalAt(_span.A), NotionalAt(_span.B));

    /// <summary>The same × coins.</summary>
    public Band ForwardNotionalTimesCoins =>
        IsInDollars ? NotionalAt(1) * Coins : Today.Coins * ForwardNotional;

    /// <summary>A future of so many dollars, whatever the price.</summary>
    public bool IsInDollars => Today is { IsFuture: true, Instrument.IsInverse: true };

    /// <summary>Index price of a coin, USD.</summary>
    public Band CoinPrice => Line(CoinUsd);

    /// <summary>Unrealised gain, USD.</summary>
    public Band Unrealised
    {
        get
        {
            if (!Today.IsFuture) return Band.Constant(Today.Unrealised * _unitUsd);
            var mark = MarkAtIndex ? Today.Index : Today.Mark;
            if (Today.Instrument is not { IsInverse: true })
            {
                return Gain(
                    Band.Constant(Today.Unrealised * _unitUsd), Today.Quantity * _contract.Size * mark * _unitUsd);
            }
            return Gain(
                Line(Today.Unrealised * _unitUsd), CoinUsd * Today.Quantity * BucketPath.DollarSize(Today) / mark);
        }
    }

    /// <summary>Net delta × index, USD, signed.</summary>
    public Band DollarDelta
    {
        get
        {
            if (_inUse is { } used) return used;
            if (!Moves) return Band.Constant(Today.Quantity * _contract.Delta * CoinUsd);
            if (!Today.IsOption) return SignedNotional;
            var c = _contract;
            var discount = c.Discount(c.Years);
            var call = Band.Between(CallDelta(_span.A) * _span.A, CallDelta(_span.B) * _span.B);
            var delta = c.Right == OptionRight.Call ? call : call - Line(discount);
            if (c.IsInverse) delta -= 1 / c.Variable * Priced(1, c.Vol, c.Years);
            return Today.Quantity * c.Size * CoinUsd * delta;
        }
    }

    /// <summary>The mark of a coin of it, USD; options only.</summary>
    public Band MarkPerCoin => _contract.IsInverse ? CoinUsd / _contract.Forward * MarkOf() : _unitUsd * MarkOf();

    /// <summary>Forward per coin, USD; of a coin-settled contract the index.</summary>
    public Band ForwardPerCoin => _contract.IsInverse ? Line(CoinUsd) : Line(_contract.Forward * _unitUsd);

    /// <summary>USD per coin today.</summary>
    public double CoinUsd { get; }

    private bool MarkAtIndex { get; }

    // Its own price over its coin's.
    private double PerIndex => _contract.Forward * _unitUsd / CoinUsd;

    private bool IsFixedInDollars => BucketPath.IsTranslatedFuture(Today);

    /// <summary>Why an interval can not be bounded; null if it can.</summary>
    public static string? WhyNot(Holding h) => h switch
    {
        { Contract.Fixed: not 0 } => $"{h.Name} is in its settlement window",
        { Contract.Smile: not null } => $"the smile of {h.Name} moves with the price",
        _ => null,
    };

    /// <summary>Of a balance only what stands against derivatives is in the scenarios (<c>SpotInUse</c>).</summary>
    /// <param name="derivatives">Their net delta on its coin, USD.</param>
    public void LimitTo(Band derivatives)
    {
        var (whole, free, zero) = (SignedNotional, -derivatives, Band.Constant(0));
        _inUse = Today.Quantity >= 0
            ? Band.Min(whole, Band.Max(free, zero))
            : Band.Max(whole, Band.Min(free, zero));
    }

    /// <summary>The sum over some of the legs.</summary>
    public static Band Sum(IReadOnlyList<PathLeg> legs, Func<PathLeg, bool> which, Func<PathLeg, Band> of)
    {
        var sum = Band.Constant(0);
        foreach (var leg in legs)
            if (which(leg)) sum += of(leg);
        return sum;
    }

    /// <summary>Size in base coins at a price.</summary>
    public double CoinsAt(double x) => IsInDollars ? Today.Coins / x : Today.Coins;

    /// <summary>Forward at a price, quote currency.</summary>
    public double ForwardAt(double x) => _contract.Forward * x;

    /// <summary>Notional at entry over that at the mark, at a price; futures only.</summary>
    public double AtEntry(double x) => BucketPath.AtEntry(Today, x)!.Value;

    /// <summary>Size × forward at a price (coin-settled: × index), without sign, USD.</summary>
    public double NotionalAt(double x) => _contract.IsInverse
        ? CoinsAt(x) * CoinUsd * x
        : CoinsAt(x) * _contract.Forward * x * _unitUsd;

    /// <summary>Change of what is held under a scenario, USD.</summary>
    public Band Change(Scenario scenario)
    {
        var c = _contract;
        var move = scenario.Spot - 1;
        if (_inUse is { } used) return PerIndex * move * used;
        // What stays as it is needs no bounds, so neither a smile nor a settlement window stands in the way.
        if (!Moves) return Native(c.Change(scenario));
        if (Today.IsOption)
        {
            var years = c.YearsAfter(scenario.Time);
            var (low, high) = ShockedVols(scenario.Vol);
            var shocked = low == high
                ? Priced(scenario.Spot, low, years)
                : Band.Hull(Priced(scenario.Spot, low, years), Priced(scenario.Spot, high, years));
            var now = Priced(1, c.Vol, c.Years);
            return Signed(c.IsInverse ? 1 / scenario.Spot * shocked - now : shocked - now);
        }
        if (c.IsInverse) return Band.Constant(Today.Quantity * c.Size * CoinUsd / c.Variable * (1 - 1 / scenario.Spot));
        return IsFixedInDollars
            ? Band.Constant(Today.Quantity * c.Size * c.Forward * _unitUsd * move)
            : Today.Quantity * c.Size * _unitUsd * move * Line(c.Forward);
    }

    private Band Model() => Priced(1, _contract.Vol, _contract.Years);

    // Dollars of a coin: the option's own, at least nothing.
    private Band MarkOf()
    {
        var c = _contract;
        var mark = c.IsInverse ? Today.Mark * c.Forward : Today.Mark;
        var model = Black(1, c.Vol, c.Years, c.Discount(c.Years), 1);
        return Band.Max(Model() + Band.Constant(mark - model), Band.Constant(0));
    }

    // From a value in the native currency, which does not move.
    private Band Native(double value) => Band.Constant(
        Today.Quantity * value * (_contract.IsInverse ? CoinUsd : _unitUsd));

    // From a value in the native currency's dollars (coin-settled: × coin / forward).
    private Band Signed(Band perCoin) =>
        Today.Quantity * _contract.Size * (_contract.IsInverse ? CoinUsd / _contract.Forward : _unitUsd) * perCoin;

    private Band CoinsUsd() => _contract.Payoff == Payoff.InverseFuture
        ? Band.Constant(_contract.Size * CoinUsd / _contract.Forward)
        : IsFixedInDollars ? Band.Constant(_contract.Size * CoinUsd)
        : _contract.Size * Line(CoinUsd);

    private Band Gain(Band sofar, double exposure) =>
        sofar + Band.Line(exposure * (_span.A - 1), exposure * (_span.B - 1));

    private Band Line(double today) => Band.Line(today * _span.A, today * _span.B);

    private double CallDelta(double x)
    {
        var c = _contract;
        return Black76.Delta(OptionRight.Call, c.Variable * x, c.Strike, c.Vol, c.Years, c.Discount(c.Years));
    }

    private (double Low, double High) ShockedVols(VolShock shock)
    {
        var c = _contract;
        var atShock = shock.At(c.Seconds);
        if (shock is not SkewVolShock)
        {
            var vol = atShock.Apply(c.Vol, 0);
            return (vol, vol);
        }
        // Monotone in log-moneyness on either side of the money.
        var (a, b) = (LogMoneyness(_span.A), LogMoneyness(_span.B));
        var (one, other) = (atShock.Apply(c.Vol, a), atShock.Apply(c.Vol, b));
        var (low, high) = (Math.Min(one, other), Math.Max(one, other));
        if (a * b > 0) return (low, high);
        var atTheMoney = atShock.Apply(c.Vol, 0);
        return (Math.Min(low, atTheMoney), Math.Max(high, atTheMoney));
    }

    private double LogMoneyness(double x) => (_contract with { Variable = _contract.Variable * x }).LogMoneyness;

    private Band Priced(double spot, double vol, double years)
    {
        if (_values.TryGetValue((spot, vol, years), out var known)) return known;
        var c = _contract;
        var discount = c.Discount(years);
        var forward = c.Variable * spot;
        var slope = Black76.Delta(c.Right, forward * _span.Middle, c.Strike, vol, years, discount) * forward;
        var band = Band.Convex(
            Black(_span.A, vol, years, discount, spot), Black(_span.B, vol, years, discount, spot),
            Black(_span.Middle, vol, years, discount, spot), slope * _span.Half);
        return _values[(spot, vol, years)] = band;
    }

    private double Black(double x, double vol, double years, double discount, double spot) => Black76.Price(
        _contract.Right, _contract.Variable * x * spot, _contract.Strike, vol, years, discount);
}
