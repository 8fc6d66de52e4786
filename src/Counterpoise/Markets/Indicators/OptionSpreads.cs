using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>One quote of an option.</summary>
/// <param name="Option">Its name on the venue.</param>
/// <param name="Seconds">Seconds to expiry.</param>
/// <param name="Bid">Best bid; null: none.</param>
/// <param name="Ask">Best ask; null: none.</param>
/// <param name="BidSize">Its size; null: not known.</param>
/// <param name="AskSize">Its size; null: not known.</param>
/// <param name="Mark">The venue's mark, in the same unit.</param>
/// <param name="VolSpread">Ask less bid in volatility, a fraction; null: not known.</param>
public readonly record struct OptionQuote(
    string Option, double Seconds, double? Bid, double? Ask, double? BidSize, double? AskSize, double Mark,
    double? VolSpread);

/// <summary>
/// Bid-ask in volatility by tenor: the median over the options of a tenor. One whose quotes are rejected, or older than
/// five minutes, counts with its widest accepted spread of a day, so that losing a quote never narrows the median. A
/// tenor without any accepted quote is rejected with the reason of the last one.
/// </summary>
public sealed class OptionSpreads
{
    private static readonly Duration MaxAge = Duration.FromSeconds(300);

    private readonly SortedDictionary<string, State> _options = new(StringComparer.Ordinal);
    private readonly List<double> _spreads = [];

    /// <summary>Judges a quote and passes the spread of its tenor on.</summary>
    /// <param name="time">When it was sent.</param>
    /// <param name="quote">The quote.</param>
    /// <param name="indicator">The indicator of its tenor.</param>
    public Judgement Observe(Instant time, OptionQuote quote, Indicator indicator)
    {
        if (!_options.TryGetValue(quote.Option, out var state)) _options[quote.Option] = state = new State();
        state.Bucket = TenorBuckets.Of(quote.Seconds);
        var fault = state.Guard.Fault(time, quote.Bid, quote.Ask, quote.BidSize, quote.AskSize, quote.Mark);
        if (fault is null && quote.VolSpread is not > 0) fault = "no bid and ask volatility";
        if (fault is null) state.Accept(time, quote.VolSpread!.Value);
        else state.IsRejected = true;
        if (Median(time, state.Bucket) is { } median) indicator.Observe(time, median);
        else if (fault is not null) indicator.Reject(time, fault);
        return fault is null ? Judgement.Accepted : Judgement.Rejected(fault);
    }

    private double? Median(Instant time, int bucket)
    {
        _spreads.Clear();
        var isAlive = false;
        foreach (var state in _options.Values)
        {
            if (state.Bucket != bucket || state.Widest.Worst is not { } widest) continue;
            var isFresh = !state.IsRejected && time - state.Time <= MaxAge;
            isAlive |= isFresh;
            _spreads.Add(isFresh ? state.Spread : widest);
        }
        if (!isAlive) return null;
        _spreads.Sort();
        return 0.5 * (_spreads[(_spreads.Count - 1) / 2] + _spreads[_spreads.Count / 2]);
    }

    private sealed class State
    {
        public QuoteGuard Guard { get; } = new();

        public int Bucket { get; set; }

        public WorstWindow Widest { get; } = new(isGreatest: true, Duration.FromDays(1));

        public bool IsRejected { get; set; }

        public double Spread { get; private set; }

        public Instant Time { get; private set; }

        public void Accept(Instant time, double spread)
        {
            (Spread, Time, IsRejected) = (spread, time, false);
            Widest.Add(time, spread);
        }
    }
}
