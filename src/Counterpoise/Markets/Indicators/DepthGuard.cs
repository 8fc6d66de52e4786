using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Judges depth. A book is refused when its bids stand on average at or above its asks (crossed or corrupted), when a
/// side has not changed for many samples, or when a side's average price lies on the wrong side of the mark by more
/// than a bound. All three befell a venue's own depth on 2025-10-10 from 15:30:42 on.
/// </summary>
public sealed class DepthGuard
{
    private (double Usd, double Price) _bid, _ask;
    private (int Count, Instant Since) _bidSame, _askSame;

    /// <summary>The bound on the distance from the mark, a fraction: 0.2 %.</summary>
    /// <remarks>
    /// On 2025-10-10 before 15:30:42 the averages of the healthy book lie within −0.82 % to +0.13 % (bids) and +0.13 %
    /// to +0.79 % (asks) of a mark up to a minute old.
    /// </remarks>
    public double MarkBound { get; init; } = 0.002;

    /// <summary>
    /// So many equal samples in a row make a side constant, if they also span <see cref="ConstantFor"/>.
    /// </summary>
    public int ConstantSamples { get; init; } = 6;

    /// <summary>See <see cref="ConstantSamples"/>.</summary>
    public Duration ConstantFor { get; init; } = Duration.FromSeconds(120);

    /// <summary>A size that differs by less than this share counts as equal.</summary>
    public double SameWithin { get; init; } = 1e-3;

    /// <summary>Why a sample is refused; null if it is accepted.</summary>
    /// <param name="time">When it was taken.</param>
    /// <param name="sample">The depth.</param>
    /// <param name="mark">A mark price from elsewhere, USD; null: there is none.</param>
    public string? Fault(Instant time, DepthSample sample, double? mark)
    {
        if (!IsPositive(sample.BidUsd) || !IsPositive(sample.BidPrice)) return "no bids";
        if (!IsPositive(sample.AskUsd) || !IsPositive(sample.AskPrice)) return "no asks";
        Follow(time, (sample.BidUsd, sample.BidPrice), ref _bid, ref _bidSame);
        Follow(time, (sample.AskUsd, sample.AskPrice), ref _ask, ref _askSame);
        if (sample.BidPrice >= sample.AskPrice) return "crossed: bids stand above asks on average";
        if (IsConstant(time, _bidSame)) return "constant: bids do not change";
        if (IsConstant(time, _askSame)) return "constant: asks do not change";
        if (mark is not { } price) return null;
        if (sample.BidPrice > price * (1 + MarkBound))
            return $"bids stand more than {Percent(MarkBound)} above the mark on average";
        return sample.AskPrice < price * (1 - MarkBound)
            ? $"asks stand more than {Percent(MarkBound)} below the mark on average"
            : null;
    }

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static bool IsPositive(double x) => x > 0 && double.IsFinite(x);

    // A side that keeps its coins while the price runs away still counts as the same: coins are USD over price.
    private void Follow(
        Instant time, (double Usd, double Price) now, ref (double Usd, double Price) before,
        ref (int Count, Instant Since) same)
    {
        var (coins, last) = (now.Usd / now.Price, before.Usd / before.Price);
        var isSame = before.Price > 0 && Math.Abs(coins - last) <= SameWithin * last;
        same = isSame ? (same.Count + 1, same.Since) : (1, time);
        before = now;
    }

    private bool IsConstant(Instant time, (int Count, Instant Since) same) =>
        same.Count >= ConstantSamples && time - same.Since >= ConstantFor;
}
