using Counterpoise.Pricing;

namespace Counterpoise.SameBits.Inputs;

/// <summary>Options and quotes by column: from markets, tails, the whole ordinary range, and its outside.</summary>
internal sealed class OptionTable(int capacity)
{
    public double[] Sign { get; } = new double[capacity];

    public double[] Forward { get; } = new double[capacity];

    public double[] Strike { get; } = new double[capacity];

    public double[] Vol { get; } = new double[capacity];

    public double[] Years { get; } = new double[capacity];

    /// <summary>Between intrinsic value and the leg received, seldom beyond.</summary>
    public double[] Price { get; } = new double[capacity];

    public OptionColumns Options(int start, int count) => new(
        Sign.AsSpan(start, count), Forward.AsSpan(start, count), Strike.AsSpan(start, count), Vol.AsSpan(start, count),
        Years.AsSpan(start, count));

    public QuoteColumns Quotes(int start, int count) => new(
        Sign.AsSpan(start, count), Price.AsSpan(start, count), Forward.AsSpan(start, count),
        Strike.AsSpan(start, count), Years.AsSpan(start, count));

    /// <summary>The inputs of one row, exactly.</summary>
    public string Describe(int i) =>
        $"sign {Sign[i]:R}, forward {Forward[i]:R}, strike {Strike[i]:R}, vol {Vol[i]:R}, years {Years[i]:R}, "
        + $"price {Price[i]:R}";

    public void Draw(SplitMix random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Draw(random, random.Below(64), i);
            Price[i] = Quote(random, random.Below(64), i);
        }
    }

    // Of 64: 50 like a market, 7 in the deep tail, 4 anywhere in the ordinary range, 1 at the money, 2 with an edge.
    private void Draw(SplitMix random, int kind, int i)
    {
        Sign[i] = random.Signed(1);
        Forward[i] = random.Magnitude(8, 18);
        Strike[i] = Forward[i] * random.Between(0.3, 3);
        Vol[i] = random.Between(0.05, 3);
        Years[i] = random.Between(0.001, 2);
        if (kind < 50) return;
        if (kind < 57)
        {
            Strike[i] = Forward[i] * random.Magnitude(-40, 40);
            Vol[i] = random.Between(0.02, 4);
            Years[i] = random.Magnitude(-10, 2);
        }
        else if (kind < 61)
        {
            Forward[i] = random.Magnitude(-401, 401);
            Strike[i] = random.Magnitude(-401, 401);
            Vol[i] = random.Magnitude(-8, 5);
            Years[i] = random.Magnitude(-8, 8);
        }
        else if (kind == 61)
        {
            Strike[i] = random.Of(Forward[i], Math.BitIncrement(Forward[i]), Math.BitDecrement(Forward[i]));
            Vol[i] = random.Magnitude(-18, 6);
            Years[i] = random.Of(1, 0.25, random.Unit());
        }
        else
        {
            foreach (var column in new[] { Sign, Forward, Strike, Vol, Years })
                if (random.OneIn(3)) column[i] = random.OneIn(2) ? random.Edge() : random.Any();
        }
    }

    // M·b above intrinsic, or M·b below the leg received: b over all its sizes.
    private double Quote(SplitMix random, int kind, int i)
    {
        var (received, paid) = Sign[i] > 0 ? (Forward[i], Strike[i]) : (Strike[i], Forward[i]);
        var intrinsic = Math.Max(received - paid, 0);
        var smaller = Math.Min(received, paid);
        return kind switch
        {
            < 30 => intrinsic + smaller * random.Unit(),
            < 48 => intrinsic + smaller * random.Magnitude(-12, 0),
            < 54 => intrinsic + smaller * random.Magnitude(-100, 0),
            < 56 => intrinsic + smaller * random.Magnitude(-920, -100),
            < 60 => received - smaller * random.Magnitude(-52, 0),
            60 => intrinsic,
            61 => received,
            62 => random.Of(intrinsic * 0.99, -1, received * 1.01, Math.BitIncrement(intrinsic)),
            _ => random.Edge(),
        };
    }
}
