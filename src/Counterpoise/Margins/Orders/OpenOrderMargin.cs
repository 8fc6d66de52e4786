using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Resolution;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Orders;

/// <summary>
/// What open orders add: the greatest loss of excess over the fills a rulebook looks at,
/// max(0, max_F (requirement(F) − equity(F)) − (requirement − equity)). Filled at the worse of limit and mark: a buy
/// above the mark books its loss, one below it no gain, since the mark is there by the time it fills. Premium moves in
/// the fill in which the option does and in no other.
/// </summary>
internal sealed class OpenOrderMargin
{
    private readonly Rulebook _rulebook;
    private readonly OrderRules _rules;
    private readonly Portfolio _portfolio;
    private readonly Market _market;
    private readonly VolSource _vols;
    private readonly SortedDictionary<Currency, Bucket> _now = [];

    // In canonical order: neither the order of the rows nor anything else decides which of two equal fills binds.
    private readonly OpenOrder[] _orders;

    public OpenOrderMargin(
        Rulebook rulebook, Portfolio portfolio, Market market, VolSource vols, IReadOnlyList<Bucket> buckets)
    {
        _rulebook = rulebook;
        _rules = rulebook.Orders ?? new OrderRules(OrderRule.None, "the rulebook has no rule for them");
        _portfolio = portfolio with { Orders = [] };
        _market = market;
        _vols = vols;
        _orders =
        [
            .. portfolio.Orders.OrderBy(o => o.Instrument).ThenBy(o => o.Side).ThenBy(o => o.LimitPrice)
                .ThenBy(o => o.ReduceOnly).ThenBy(o => o.Quantity),
        ];
        foreach (var bucket in buckets) _now.Add(bucket.Unit, bucket);
    }

    /// <summary>The buckets with what their orders add; one for each currency that has only orders.</summary>
    public IReadOnlyList<Bucket> Buckets()
    {
        foreach (var unit in _orders.Select(UnitOf).Distinct())
        {
            if (_now.ContainsKey(unit)) continue;
            _now.Add(unit, new Bucket(unit, _market.UsdPrice(unit).Value, [], new Equity(0, 0, 0, 0), []));
        }
        return [.. _now.Values.Select(b => b with { Orders = LinesOf(b) })];
    }

    private OrderMargin[] LinesOf(Bucket bucket)
    {
        OpenOrder[] orders = [.. _orders.Where(o => UnitOf(o) == bucket.Unit)];
        if (orders.Length == 0) return [];
        if (bucket.Reserved.Any(r => IsReport(r.Name)))
            return [new OrderMargin(true, 0, "not computed: what the venue reports is used")];
        if (_rules.Options is { } options)
        {
            OpenOrder[] rest = [.. orders.Where(o => !o.Instrument.IsOption)];
            OpenOrder[] own = [.. orders.Where(o => o.Instrument.IsOption)];
            if (own.Length > 0) return WithOptions(bucket, OfOptions(options, own), rest);
        }
        return LinesOf(bucket, orders);
    }

    private OrderMargin[] WithOptions(Bucket bucket, OrderMargin options, OpenOrder[] rest)
    {
        if (rest.Length == 0) return [options];
        var others = LinesOf(bucket, rest);
        others[0] = new OrderMargin(
            true, options.Amount + others[0].Amount, $"{options.Explanation}; futures: {others[0].Explanation}");
        return others;
    }

    // Each order alone, so that no fill of some of them needs more than all together.
    private OrderMargin OfOptions(OptionOrderRule rule, OpenOrder[] orders)
    {
        var needed = 0.0;
        foreach (var group in orders.GroupBy(o => o.Instrument))
        {
            var instrument = group.Key;
            var unit = UnitOf(group.First());
            var one = new Position(instrument, -Quantity.FromWhole(1));
            needed += new OptionOrders(rule, HeldOf(instrument))
            {
                ShortMargin = StateOf(unit, new OrderFills([one], ""), new Portfolio("")).Initial,
                PriceRate = PriceRateOf(instrument, unit),
                Index = _market.TermsOf(instrument).ContractSize.ToDouble()
                    * (unit == instrument.Base ? 1 : _market.UnderlyingOf(instrument.Base).Index.Value),
            }.Needed(group);
        }
        var which = orders.Length == 1 ? orders[0].ToString() : $"{orders.Length} orders of options, each by itself";
        return new OrderMargin(true, needed, which);
    }

    private OrderMargin[] LinesOf(Bucket bucket, OpenOrder[] orders)
    {
        if (_rules.Rule == OrderRule.None) return [new OrderMargin(true, 0, $"nothing added: {_rules.Source}")];
        OrderFills[] fills = [.. FillsOf(orders).DistinctBy(f => f.Key)];
        var isWhole = _rules.Rule != OrderRule.WorstSubset || orders.Length <= OrderRules.MostEnumerated;
        var now = StateOf(bucket.Unit, OrderFills.None);
        var states = Array.ConvertAll(fills, f => StateOf(bucket.Unit, f));
        var fixedCost = orders.Length * _rules.FixedUsd / bucket.UnitUsd;
        var initial = Worst(bucket, now, fills, states, isInitial: true, isWhole, fixedCost);
        return _rules.OnMaintenance
            ? [initial, Worst(bucket, now, fills, states, isInitial: false, isWhole, fixedCost)]
            : [initial];
    }

    // The venue's own number for the same thing; names differ in blanks, underscores and a suffix.
    private static bool IsReport(string name) =>
        name.Replace('_', ' ').Trim().ToLowerInvariant()
            is "open orders" or "open orders margin" or "open order margin";

    private OrderMargin Worst(
        Bucket bucket, State now, OrderFills[] fills, State[] states, bool isInitial, bool isWhole, double fixedCost)
    {
        var (worst, at) = (0.0, -1);
        for (var i = 0; i < fills.Length; i++)
        {
            var more = states[i].Shortfall(isInitial) - now.Shortfall(isInitial);
            // Noise of two sums is not money: a fill has to be worse by a unit of it.
            if (Rounding.Compare(more, worst) > 0) (worst, at) = (more, i);
        }
        var text = "no fill needs more";
        if (at >= 0)
        {
            var required = states[at].Required(isInitial) - now.Required(isInitial);
            var equity = states[at].Equity - now.Equity;
            text = $"{fills[at].Text}: requirement {Signed(required)}, equity {Signed(equity)} {bucket.Unit}";
        }
        if (fixedCost > 0) text += FormattableString.Invariant($"; {_rules.FixedUsd:0.####} USD per order");
        if (!isWhole) text += "; worst of the sides, not of every subset: too many orders";
        return new OrderMargin(isInitial, worst + fixedCost, text);
    }

    private static string Signed(double value) =>
        value.ToString("+0.######;-0.######;0", CultureInfo.InvariantCulture);

    private IEnumerable<OrderFills> FillsOf(OpenOrder[] orders) => _rules.Rule switch
    {
        OrderRule.PerInstrumentWorst => [PerInstrument(orders)],
        OrderRule.OpenSize => [OpenSizes(orders)],
        OrderRule.WorstSide => Sides(orders, o => o.Side == OrderSide.Buy),
        OrderRule.DeltaSide => Sides(orders, AddsDelta),
        OrderRule.WorstSubset when orders.Length <= OrderRules.MostEnumerated => Subsets(orders),
        OrderRule.WorstSubset => [.. Sides(orders, o => o.Side == OrderSide.Buy), PerInstrument(orders)],
        _ => [],
    };

    private IEnumerable<OrderFills> Sides(OpenOrder[] orders, Func<OpenOrder, bool> isFirst)
    {
        yield return Filled(orders.Where(isFirst));
        yield return Filled(orders.Where(o => !isFirst(o)));
    }

    private IEnumerable<OrderFills> Subsets(OpenOrder[] orders)
    {
        for (var set = 1; set < 1 << orders.Length; set++)
        {
            var bits = set;
            yield return Filled(orders.Where((_, i) => (bits >> i & 1) != 0));
        }
    }

    // Each instrument by itself, as venues without netting across instruments do it.
    private OrderFills PerInstrument(OpenOrder[] orders)
    {
        List<OpenOrder> filled = [];
        foreach (var group in orders.GroupBy(o => o.Instrument))
        {
            OpenOrder[] buys = [.. group.Where(o => o.Side == OrderSide.Buy)];
            OpenOrder[] sells = [.. group.Where(o => o.Side == OrderSide.Sell)];
            var alone = new Portfolio("")
            {
                Positions = [.. _portfolio.Positions.Where(p => p.Instrument == group.Key)],
                Leverage = _portfolio.Leverage,
            };
            var unit = UnitOf(group.First());
            var none = StateOf(unit, OrderFills.None, alone).Shortfall(isInitial: true);
            var buy = StateOf(unit, Filled(buys), alone).Shortfall(isInitial: true);
            var sell = StateOf(unit, Filled(sells), alone).Shortfall(isInitial: true);
            if (Rounding.Compare(Math.Max(buy, sell), none) > 0) filled.AddRange(buy >= sell ? buys : sells);
        }
        return Filled(filled);
    }

    private OrderFills OpenSizes(OpenOrder[] orders)
    {
        List<Position> trades = [];
        List<string> texts = [];
        foreach (var group in orders.GroupBy(o => o.Instrument))
        {
            var held = HeldOf(group.Key);
            var buys = Filled(group.Where(o => o.Side == OrderSide.Buy)).Trades;
            var sells = Filled(group.Where(o => o.Side == OrderSide.Sell)).Trades;
            var bought = held > Quantity.Zero ? held : Quantity.Zero;
            var sold = held < Quantity.Zero ? held : Quantity.Zero;
            foreach (var trade in buys) bought += trade.Quantity;
            foreach (var trade in sells) sold += trade.Quantity;
            // Orders that stay within the position's size need nothing.
            if (Math.Max(bought.Units, -sold.Units) == held.Magnitude.Units) continue;
            var isLong = bought >= -sold;
            trades.AddRange(isLong ? buys : sells);
            // The long does not net against the sells: it is taken away where they decide, and the other way round.
            var kept = isLong ? bought : sold;
            var filled = held;
            foreach (var trade in isLong ? buys : sells) filled += trade.Quantity;
            if (kept != filled) trades.Add(new Position(group.Key, kept - filled));
            texts.Add($"open size {kept.Magnitude} {group.Key} ({(isLong ? "long" : "short")})");
        }
        return new OrderFills(trades, string.Join(", ", texts));
    }

    private bool AddsDelta(OpenOrder order)
    {
        var fill = PositionResolver.Resolve(_rulebook, _market, _vols, order.Fill, UnitOf(order));
        return fill.Delta > 0;
    }

    // A reduce-only order fills what the position of today leaves it.
    private OrderFills Filled(IEnumerable<OpenOrder> orders)
    {
        List<Position> trades = [];
        List<string> texts = [];
        var rests = new Dictionary<Instrument, double>();
        var left = new Dictionary<Instrument, Quantity>();
        foreach (var order in orders)
        {
            var trade = order.Fill;
            if (order.ReduceOnly)
            {
                var held = left.TryGetValue(order.Instrument, out var rest) ? rest : HeldOf(order.Instrument);
                if (held.Sign * trade.Quantity.Sign >= 0) continue;
                if (trade.Quantity.Magnitude > held.Magnitude) trade = trade with { Quantity = -held };
                left[order.Instrument] = held + trade.Quantity;
            }
            AddFill(trades, rests, trade);
            texts.Add(order.ToString());
        }
        var text = texts.Count <= 4
            ? string.Join(" + ", texts)
            : $"{string.Join(" + ", texts.Take(3))} and {texts.Count - 3} more";
        return new OrderFills(trades, text) { Rests = rests };
    }

    // A future without an entry price is settled at the mark: such rows carry size and no result.
    private void AddFill(List<Position> trades, Dictionary<Instrument, double> rests, Position trade)
    {
        var instrument = trade.Instrument;
        var mark = _rulebook.FuturesAtIndex && !instrument.IsOption
            ? _market.UnderlyingOf(instrument.Base).Index.Value
            : _market.MarkOf(instrument);
        var limit = trade.EntryPrice!.Value.ToDouble();
        var isWorse = trade.Quantity.Sign * (limit - mark) > 0;
        if (instrument.IsOption)
        {
            // Sold above the mark, limit as premium and limit in the requirement cancel: as if filled at the mark.
            var isAtLimit = isWorse || (_rules.PremiumAtLimit && trade.Quantity.Sign > 0);
            trades.Add(isAtLimit ? trade : trade with { EntryPrice = Price.Nearest(mark) });
            return;
        }
        var hasEntry = isWorse && !_rules.AtMark;
        trades.Add(hasEntry ? trade : trade with { EntryPrice = null });
        // Where initial margin is on the entry price, a fill at its limit stands for it already.
        if (!_rules.NotionalAtLimit || (hasEntry && UsesEntry(instrument))) return;
        // As many units at the mark as stand for the same notional. A quantity has eight decimals; the rest of it,
        // below one unit, is put on the holding, or a notional would come out as 10758.00001212 instead of 10758.
        var units = trade.Quantity.Units * (instrument.IsInverse ? mark / limit : limit / mark);
        if (!(Math.Abs(units) < 9e18))
        {
            throw new InvalidInputException(
                "orders.limitPrice", trade.EntryPrice.ToString(), $"of {instrument} is too far from its mark {mark:R}",
                "correct the price or leave the order out");
        }
        var whole = Math.Round(units);
        trades.Add(new Position(instrument, new Quantity((long)whole) - trade.Quantity));
        rests[instrument] = rests.GetValueOrDefault(instrument) + (units - whole) / Quantity.PerOne;
    }

    private bool UsesEntry(Instrument instrument)
    {
        var rules = _rulebook.RulesFor(instrument.Base, instrument.IsInverse && !_rulebook.LinearOnly);
        foreach (var charge in rules.Charges)
            if (charge.UsesEntryPrice) return true;
        return false;
    }

    private Quantity HeldOf(Instrument instrument)
    {
        var held = Quantity.Zero;
        foreach (var position in _portfolio.Positions)
            if (position.Instrument == instrument) held += position.Quantity;
        return held;
    }

    private State StateOf(Currency unit, OrderFills fills) => StateOf(unit, fills, _portfolio);

    // What cannot be held cannot be ordered either: the refusal says that it is one of the orders.
    private State StateOf(Currency unit, OrderFills fills, Portfolio portfolio)
    {
        try
        {
            return Evaluate(unit, fills, portfolio);
        }
        catch (InvalidInputException e) when (fills.Trades.Count > 0)
        {
            throw e.In("with orders filled");
        }
    }

    private State Evaluate(Currency unit, OrderFills fills, Portfolio portfolio)
    {
        var buckets = HoldingResolver.Resolve(_rulebook, portfolio.With(fills.Trades), _market, _vols);
        var bucket = buckets.FirstOrDefault(b => b.Unit == unit);
        if (bucket is null) return default;
        var holdings = fills.Rests.Count == 0 ? bucket.Holdings : [.. bucket.Holdings.Select(fills.Completed)];
        var stages = new StageArray(_rulebook, holdings);
        var required = MarginEvaluator.Require(_rulebook, bucket, holdings, stages);
        return new State(required.Initial, required.Maintenance, bucket.Equity.Total - PremiumOf(fills, unit));
    }

    // A future's fill books its difference to the mark as unrealised; an option's premium leaves the cash.
    private double PremiumOf(OrderFills fills, Currency unit)
    {
        var premium = 0.0;
        foreach (var trade in fills.Trades)
        {
            var instrument = trade.Instrument;
            if (!instrument.IsOption || trade.EntryPrice is not { } price) continue;
            premium += PriceRateOf(instrument, unit) * price.ToDouble() * trade.Quantity.ToDouble();
        }
        return premium;
    }

    // Bucket units per unit of quantity and unit of price.
    private double PriceRateOf(Instrument instrument, Currency unit)
    {
        var rate = unit != instrument.Base && instrument.IsInverse
            ? _market.UnderlyingOf(instrument.Base).Index.Value
            : 1;
        return rate * _market.TermsOf(instrument).ContractSize.ToDouble();
    }

    private Currency UnitOf(OpenOrder order) => _rulebook.Bucket == BucketRule.SettlementCurrency
        ? order.Instrument.Settlement
        : _rulebook.AccountUnit;

    private readonly record struct State(double Initial, double Maintenance, double Equity)
    {
        public double Required(bool isInitial) => isInitial ? Initial : Maintenance;

        public double Shortfall(bool isInitial) => Required(isInitial) - Equity;
    }

    /// <summary>Some orders filled, as trades at their limit prices.</summary>
    private sealed record OrderFills(IReadOnlyList<Position> Trades, string Text)
    {
        public static OrderFills None { get; } = new([], "");

        /// <summary>Parts of a unit of quantity that trades at a notional leave out.</summary>
        public Dictionary<Instrument, double> Rests { get; init; } = [];

        public Holding Completed(Holding held) => held.Instrument is { } instrument
            && Rests.TryGetValue(instrument, out var rest)
            ? held with { Quantity = held.Quantity + rest }
            : held;

        public string Key => string.Join(';', Trades.Select(t => $"{t.Instrument} {t.Quantity} {t.EntryPrice}"));
    }
}
