using Counterpoise.Bench.Native;
using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// Options in columns: forward 100, strikes within e^±0.3 of it, volatilities 0.3 to 1.2, 1 to 365 days, calls and
/// puts.
/// </summary>
internal sealed class OptionSet
{
    /// <summary>The forward of all of them.</summary>
    public const double ForwardPrice = 100;

    /// <summary>Makes them; the same seed makes the same options.</summary>
    public OptionSet(Arena arena, int count, int seed)
        : this(arena, [.. Enumerable.Repeat(new Random(seed), count).Select(Drawn)])
    {
    }

    private OptionSet(Arena arena, (double Sign, double Strike, double Vol, double Years)[] options)
    {
        Sign = arena.Of(options.Length, row => options[row].Sign);
        Forward = arena.Of(options.Length, _ => ForwardPrice);
        Strike = arena.Of(options.Length, row => options[row].Strike);
        Vol = arena.Of(options.Length, row => options[row].Vol);
        Years = arena.Of(options.Length, row => options[row].Years);
    }

    /// <summary>
    /// A chain, expiry by expiry: 12 monthly expiries × 21 strikes × call and put. Strikes far out on a nearer expiry
    /// would flatter us: rivals slow down in the tails of the normal distribution, ours does not.
    /// </summary>
    public static OptionSet Chain(Arena arena, int seed)
    {
        var random = new Random(seed);
        return new(arena,
        [
            .. from months in Enumerable.Range(1, 12)
               from strike in Enumerable.Range(0, 21)
               from sign in new[] { 1.0, -1.0 }
               select (sign, ForwardPrice * Math.Exp(Step(-0.3, 0.3, strike, 21)), Uniform(random, 0.3, 1.2),
                   months / 12.0),
        ]);
    }

    /// <summary>Number of options.</summary>
    public int Count => Sign.Length;

    /// <summary>+1 call, −1 put.</summary>
    public Column<double> Sign { get; }

    /// <summary>F.</summary>
    public Column<double> Forward { get; }

    /// <summary>K.</summary>
    public Column<double> Strike { get; }

    /// <summary>σ.</summary>
    public Column<double> Vol { get; }

    /// <summary>T.</summary>
    public Column<double> Years { get; }

    /// <summary>Evenly between two bounds.</summary>
    public static double Uniform(Random random, double low, double high) => low + (high - low) * random.NextDouble();

    /// <summary>From low to high in even steps.</summary>
    public static double Step(double low, double high, int at, int count) => low + (high - low) * at / (count - 1);

    /// <summary>A scenario that multiplies spot and volatility.</summary>
    public static Scenario Shock(double spotFactor, double volFactor) => new(spotFactor, volFactor switch
    {
        1 => VolShock.None,
        > 1 => new PowerVolShock(IsUp: true, volFactor - 1, 0, 0, DteFloorDays: 1, Floor: 0),
        _ => new PowerVolShock(IsUp: false, 1 - volFactor, 0, 0, DteFloorDays: 1, Floor: 0),
    });

    /// <summary>One option as the product resolves it.</summary>
    public Contract Contract(int row) => new(Payoff.LinearOption, Forward[row], 0)
    {
        Strike = Strike[row],
        Right = Right(row),
        Vol = Vol[row],
        Seconds = Years[row] * Duration.SecondsPerYear,
    };

    /// <summary>The right of one option.</summary>
    public OptionRight Right(int row) => Sign[row] > 0 ? OptionRight.Call : OptionRight.Put;

    private static (double Sign, double Strike, double Vol, double Years) Drawn(Random random) => (
        random.Next(2) == 0 ? 1.0 : -1.0,
        ForwardPrice * Math.Exp(Uniform(random, -0.3, 0.3)),
        Uniform(random, 0.3, 1.2),
        Uniform(random, 1, 365) / 365);

    /// <summary>The precise price of one option with its forward and volatility multiplied.</summary>
    public double Price(int row, double spotFactor = 1, double volFactor = 1) =>
        Black76.Price(Right(row), Forward[row] * spotFactor, Strike[row], Vol[row] * volFactor, Years[row]);
}
