using Counterpoise.Pricing;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>Options and quotes in batches of every length.</summary>
internal static class BatchSections
{
    private static readonly OptionTable Table = new(Pieces.Longest);

    public static void All(BitDigest digest, int count)
    {
        var random = new SplitMix(5);
        var results = new double[5 * Pieces.Longest];
        foreach (var length in Pieces.Of(count / 5, random))
        {
            Table.Draw(random, length);
            BatchBlack76.All(Table.Options(0, length), new(
                results.AsSpan(0, length), results.AsSpan(length, length), results.AsSpan(2 * length, length),
                results.AsSpan(3 * length, length), results.AsSpan(4 * length, length)));
            digest.Add(results.AsSpan(0, 5 * length));
        }
    }

    public static void Price(BitDigest digest, int count)
    {
        var random = new SplitMix(6);
        var prices = new double[Pieces.Longest];
        foreach (var length in Pieces.Of(count, random))
        {
            Table.Draw(random, length);
            BatchBlack76.Price(Table.Options(0, length), prices.AsSpan(0, length));
            digest.Add(prices.AsSpan(0, length));
        }
    }

    public static void ImpliedVol(BitDigest digest, int count)
    {
        var random = new SplitMix(7);
        var vols = new double[Pieces.Longest];
        var outcomes = new ImpliedVolOutcome[Pieces.Longest];
        foreach (var length in Pieces.Of(count / 2, random))
        {
            Table.Draw(random, length);
            BatchImpliedVol.Solve(Table.Quotes(0, length), vols.AsSpan(0, length), outcomes.AsSpan(0, length));
            digest.Add(vols.AsSpan(0, length));
            digest.Add(outcomes.Take(length).Select(outcome => (double)(int)outcome));
        }
    }
}
