using Counterpoise.Pricing.Models;

namespace Counterpoise.SameBits.Inputs;

/// <summary>Options of one expiry under Heston: from markets, corners of the domain, and its outside.</summary>
internal sealed class HestonTable(int capacity)
{
    public HestonParameters Parameters { get; private set; }

    public double Forward { get; private set; }

    public double Years { get; private set; }

    public double[] Sign { get; } = new double[capacity];

    public double[] Strike { get; } = new double[capacity];

    public HestonSlice Slice(int count) => new(Forward, Years, Sign.AsSpan(0, count), Strike.AsSpan(0, count));

    /// <summary>The inputs of one option, exactly.</summary>
    public string Describe(int i) =>
        $"{Parameters}, forward {Forward:R}, years {Years:R}, sign {Sign[i]:R}, strike {Strike[i]:R}";

    public void Draw(SplitMix random, int count)
    {
        var kind = random.Below(16);
        Forward = random.Magnitude(8, 18);
        Years = random.Magnitude(-8, 3);
        Parameters = kind < 10
            ? new(
                random.Between(0.04, 2), random.Between(0.5, 5), random.Between(0.04, 2), random.Between(0.2, 3),
                random.Between(-0.9, 0.9))
            : new(
                random.Magnitude(-8, 2), random.Magnitude(-5, 4), random.Magnitude(-8, 2), random.Magnitude(-5, 2),
                random.Signed(random.Between(0.9, 0.99)));
        if (kind == 15) Parameters = Odd(random, Parameters);
        if (kind == 14) (Forward, Years) = (random.Of(Forward, random.Edge()), random.Of(Years, random.Edge()));
        for (var i = 0; i < count; i++)
        {
            Sign[i] = random.Signed(1);
            Strike[i] = Forward * random.Between(0.3, 3);
            if (random.OneIn(20)) Strike[i] = random.Of(Forward, Forward * random.Magnitude(-40, 40), random.Edge());
            if (random.OneIn(100)) Sign[i] = random.Edge();
        }
    }

    private static HestonParameters Odd(SplitMix random, HestonParameters p) => new(
        random.Of(p.V0, random.Edge()), random.Of(p.Kappa, random.Edge()), random.Of(p.Theta, random.Edge()),
        random.Of(p.VolOfVol, random.Edge()), random.Of(p.Rho, random.Edge()));
}
