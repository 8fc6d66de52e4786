namespace Counterpoise.SameBits.Inputs;

/// <summary>Arguments of elementary functions: where they are used, everywhere else, and at the edges.</summary>
internal static class Arguments
{
    public static void Exp(SplitMix random, Span<double> x) => Fill(random, x, kind => kind switch
    {
        < 40 => random.Between(-750, 715),
        < 54 => random.Between(-2, 2),
        < 58 => random.Between(-746, -707),
        _ => random.Signed(random.Magnitude(-1074, 12)),
    });

    public static void Log(SplitMix random, Span<double> x) => Fill(random, x, kind => kind switch
    {
        < 24 => random.Magnitude(-1022, 1024),
        < 30 => random.Magnitude(-1074, -1022),
        < 45 => random.Between(0.5, 2),
        < 54 => 1 + random.Signed(random.Magnitude(-52, -10)),
        _ => random.Magnitude(-20, 20),
    });

    public static void NormalCdf(SplitMix random, Span<double> x) => Fill(random, x, kind => kind switch
    {
        < 40 => random.Between(-9, 9),
        < 52 => random.Between(-39, -9),
        < 54 => random.Between(-38.6, -37.4),
        _ => random.Signed(random.Magnitude(-1074, 7)),
    });

    // Of 64: 60 as the function says, 2 of any bits, 2 edges.
    private static void Fill(SplitMix random, Span<double> x, Func<int, double> draw)
    {
        foreach (ref var value in x)
        {
            var kind = random.Below(64);
            value = kind < 60 ? draw(kind) : kind < 62 ? random.Any() : random.Edge();
        }
    }
}
