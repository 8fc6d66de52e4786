using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.SameBits.Inputs;

/// <summary>Scenario lists and contracts of every kind a risk array prices.</summary>
internal static class RiskInputs
{
    private static readonly VolShock Up = new PowerVolShock(true, 0.5, 0.3, 0.13, 1, 0.5);
    private static readonly VolShock Down = new PowerVolShock(false, 0.25, 0.3, 0.13, 1, 0);

    // Skews as Derive has them, and one whose width grows with time.
    private static readonly VolShock Wings = new SkewVolShock(true, 0.25, -0.1, 0.01, 4, 0.6, 0);
    private static readonly VolShock Tilt = new SkewVolShock(false, 0.3, 0.05, 0.02, 2, 0.5, 0.1);

    /// <summary>Spot × volatility, far moves, skews, and time that passes: 47 cells.</summary>
    public static IReadOnlyList<Scenario> Full { get; } =
    [
        .. from spot in new[] { 0.84, 0.88, 0.92, 0.96, 1, 1.04, 1.08, 1.12, 1.16 }
           from vol in new[] { Up, VolShock.None, Down }
           select new Scenario(spot, vol),
        .. from spot in new[] { 0.34, 0.5, 1.5, 3, 6, 20 } select new Scenario(spot, Up),
        .. from spot in new[] { 0.9, 1, 1.1 } from vol in new[] { Wings, Tilt } select new Scenario(spot, vol),
        .. from vol in new[] { Up, VolShock.None, Down, Wings }
           from days in new[] { 0.25, 30 }
           select new Scenario(0.97, vol, Duration.FromDays(days)),
    ];

    /// <summary>Seven cells and the value today: one cache line.</summary>
    public static IReadOnlyList<Scenario> Short { get; } =
    [
        Scenario.Unchanged, new(0.85, Up), new(1.15, Up), new(0.85, Down), new(1.15, Down), new(1, Wings),
        new(1, VolShock.None, Duration.FromDays(1)),
    ];

    /// <summary>Spots and times that go cell by cell.</summary>
    public static IReadOnlyList<Scenario> Irregular { get; } =
    [
        new(0, VolShock.None), new(9.5367431640625e-7 / 2, Up), new(4_194_304, Down), new(1.1, Tilt),
        new(1, VolShock.None, Duration.FromDays(-2)), new(0.9, Up, Duration.FromDays(400)), new(1e-300, VolShock.None),
        new(1e300, VolShock.None), new(0.99, Wings, Duration.FromDays(-0.5)),
    ];

    public static IReadOnlyList<Scenario> Single { get; } = [new(0.8, Up)];

    /// <summary>A contract like a market's: every cell is finite.</summary>
    public static Contract Usual(SplitMix random)
    {
        var payoff = random.Below(32) switch
        {
            < 13 => Payoff.LinearOption,
            < 26 => Payoff.InverseOption,
            < 28 => Payoff.LinearFuture,
            < 30 => Payoff.InverseFuture,
            _ => Payoff.Coin,
        };
        var forward = random.Magnitude(8, 18);
        var contract = new Contract(payoff, forward, 0) { Size = random.Of(1, 1, 0.01, 10, 0.001) };
        if (!contract.IsOption) return contract;
        var deep = random.OneIn(8);
        contract = contract with
        {
            Strike = forward * (deep ? random.Magnitude(-9, 9) : random.Between(0.3, 3)),
            Right = random.Of(OptionRight.Call, OptionRight.Put),
            Vol = deep ? random.Magnitude(-6, 2) : random.Between(0.2, 2),
            Seconds = random.Of(86_400, 172_800, 604_800, 2_592_000, 7_776_000, random.Below(63_072_000)),
            Rate = payoff == Payoff.LinearOption && random.OneIn(2) ? random.Between(-0.1, 0.3) : 0,
        };
        return random.Below(16) switch
        {
            // In a settlement window, and expired.
            0 => contract with { Fixed = forward * 0.4, Variable = forward * 0.6, Open = 0.6, Seconds = 1080 },
            1 => contract with { Seconds = -random.Below(100) },
            _ => contract,
        };
    }

    /// <summary>A usual contract with edges of the domain in some of its numbers.</summary>
    public static Contract Unusual(SplitMix random)
    {
        var contract = Usual(random);
        foreach (var field in new[] { random.Below(7), random.Below(14) })
        {
            var value = random.OneIn(2) ? random.Edge() : random.Signed(random.Magnitude(-410, 410));
            contract = field switch
            {
                0 => contract with { Variable = value },
                1 => contract with { Fixed = value },
                2 => contract with { Strike = value },
                3 => contract with { Vol = value },
                4 => contract with { Seconds = value },
                5 => contract with { Rate = value },
                6 => contract with { Size = value },
                _ => contract,
            };
        }
        return contract;
    }
}
