using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Resolution;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Liquidations;

/// <summary>
/// A bucket along a price path: the index of one coin is multiplied by x; its forwards, the marks of its futures and
/// whatever collateral follows it move in proportion (in a settlement window only the open part of a forward does). An
/// option is worth its mark plus the change of its model value, at least nothing; a strike keeps its volatility, or the
/// smile moves, as the rulebook says. Time, rates, other coins, stable-coins and time-weighted averages stay.
/// </summary>
internal sealed class BucketPath
{
    private readonly Rulebook _rulebook;
    private readonly Bucket _bucket;
    private readonly Currency _coin;

    /// <summary>A path.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="bucket">Today.</param>
    /// <param name="coin">Whose price moves.</param>
    /// <param name="price">Its index today, USD.</param>
    public BucketPath(Rulebook rulebook, Bucket bucket, Currency coin, double price)
    {
        (_rulebook, _bucket, _coin, Price) = (rulebook, bucket, coin, price);
        UnitMoves = bucket.Unit == coin;
    }

    /// <summary>Its index today, USD.</summary>
    public double Price { get; }

    /// <summary>Today.</summary>
    public Bucket Today => _bucket;

    /// <summary>True if the bucket is kept in the coin itself.</summary>
    public bool UnitMoves { get; }

    /// <summary>True if gains of futures are measured at the index.</summary>
    public bool MarksAtIndex => _rulebook.FuturesAtIndex;

    /// <summary>Whose price moves.</summary>
    public Currency Coin => _coin;

    /// <summary>True for the coin that moves.</summary>
    public bool IsCoin(Currency coin) => coin == _coin;

    /// <summary>True if its price follows the coin.</summary>
    public bool Moves(Holding h) => h.Base == _coin || h.Collateral == _coin;

    /// <summary>USD price of one bucket unit.</summary>
    public double UnitUsd(double x) => UnitMoves ? _bucket.UnitUsd * x : _bucket.UnitUsd;

    /// <summary>Equity and maintenance margin.</summary>
    /// <param name="x">Factor on today's price, &gt; 0.</param>
    /// <param name="vol">Factor on the coin's volatilities, &gt; 0.</param>
    /// <exception cref="InvalidInputException">The rulebook has no rule for this size at this price.</exception>
    public PricePoint At(double x, double vol = 1)
    {
        var holdings = HoldingsAt(x, vol);
        var stages = new StageArray(_rulebook, holdings);
        var required = MarginEvaluator.Require(_rulebook, _bucket, holdings, stages);
        return new PricePoint(Price * x, EquityOf(holdings, x), required.Maintenance, UnitUsd(x));
    }

    /// <summary>
    /// Everything held less everything owed, bucket units: options at their value, also where the equity leaves them
    /// out.
    /// </summary>
    public double AssetsAt(double x) => SumOf(HoldingsAt(x, 1), x, static value => value);

    private Holding[] HoldingsAt(double x, double vol)
    {
        var holdings = new Holding[_bucket.Holdings.Count];
        for (var i = 0; i < holdings.Length; i++) holdings[i] = Moved(_bucket.Holdings[i], x, vol);
        SpotInUse.Limit(holdings);
        return holdings;
    }

    private double EquityOf(Holding[] holdings, double x) => SumOf(holdings, x, _rulebook.CountedOption);

    private double SumOf(Holding[] holdings, double x, Func<double, double> counted)
    {
        var equity = _bucket.Equity.Cash;
        foreach (var h in holdings)
        {
            if (h.Collateral is not null) equity += h.Value;
            else equity += counted(h.Value) + h.Unrealised;
        }
        foreach (var closed in _bucket.Closed)
            equity += closed.InCoin && IsCoin(closed.Base) && !UnitMoves ? closed.Pnl * x : closed.Pnl;
        return equity;
    }

    private Holding Moved(Holding h, double x, double vol)
    {
        if (!Moves(h)) return h;
        var today = h.Contract;
        var contract = today with { Variable = today.Variable * x };
        if (IsTranslatedFuture(h)) contract = contract with { Size = today.Size * today.Forward / contract.Forward };
        if (h.IsOption && (vol != 1 || today.Smile is not null))
            contract = contract with { Vol = vol * today.VolAt(contract.Forward) };
        var inUnit = _bucket.Unit == h.Base && h.Base == _coin;
        var coinRate = inUnit ? 1 : h.CoinRate * x;
        return h with
        {
            Contract = contract,
            Index = h.Index * x,
            CoinRate = coinRate,
            UnitRate = contract.IsInverse ? coinRate : 1,
            UnitUsd = UnitUsd(x),
            Mark = MarkOf(h, contract, x),
            Unrealised = UnrealisedOf(h, x, coinRate),
            AtEntry = AtEntry(h, x),
            OpenInterest = h.Instrument is { IsInverse: true } ? h.OpenInterest / x : h.OpenInterest,
        };
    }

    /// <summary>A coin-settled future that the rulebook takes as its linear twin: so many dollars, not coins.</summary>
    public static bool IsTranslatedFuture(Holding h) => h is { IsFuture: true, Instrument.IsInverse: true }
        && !h.Contract.IsInverse;

    /// <summary>Notional at entry over that at the mark, at a price; unknown, the entry is today's mark.</summary>
    public static double? AtEntry(Holding h, double x) => h switch
    {
        { IsFuture: false } => null,
        { Instrument.IsInverse: true } => (h.AtEntry ?? 1) * x,
        _ => (h.AtEntry ?? 1) / x,
    };

    private static double MarkOf(Holding h, Contract moved, double x)
    {
        if (!h.IsOption) return h.Mark * (h.Collateral is null ? moved.Forward / h.Contract.Forward : x);
        var (before, after) = (h.Contract.Value / h.Contract.Size, moved.Value / moved.Size);
        return h.Contract.IsInverse
            ? Math.Max(h.Mark * h.Contract.Forward + (after * moved.Forward - before * h.Contract.Forward), 0)
                / moved.Forward
            : Math.Max(h.Mark + (after - before), 0);
    }

    // The gain so far, and that of what is held now. In coin 1/entry − 1/mark grows by 1/mark − 1/(mark·x).
    private double UnrealisedOf(Holding h, double x, double coinRate)
    {
        if (!h.IsFuture) return h.Unrealised;
        var mark = _rulebook.FuturesAtIndex ? h.Index : h.Mark;
        if (h.Instrument is not { IsInverse: true })
            return h.Unrealised + h.Quantity * h.Contract.Size * mark * (x - 1);
        var dollars = h.Quantity * DollarSize(h);
        var inCoin = _bucket.Unit == h.Base;
        return inCoin
            ? h.Unrealised + dollars / mark * (1 - 1 / x)
            : x * h.Unrealised + coinRate * dollars / mark * (1 - 1 / x);
    }

    /// <summary>Dollars per unit of quantity of a coin-settled future.</summary>
    public static double DollarSize(Holding h) =>
        IsTranslatedFuture(h) ? h.Contract.Size * h.Contract.Forward : h.Contract.Size;
}
