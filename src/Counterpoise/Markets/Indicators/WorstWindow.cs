using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// The greatest or least of the values of a span of time, by a queue of those that can still become it.
/// </summary>
internal sealed class WorstWindow(bool isGreatest, Duration span)
{
    private readonly LinkedList<(Instant Time, double Value)> _candidates = new();

    public double? Worst => _candidates.First is { } first ? first.Value.Value : null;

    public void Add(Instant time, double value)
    {
        while (_candidates.Last is { } last && (isGreatest ? last.Value.Value <= value : last.Value.Value >= value))
            _candidates.RemoveLast();
        _candidates.AddLast((time, value));
        while (_candidates.First is { } first && time - first.Value.Time > span) _candidates.RemoveFirst();
    }
}
