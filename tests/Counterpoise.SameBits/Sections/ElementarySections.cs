using Counterpoise.Numerics;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>The elementary functions on lanes, and the power on single values.</summary>
internal static class ElementarySections
{
    private delegate void Draw(SplitMix random, Span<double> x);

    private delegate void Map(ReadOnlySpan<double> x, Span<double> y);

    public static void Exp(BitDigest digest, int count) =>
        Run(digest, count, new(1), Arguments.Exp, ElementarySpans.Map<ExpFunction>);

    public static void Log(BitDigest digest, int count) =>
        Run(digest, count, new(2), Arguments.Log, ElementarySpans.Map<LogFunction>);

    public static void NormalCdf(BitDigest digest, int count) =>
        Run(digest, count, new(3), Arguments.NormalCdf, ElementarySpans.Map<NormalCdfFunction>);

    public static void Pow(BitDigest digest, int count)
    {
        var random = new SplitMix(4);
        Run(digest, count, random, Arguments.Log, (x, y) =>
        {
            for (var i = 0; i < x.Length; i++)
                y[i] = Elementary.Pow(x[i], random.OneIn(50) ? random.Edge() : random.Between(-3, 3));
        });
    }

    private static void Run(BitDigest digest, int count, SplitMix random, Draw draw, Map map)
    {
        var x = new double[Pieces.Longest];
        var y = new double[Pieces.Longest];
        foreach (var length in Pieces.Of(count, random))
        {
            draw(random, x.AsSpan(0, length));
            map(x.AsSpan(0, length), y.AsSpan(0, length));
            digest.Add(y.AsSpan(0, length));
        }
    }
}
