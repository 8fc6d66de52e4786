using Counterpoise.Instruments;
using Counterpoise.Margins.Orders;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Resolution;

/// <summary>One bucket, resolved: its holdings and what stands against them, in one unit.</summary>
internal sealed record Bucket(
    Currency Unit,
    double UnitUsd,
    IReadOnlyList<Holding> Holdings,
    Equity Equity,
    IReadOnlyList<ReservedMargin> Reserved)
{
    /// <summary>What open orders add.</summary>
    public IReadOnlyList<OrderMargin> Orders { get; init; } = [];

    /// <summary>Gains of lots that net to nothing, in the equity's unrealised part without a holding.</summary>
    public IReadOnlyList<ClosedLots> Closed { get; init; } = [];
}

/// <summary>Lots of one instrument that net to nothing.</summary>
/// <param name="Base">Its coin.</param>
/// <param name="InCoin">True if the gain is a number of coins.</param>
/// <param name="Pnl">Gain, bucket units.</param>
internal readonly record struct ClosedLots(Currency Base, bool InCoin, double Pnl);

/// <summary>Portfolio × rulebook × market → buckets of numeric holdings. All look-ups happen here, once.</summary>
internal sealed class HoldingResolver
{
    private readonly Rulebook _rulebook;
    private readonly MarkedPortfolio _held;
    private readonly Portfolio _portfolio;
    private readonly Market _market;
    private readonly VolSource _vols;
    private readonly SortedDictionary<Currency, List<Holding>> _holdings = [];
    private readonly SortedDictionary<Currency, double> _cash = [];

    private HoldingResolver(Rulebook rulebook, MarkedPortfolio held, VolSource vols)
    {
        _rulebook = rulebook;
        _held = held;
        (_portfolio, _market) = (held.Portfolio, held.Market);
        _vols = vols;
    }

    public static IReadOnlyList<Bucket> Resolve(
        Rulebook rulebook, Portfolio portfolio, Market market, VolSource vols) =>
        Resolve(rulebook, new MarkedPortfolio(portfolio, market), vols);

    public static IReadOnlyList<Bucket> Resolve(Rulebook rulebook, MarkedPortfolio held, VolSource vols)
    {
        var resolver = new HoldingResolver(rulebook, held, vols);
        for (var i = 0; i < held.NetPositions.Count; i++) resolver.Add(i);
        foreach (var (currency, quantity) in held.Portfolio.Balances.OrderBy(b => b.Key))
            resolver.Add(currency, quantity);
        return resolver.Buckets();
    }

    private void Add(int position)
    {
        var instrument = _held.NetPositions[position].Instrument;
        var unit = BucketOf(instrument);
        double? leverage = null;
        if (_portfolio.Leverage.Count > 0 && _portfolio.Leverage.TryGetValue(instrument, out var chosen))
            leverage = chosen;
        ListIn(unit).Add(PositionResolver.Resolve(_rulebook, _held, position, _vols, unit, leverage));
    }

    private void Add(Currency currency, Quantity quantity)
    {
        if (_rulebook.Bucket == BucketRule.SettlementCurrency || currency == _rulebook.AccountUnit)
        {
            var unit = _rulebook.Bucket == BucketRule.SettlementCurrency ? currency : _rulebook.AccountUnit;
            _cash[unit] = _cash.GetValueOrDefault(unit) + quantity.ToDouble();
            return;
        }
        if (quantity == Quantity.Zero || IsLeftOut(_rulebook, currency, quantity)) return;
        ListIn(_rulebook.AccountUnit).Add(CollateralResolver.Resolve(_rulebook, _market, currency, quantity));
    }

    /// <summary>True for a balance that is no collateral under a rulebook that leaves such balances out.</summary>
    public static bool IsLeftOut(Rulebook rulebook, Currency currency, Quantity quantity) =>
        rulebook is { Bucket: BucketRule.Account, LeavesOut: true } && quantity > Quantity.Zero
        && currency != rulebook.AccountUnit && rulebook.CollateralOf(currency) is null;

    private IReadOnlyList<Bucket> Buckets()
    {
        var lots = _held.EntryLots;
        var units = new SortedSet<Currency>(_holdings.Keys);
        foreach (var (currency, cash) in _cash)
            if (cash != 0) units.Add(currency);
        foreach (var reserved in _portfolio.Reserved) units.Add(BucketOf(reserved.Margin.Currency));
        foreach (var lot in lots) units.Add(BucketOf(lot.Instrument));
        return [.. units.Select(unit => BucketIn(unit, lots))];
    }

    private Bucket BucketIn(Currency unit, IReadOnlyList<Position> lots)
    {
        List<Holding> holdings = _holdings.TryGetValue(unit, out var list) ? list : [];
        SpotInUse.Limit(holdings);
        double collateral = 0, options = 0, uncounted = 0, unrealised = 0;
        foreach (var h in holdings)
        {
            if (h.Collateral is not null) collateral += h.Value;
            else
            {
                var counted = _rulebook.CountedOption(h.Value);
                options += counted;
                uncounted += h.Value - counted;
            }
        }
        Dictionary<Instrument, double>? byInstrument = null;
        foreach (var lot in lots)
        {
            if (BucketOf(lot.Instrument) != unit || Unrealised(lot, unit) is not (not 0 and var pnl)) continue;
            unrealised += pnl;
            byInstrument ??= [];
            byInstrument[lot.Instrument] = byInstrument.GetValueOrDefault(lot.Instrument) + pnl;
        }
        for (var i = 0; byInstrument is not null && i < holdings.Count; i++)
        {
            if (holdings[i].Instrument is { } held && byInstrument.Remove(held, out var pnl))
                holdings[i] = holdings[i] with { Unrealised = pnl };
        }
        EntryNotional.Add(holdings, _portfolio.Positions);
        for (var i = 0; i < holdings.Count && _portfolio.OwnerDelta.Count > 0; i++)
        {
            if (_portfolio.OwnerDelta.TryGetValue(holdings[i].Base, out var delta))
                holdings[i] = holdings[i] with { OwnerDelta = delta.ToDouble() };
        }
        var usd = _market.UsdPrice(unit).Value;
        return new Bucket(
            unit, usd, holdings,
            new Equity(_cash.GetValueOrDefault(unit), collateral, options, unrealised) { Uncounted = uncounted },
            [.. _portfolio.Reserved.Where(r => BucketOf(r.Margin.Currency) == unit).Select(r => InUnit(r, unit))])
        {
            Closed = byInstrument is null
                ? []
                :
                [
                    .. byInstrument.OrderBy(p => p.Key)
                        .Select(p => new ClosedLots(p.Key.Base, p.Key.IsInverse, p.Value)),
                ],
        };
    }

    private double Unrealised(Position lot, Currency unit)
    {
        var instrument = lot.Instrument;
        var rate = unit != instrument.Base && instrument.IsInverse
            ? _market.UnderlyingOf(instrument.Base).Index.Value
            : 1;
        // An option's profit is in its value already.
        if (instrument.IsOption || instrument.Kind == InstrumentKind.Spot) return 0;
        if (lot.UnrealisedPnl is { } pnl) return pnl.ToDouble() * rate;
        var mark = _rulebook.FuturesAtIndex
            ? _market.UnderlyingOf(instrument.Base).Index.Value
            : _market.MarkOf(instrument);
        var entry = lot.EntryPrice!.Value.ToDouble();
        var units = lot.Quantity.ToDouble() * _market.TermsOf(instrument).ContractSize.ToDouble();
        return rate * units * (instrument.IsInverse ? 1 / entry - 1 / mark : mark - entry);
    }

    private ReservedMargin InUnit(ReservedMargin reserved, Currency unit) =>
        reserved.Margin.Currency == unit
            ? reserved
            : reserved with
            {
                Margin = Rounding.Charge(
                    reserved.Margin.ToDouble() * _market.UsdPrice(reserved.Margin.Currency).Value
                    / _market.UsdPrice(unit).Value, unit),
            };

    private Currency BucketOf(Instrument instrument) => BucketOf(instrument.Settlement);

    private Currency BucketOf(Currency settlement) =>
        _rulebook.Bucket == BucketRule.SettlementCurrency ? settlement : _rulebook.AccountUnit;

    private List<Holding> ListIn(Currency unit)
    {
        if (!_holdings.TryGetValue(unit, out var list)) _holdings[unit] = list = [];
        return list;
    }
}
