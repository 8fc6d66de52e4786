using Counterpoise.Markets.Indicators;

namespace Counterpoise.Markets.Feeds;

/// <summary>
/// A venue's order book by price level, rebuilt from its messages. Where a snapshot comes, changes before it wait for
/// it and those it already holds, by their number, are dropped; without one the book fills from changes alone and is
/// never known to be whole.
/// </summary>
/// <param name="waits">True if a snapshot will come.</param>
/// <param name="usdPerUnit">USD of a unit of size; null: sizes are coins, worth their price.</param>
public sealed class OrderBook(bool waits, double? usdPerUnit = null)
{
    private const double Band = 0.01;

    private readonly List<BookEvent> _early = [];

    private readonly SortedDictionary<double, double> _bids = new(Comparer<double>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<double, double> _asks = [];
    private long _snapshot = -1;
    private double _band = Band;

    /// <summary>Messages dropped because the snapshot already holds them.</summary>
    public int Dropped { get; private set; }

    /// <summary>True once a snapshot was taken.</summary>
    public bool IsWhole => _snapshot >= 0;

    /// <summary>Levels of both sides.</summary>
    public int Levels => _bids.Count + _asks.Count;

    /// <summary>The best bid; null: none.</summary>
    public double? Bid => Best(_bids);

    /// <summary>The best ask; null: none.</summary>
    public double? Ask => Best(_asks);

    /// <summary>Applies a message. False: it changes nothing yet, or never will.</summary>
    public bool Apply(BookEvent message)
    {
        if (message.IsSnapshot) return Begin(message);
        if (waits && !IsWhole)
        {
            _early.Add(message);
            return false;
        }
        if (message.UpdateId <= _snapshot)
        {
            Dropped++;
            return false;
        }
        Take(message);
        return true;
    }

    private bool Begin(BookEvent snapshot)
    {
        _bids.Clear();
        _asks.Clear();
        _snapshot = snapshot.UpdateId;
        Take(snapshot);
        if (Bid is { } bid && Ask is { } ask)
        {
            var middle = 0.5 * (bid + ask);
            _band = Math.Min(Band, Math.Min(1 - _bids.Keys.Last() / middle, _asks.Keys.Last() / middle - 1));
        }
        foreach (var early in _early) Apply(early);
        _early.Clear();
        return true;
    }

    private void Take(BookEvent message)
    {
        foreach (var level in message.Levels.Span)
        {
            var side = level.IsBid ? _bids : _asks;
            if (level.Size == 0) side.Remove(level.Price);
            else side[level.Price] = level.Size;
        }
    }

    /// <summary>How far from the middle the snapshot reached, at most 1 %: depth is counted this far.</summary>
    public double Reach => _band;

    /// <summary>Depth within <see cref="Reach"/> of the middle; zeros of a side that is empty.</summary>
    public DepthSample Depth()
    {
        if (Bid is not { } bid || Ask is not { } ask) return default;
        var middle = 0.5 * (bid + ask);
        var (bidUsd, bidPrice) = Sum(_bids, price => price >= middle * (1 - _band));
        var (askUsd, askPrice) = Sum(_asks, price => price <= middle * (1 + _band));
        return new DepthSample(bidUsd, bidPrice, askUsd, askPrice);
    }

    private static double? Best(SortedDictionary<double, double> side)
    {
        foreach (var price in side.Keys) return price;
        return null;
    }

    private (double Usd, double Price) Sum(SortedDictionary<double, double> side, Func<double, bool> isWithin)
    {
        double usd = 0, coins = 0;
        foreach (var (price, size) in side)
        {
            if (!isWithin(price)) break;
            var worth = usdPerUnit is { } unit ? size * unit : size * price;
            usd += worth;
            coins += worth / price;
        }
        return (usd, usd / coins);
    }
}
