using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;
using Counterpoise.Units;
using Own = Counterpoise.Numerics.Elementary;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Options at random and the scenarios they go through.</summary>
internal static class RandomChain
{
    private static readonly double[] Spots = [1, 0.34, 0.84, 0.97, 1.03, 1.16, 1.5, 6];

    private static readonly VolShock[] Shocks =
    [
        VolShock.None,
        new PowerVolShock(true, 0.5, 0.3, 0.13, 1, 0.5),
        new PowerVolShock(false, 0.25, 0.3, 0.13, 1, 0),
        new SkewVolShock(false, 0.25, -0.1, 0.01, 4, 0.6, 0),
        new SkewVolShock(true, 0.25, -0.1, 0.01, 4, 0.6, 0),
    ];

    /// <summary>Every spot factor with every shock, now and after eighteen hours; the unchanged one first.</summary>
    public static Scenario[] Grid { get; } =
    [
        .. from time in new[] { default, Duration.FromDays(0.75) }
           from shock in Shocks
           from spot in Spots
           select new Scenario(spot, shock, time),
    ];

    /// <summary>Scenarios without a shock of volatility.</summary>
    public static Scenario[] Moves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Scenario(0.5 + 0.01 * i, VolShock.None))];

    /// <summary>
    /// A living option, coin-settled at odd indexes: σ from 5 % to 250 %, an hour to three years, strikes within four
    /// standard deviations, sizes and rates.
    /// </summary>
    public static Contract Option(int index)
    {
        var draws = new Draws(80, index);
        var forward = draws.LogUniform(0.1, 1e5);
        var vol = draws.LogUniform(0.05, 2.5);
        var seconds = draws.LogUniform(3600, 3 * Duration.SecondsPerYear);
        // The kernel's domain ends where eighteen hours take the last of it.
        if (draws.Whole(4) != 0) seconds += 65_000;
        var totalVol = vol * Math.Sqrt(seconds / Duration.SecondsPerYear);
        var isInverse = index % 2 == 1;
        double[] sizes = [1, 1, 0.1, 0.001, 10, 7.3];
        return new Contract(isInverse ? Payoff.InverseOption : Payoff.LinearOption, forward, 0)
        {
            Strike = forward * Own.Exp(draws.Uniform(-4, 4) * totalVol),
            Right = draws.Coin() ? OptionRight.Call : OptionRight.Put,
            Vol = vol,
            Seconds = seconds,
            Rate = isInverse || draws.Coin() ? 0 : draws.Uniform(-0.05, 0.2),
            Size = sizes[draws.Whole(sizes.Length)],
        };
    }

    /// <summary>
    /// A contract the kernel does not take: expired, in a settlement window, without volatility, or no option.
    /// </summary>
    public static Contract Odd(int index)
    {
        var option = Option(index);
        return (index / 2 % 7) switch
        {
            0 => option with { Seconds = 0 },
            1 => option with { Seconds = -86_400 },
            2 => option with
            {
                Seconds = 900,
                Variable = 0.5 * option.Variable,
                Fixed = 0.49 * option.Variable,
                Open = 0.5,
            },
            3 => option with { Vol = 0 },
            4 => option with { Vol = 1e-7 },
            5 => option with { Strike = 1e-125 * option.Strike },
            _ => new Contract(
                index % 2 == 0 ? Payoff.LinearFuture : Payoff.InverseFuture, option.Variable, 0)
            { Size = option.Size },
        };
    }

    /// <summary>Options with a contract of another kind now and then.</summary>
    public static Contract[] Mixed(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i % 7 == 4 ? Odd(i) : Option(i))];

    /// <summary>The larger leg of an option, today or under a scenario, in the currency it is valued in.</summary>
    public static double Leg(Contract contract, Scenario scenario)
    {
        var shocked = contract.Variable * scenario.Spot + contract.Fixed;
        if (contract.IsInverse)
            return contract.Size * Math.Max(1, contract.Strike / Math.Min(shocked, contract.Forward));
        var discount = Math.Max(
            contract.Discount(contract.Years), contract.Discount(contract.YearsAfter(scenario.Time)));
        return contract.Size * discount * Math.Max(contract.Strike, Math.Max(shocked, contract.Forward));
    }
}
