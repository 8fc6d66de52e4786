using Counterpoise.Instruments;
using Counterpoise.Units;

namespace Counterpoise.Margins.Sizing;

/// <summary>What is to be least.</summary>
public enum ReleaseMeasure
{
    /// <summary>Sizes of the deltas closed.</summary>
    Delta = 0,

    /// <summary>Half spreads paid.</summary>
    Cost = 1,
}

/// <summary>A net position that may be closed, wholly or by the lot.</summary>
/// <param name="Instrument">What.</param>
/// <param name="Quantity">Held, signed.</param>
/// <param name="Lots">How many lots that is, > 0.</param>
/// <param name="DeltaUsd">Size of the delta of all of it, USD at the index, ≥ 0.</param>
/// <param name="CostUsd">What closing all of it costs, USD, ≥ 0; null: not known.</param>
public sealed record ClosablePosition(
    Instrument Instrument, Quantity Quantity, long Lots, double DeltaUsd, double? CostUsd);

/// <summary>Some lots of a position closed.</summary>
/// <param name="Position">Which.</param>
/// <param name="Lots">How many, 1 to all.</param>
public readonly record struct ClosedPart(ClosablePosition Position, long Lots)
{
    /// <summary>The trade that closes them: against the position.</summary>
    public Quantity Trade => new(-(long)((Int128)Position.Quantity.Units * Lots / Position.Lots));

    /// <summary>Size of their delta, USD.</summary>
    public double DeltaUsd => Position.DeltaUsd * Lots / Position.Lots;

    /// <summary>What closing them costs, USD; null: not known.</summary>
    public double? CostUsd => Position.CostUsd * Lots / Position.Lots;
}

/// <summary>What may be closed, and what that releases.</summary>
/// <param name="Parts">What is closed.</param>
/// <param name="ReleasedUsd">Initial margin before less after, evaluated, USD.</param>
public sealed record ReleaseOffer(IReadOnlyList<ClosedPart> Parts, double ReleasedUsd)
{
    /// <summary>Sum of the sizes of the deltas closed, USD.</summary>
    public double DeltaUsd => Parts.Sum(p => p.DeltaUsd);

    /// <summary>Cost, USD; null: not known of a part.</summary>
    public double? CostUsd => Parts.Aggregate((double?)0, (sum, part) => sum + part.CostUsd);
}

/// <summary>
/// What to close to release margin: single positions to the lot, then pairs of the ones that release most, then one
/// after another by what they release for their delta or cost. A search, no optimum: other sets may do with less.
/// Every offer was evaluated.
/// </summary>
/// <param name="amountUsd">What is to be released, USD, > 0.</param>
/// <param name="initialUsd">Initial margin with these parts closed, USD.</param>
/// <param name="measure">What is to be least.</param>
public sealed class MarginRelease(
    double amountUsd, Func<IReadOnlyList<ClosedPart>, double> initialUsd, ReleaseMeasure measure)
{
    /// <summary>Offers to return.</summary>
    public const int MostOffers = 5;

    private const int MostInPairs = 8;
    private const int Steps = 8;

    private readonly double _now = initialUsd([]);

    /// <summary>Offers, the least delta or cost first; none if closing everything does not release that much.</summary>
    /// <param name="positions">What may be closed; by cost, each with one.</param>
    public IReadOnlyList<ReleaseOffer> Find(IReadOnlyList<ClosablePosition> positions)
    {
        var offers = new List<ReleaseOffer>();
        var whole = positions.Select(p => (Position: p, Released: Released([new ClosedPart(p, p.Lots)])))
            .OrderByDescending(p => p.Released).ToArray();
        foreach (var (position, _) in whole) Add(Least([], position));
        var best = whole.Where(p => p.Released > 0).Take(MostInPairs).Select(p => p.Position).ToArray();
        foreach (var first in best)
            foreach (var second in best)
                if (first != second) Add(Least([new ClosedPart(first, first.Lots)], second));
        Add(OneAfterAnother(positions));
        return [.. offers.OrderBy(Measure).ThenBy(o => o.Parts.Count).DistinctBy(Trades).Take(MostOffers)];

        void Add(ReleaseOffer? offer)
        {
            if (offer is not null) offers.Add(offer);
        }
    }

    /// <summary>What closing these parts releases, USD.</summary>
    public double Released(IReadOnlyList<ClosedPart> parts) => _now - initialUsd(parts);

    // The same trades in whatever order they were found.
    private static string Trades(ReleaseOffer offer) => string.Join(
        ' ', offer.Parts.OrderBy(p => p.Position.Instrument).Select(p => $"{p.Trade} {p.Position.Instrument}"));

    private double Measure(ReleaseOffer offer) =>
        measure == ReleaseMeasure.Cost ? offer.CostUsd ?? double.MaxValue : offer.DeltaUsd;

    // The fewest lots of a position that release enough beside what is closed already: the first of eight steps that
    // does, halved to the lot.
    private ReleaseOffer? Least(ClosedPart[] before, ClosablePosition position)
    {
        // With enough released already, this position would be closed for nothing.
        if (before.Length > 0 && Released(before) >= amountUsd) return null;
        long low = 0;
        for (var step = 1; step <= Steps; step++)
        {
            var high = (long)((Int128)position.Lots * step / Steps);
            if (high == low) continue;
            if (Released(With(high)) < amountUsd)
            {
                low = high;
                continue;
            }
            while (high - low > 1)
            {
                var middle = low + (high - low) / 2;
                if (Released(With(middle)) >= amountUsd) high = middle;
                else low = middle;
            }
            return new ReleaseOffer(With(high), Released(With(high)));
        }
        return null;

        ClosedPart[] With(long lots) => [.. before, new ClosedPart(position, lots)];
    }

    private ReleaseOffer? OneAfterAnother(IReadOnlyList<ClosablePosition> positions)
    {
        List<ClosedPart> closed = [];
        List<ClosablePosition> left = [.. positions];
        var released = 0.0;
        while (left.Count > 0)
        {
            var (next, best, most) = (left[0], double.NegativeInfinity, released);
            foreach (var position in left)
            {
                var after = Released([.. closed, new ClosedPart(position, position.Lots)]);
                var paid = measure == ReleaseMeasure.Cost ? position.CostUsd ?? 0 : position.DeltaUsd;
                var worth = (after - released) / (1e-9 + paid);
                if (worth > best) (next, best, most) = (position, worth, after);
            }
            if (most >= amountUsd) return Least([.. closed], next);
            closed.Add(new ClosedPart(next, next.Lots));
            left.Remove(next);
            released = most;
        }
        return null;
    }
}
