namespace Counterpoise.SameBits.Inputs;

/// <summary>Lengths of batches: every one from 1 to 40, so that each remainder occurs, then longer ones.</summary>
internal static class Pieces
{
    public const int Longest = 1000;

    /// <summary>Lengths that sum to a total.</summary>
    public static IEnumerable<int> Of(int total, SplitMix random)
    {
        for (var length = 1; total > 0; length++)
        {
            var piece = Math.Min(total, length <= 40 ? length : 1 + random.Below(Longest));
            total -= piece;
            yield return piece;
        }
    }
}
