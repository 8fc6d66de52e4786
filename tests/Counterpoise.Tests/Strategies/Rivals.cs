using Counterpoise.Margins.Strategies;

namespace Counterpoise.Tests.Strategies;

/// <summary>Every way to put legs on a shape, tried one by one: nothing shared with the library.</summary>
internal static class EveryStrategy
{
    public static List<(StrategyShape Shape, int[] Legs, double Initial, double Maintenance)> Of(StrategyBook book)
    {
        var found = new List<(StrategyShape, int[], double, double)>();
        foreach (var shape in StrategyShapes.All)
        {
            var n = shape.Legs.Count;
            var total = (int)Math.Pow(book.Legs.Count, n);
            for (var code = 0; code < total; code++)
            {
                var at = new int[n];
                for (int i = 0, rest = code; i < n; i++, rest /= book.Legs.Count) at[i] = rest % book.Legs.Count;
                if (at.Distinct().Count() < n || !Fits(shape, book, at)) continue;
                var margin = shape.Margin(StrategyRates.Finra, book.Spot, [.. at.Select(i => book.Legs[i])]);
                found.Add((shape, at, margin.Initial * book.LotSize, margin.Maintenance * book.LotSize));
            }
        }
        return found;
    }

    private static bool Fits(StrategyShape shape, StrategyBook book, int[] at)
    {
        var strikes = new SortedDictionary<int, double>();
        var expiries = new SortedDictionary<int, double>();
        for (var i = 0; i < at.Length; i++)
        {
            var (place, leg) = (shape.Legs[i], book.Legs[at[i]]);
            if (place.Kind != leg.Kind || place.Units * leg.Lots < 0 || Math.Abs(leg.Lots) < Math.Abs(place.Units))
                return false;
            if (leg.Kind == LegKind.Underlying) continue;
            if (expiries.TryGetValue(place.Expiry, out var expiry) && expiry != leg.Expiry) return false;
            expiries[place.Expiry] = leg.Expiry;
            if (place.Strike < 0) continue;
            if (strikes.TryGetValue(place.Strike, out var strike) && strike != leg.Strike) return false;
            strikes[place.Strike] = leg.Strike;
        }
        double[] k = [.. strikes.Values], t = [.. expiries.Values];
        bool Rises(double[] values) => values.Zip(values.Skip(1)).All(p => p.First < p.Second);
        if (!Rises(k) || !Rises(t)) return false;
        double[] widths = [.. k.Zip(k.Skip(1)).Select(p => p.Second - p.First)];
        return shape.Widths switch
        {
            Widths.Equal => widths.Distinct().Count() == 1,
            Widths.EqualWings => widths[0] == widths[^1],
            _ => true,
        };
    }
}

/// <summary>The least margin by trying every composition, remembered by what is left.</summary>
internal sealed class BruteForce(StrategyBook book, bool isInitial)
{
    private readonly Dictionary<long, double> _known = [];
    private readonly List<(int[] Legs, int[] Units, double Cost)> _ways =
    [
        .. EveryStrategy.Of(book).Select(s => (
            s.Legs, s.Shape.Legs.Select(l => Math.Abs(l.Units)).ToArray(), isInitial ? s.Initial : s.Maintenance)),
    ];

    public double Least() => Least([.. book.Legs.Select(l => Math.Abs(l.Lots))]);

    private double Least(long[] left)
    {
        var first = Array.FindIndex(left, l => l > 0);
        if (first < 0) return 0;
        var key = left.Aggregate(0L, (k, l) => k * 16 + l);
        if (_known.TryGetValue(key, out var least)) return least;
        least = double.PositiveInfinity;
        // Some strategy has to take the first leg that is left.
        foreach (var (legs, units, cost) in _ways)
        {
            if (Array.IndexOf(legs, first) < 0) continue;
            var rest = (long[])left.Clone();
            for (var i = 0; i < legs.Length; i++) rest[legs[i]] -= units[i];
            if (rest.All(r => r >= 0)) least = Math.Min(least, cost + Least(rest));
        }
        return _known[key] = least;
    }
}

/// <summary>The rival: shapes by falling number of legs, each as often as it goes, as Lean's matcher does it.</summary>
internal static class Greedy
{
    public static double Margin(StrategyBook book, bool isInitial)
    {
        long[] left = [.. book.Legs.Select(l => Math.Abs(l.Lots))];
        var sum = 0.0;
        foreach (var (shape, legs, initial, maintenance) in EveryStrategy.Of(book)
            .OrderByDescending(s => s.Shape.Legs.Count))
        {
            var times = legs.Select((leg, i) => left[leg] / Math.Abs(shape.Legs[i].Units)).Min();
            for (var i = 0; i < legs.Length; i++) left[legs[i]] -= times * Math.Abs(shape.Legs[i].Units);
            sum += times * (isInitial ? initial : maintenance);
        }
        return sum;
    }
}
