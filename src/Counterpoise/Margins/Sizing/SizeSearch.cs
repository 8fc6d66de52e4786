namespace Counterpoise.Margins.Sizing;

/// <summary>Sizes that fit, in lots, both ends included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last: the next does not fit, unless it is the most that was looked at.</param>
public readonly record struct SizeRange(long From, long To);

/// <summary>
/// Which sizes of a trade fit. Margin is not monotone in size (a hedge first releases, tiers step), so sizes are
/// scanned and every change between two of them is halved down to neighbouring lots. What lies wholly between two
/// scanned sizes of the same answer is not seen: they are 1/8 of an octave apart.
/// </summary>
public static class SizeSearch
{
    private const int StepsAnOctave = 8;

    /// <summary>The ranges that fit, smallest first; their ends are exact to the lot.</summary>
    /// <param name="fits">True for a size in lots that fits.</param>
    /// <param name="most">The largest size looked at, ≥ 1.</param>
    /// <param name="between">Sizes to look at besides, such as the one that closes a position.</param>
    public static IReadOnlyList<SizeRange> Find(Func<long, bool> fits, long most, params IEnumerable<long> between)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var ranges = new List<SizeRange>();
        long before = 0, from = 0;
        var wasFit = false;
        foreach (var size in Scanned(most, between))
        {
            var isFit = fits(size);
            if (before > 0 && isFit != wasFit)
            {
                var last = LastLike(fits, wasFit, before, size);
                if (wasFit) ranges.Add(new SizeRange(from, last));
                else from = last + 1;
            }
            else if (before == 0 && isFit) from = size;
            (before, wasFit) = (size, isFit);
        }
        if (wasFit) ranges.Add(new SizeRange(from, most));
        return ranges;
    }

    // The last size that answers as the lower end does; its neighbour answers as the upper end.
    private static long LastLike(Func<long, bool> fits, bool lower, long low, long high)
    {
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (fits(middle) == lower) low = middle;
            else high = middle;
        }
        return low;
    }

    private static SortedSet<long> Scanned(long most, IEnumerable<long> between)
    {
        var sizes = new SortedSet<long>(between.Where(size => size >= 1 && size <= most)) { 1, most };
        for (var octave = 1L; octave <= most; octave *= 2)
        {
            for (var step = 0; step < StepsAnOctave; step++)
            {
                // octave + octave/8·step, without overflow.
                var size = octave + octave / StepsAnOctave * step + octave % StepsAnOctave * step / StepsAnOctave;
                if (size > 0 && size <= most) sizes.Add(size);
            }
            if (octave > most / 2) break;
        }
        return sizes;
    }
}
