using Counterpoise.Bench.Native;
using Counterpoise.Markets;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// 100,000 accounts with 20 positions each out of 1,000 instruments (account a has positions 20·a to 20·a + 19,
/// ascending by instrument), and the profit and loss of one unit of each instrument under 11 × 3 scenarios.
/// </summary>
internal sealed class AccountBook
{
    /// <summary>Number of accounts.</summary>
    public const int Accounts = 100_000;

    /// <summary>Positions of each.</summary>
    public const int Positions = 20;

    /// <summary>Instruments they are taken from.</summary>
    public const int Instruments = 1_000;

    /// <summary>Scenarios of each instrument.</summary>
    public const int ScenarioCount = Spots * Vols;

    /// <summary>Doubles from one padded row to the next.</summary>
    public const int Stride = 40;

    /// <summary>Name of the workload in the Python child.</summary>
    public const string PythonName = "accounts";

    private const int Spots = 11;
    private const int Vols = 3;

    /// <summary>Makes the inputs.</summary>
    public AccountBook(Arena arena)
    {
        Rows = arena.New<double>(Instruments * Stride);
        Offsets = arena.Of(Accounts + 1, account => account * Positions);
        Instrument = arena.New<int>(Accounts * Positions);
        var random = new Random(33);
        Quantity = arena.Of(Accounts * Positions, _ => OptionSet.Uniform(random, -10, 10));
        Worst = arena.New<double>(Accounts);
        Options = new OptionSet(arena, Instruments, seed: 1000);
        FillRows();
        for (var account = 0; account < Accounts; account++)
            Choose(random, Instrument.Span.Slice(account * Positions, Positions));
    }

    /// <summary>The instruments.</summary>
    public OptionSet Options { get; }

    /// <summary>Profit and loss, rows <see cref="Stride"/> apart; the padding repeats the last scenario.</summary>
    public Column<double> Rows { get; }

    /// <summary>First position of each account, and the end.</summary>
    public Column<int> Offsets { get; }

    /// <summary>Instrument of each position.</summary>
    public Column<int> Instrument { get; }

    /// <summary>Signed quantity of each position.</summary>
    public Column<double> Quantity { get; }

    /// <summary>The worst total of each account: where a contender writes.</summary>
    public Column<double> Worst { get; }

    /// <summary>The scenarios in the order of a row.</summary>
    public static IReadOnlyList<Scenario> Scenarios() =>
        [.. Enumerable.Range(0, ScenarioCount).Select(s => OptionSet.Shock(SpotFactor(s), VolFactor(s)))];

    /// <summary>The worst of each account by plain loops.</summary>
    public double[] Plain()
    {
        var worst = new double[Accounts];
        Span<double> totals = stackalloc double[ScenarioCount];
        for (var account = 0; account < Accounts; account++)
        {
            totals.Clear();
            for (var at = Offsets[account]; at < Offsets[account + 1]; at++)
            {
                var row = Rows.Span.Slice(Instrument[at] * Stride, ScenarioCount);
                for (var scenario = 0; scenario < ScenarioCount; scenario++)
                    totals[scenario] += Quantity[at] * row[scenario];
            }
            worst[account] = double.PositiveInfinity;
            foreach (var total in totals) worst[account] = Math.Min(worst[account], total);
        }
        return worst;
    }

    /// <summary>Hands the inputs to the Python child, rows without padding.</summary>
    public void Write(PythonRivals python)
    {
        var rows = new double[Instruments * ScenarioCount];
        for (var row = 0; row < Instruments; row++)
            Rows.Span.Slice(row * Stride, ScenarioCount).CopyTo(rows.AsSpan(row * ScenarioCount));
        python.Write<double>(PythonName, "rows", rows);
        python.Write<int>(PythonName, "scenarios", [ScenarioCount]);
        python.Write<int>(PythonName, "offsets", Offsets.Span);
        python.Write<int>(PythonName, "instrument", Instrument.Span);
        python.Write<double>(PythonName, "quantity", Quantity.Span);
        python.Load(PythonName);
    }

    private static double SpotFactor(int scenario) => OptionSet.Step(0.84, 1.16, scenario % Spots, Spots);

    private static double VolFactor(int scenario) => OptionSet.Step(0.75, 1.25, scenario / Spots, Vols);

    private void FillRows()
    {
        for (var row = 0; row < Instruments; row++)
        {
            var today = Options.Price(row);
            for (var at = 0; at < Stride; at++)
            {
                var scenario = Math.Min(at, ScenarioCount - 1);
                Rows[row * Stride + at] =
                    Options.Price(row, SpotFactor(scenario), VolFactor(scenario)) - today;
            }
        }
    }

    // Different instruments, ascending.
    private static void Choose(Random random, Span<int> held)
    {
        for (var at = 0; at < held.Length; at++)
        {
            do held[at] = random.Next(Instruments);
            while (held[..at].Contains(held[at]));
        }
        held.Sort();
    }
}
