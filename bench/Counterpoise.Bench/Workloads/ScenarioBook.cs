using Counterpoise.Bench.Native;
using Counterpoise.Markets;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// A book of 504 options (<see cref="OptionSet.Chain"/>) and the pairs of spot factor (0.84 to 1.16) and vol factor
/// (0.75 to 1.25) to reprice it under;
/// scenario = vol node · spots + spot node.
/// </summary>
internal sealed unsafe class ScenarioBook
{
    /// <summary>Options in the book.</summary>
    public const int Count = 504;

    /// <summary>Makes the inputs.</summary>
    public ScenarioBook(Arena arena, int spots, int vols)
    {
        Options = OptionSet.Chain(arena, seed: 504);
        var random = new Random(27);
        Quantity = arena.Of(Count, _ => OptionSet.Uniform(random, -10, 10));
        Base = arena.Of(Count, row => Options.Price(row));
        Spot = arena.Of(spots, at => OptionSet.Step(0.84, 1.16, at, spots));
        VolFactor = arena.Of(vols, at => OptionSet.Step(0.75, 1.25, at, vols));
        Totals = arena.New<double>(spots * vols);
    }

    /// <summary>The options.</summary>
    public OptionSet Options { get; }

    /// <summary>Signed quantity of each.</summary>
    public Column<double> Quantity { get; }

    /// <summary>Value of each before any shock.</summary>
    public Column<double> Base { get; }

    /// <summary>Spot factors.</summary>
    public Column<double> Spot { get; }

    /// <summary>Vol factors.</summary>
    public Column<double> VolFactor { get; }

    /// <summary>Profit and loss of the book per scenario: where a contender writes.</summary>
    public Column<double> Totals { get; }

    /// <summary>The worst of <see cref="Totals"/>, as a contender found it.</summary>
    public double Worst { get; set; }

    /// <summary>Number of scenarios.</summary>
    public int Scenarios => Spot.Length * VolFactor.Length;

    /// <summary>Name of the workload in the Python child.</summary>
    public string PythonName => $"scenarios-{Scenarios}";

    /// <summary>Σ|quantity|·forward: what rounding errors of the totals are measured by.</summary>
    public double Scale
    {
        get
        {
            var sum = 0.0;
            for (var row = 0; row < Count; row++) sum += Math.Abs(Quantity[row]) * Options.Forward[row];
            return sum;
        }
    }

    /// <summary>The scenarios in their order.</summary>
    public IReadOnlyList<Scenario> Shocks() =>
    [
        .. Enumerable.Range(0, Scenarios)
            .Select(at => OptionSet.Shock(Spot[at % Spot.Length], VolFactor[at / Spot.Length])),
    ];

    /// <summary>The totals by the precise pricer, one option after the other, and the worst as the last.</summary>
    public double[] Precise()
    {
        var totals = new double[Scenarios + 1];
        for (var at = 0; at < Scenarios; at++)
        {
            var (spot, vol) = (Spot[at % Spot.Length], VolFactor[at / Spot.Length]);
            for (var row = 0; row < Count; row++)
                totals[at] += Quantity[row] * (Options.Price(row, spot, vol) - Base[row]);
        }
        totals[Scenarios] = totals.AsSpan(0, Scenarios).ToArray().Min();
        return totals;
    }

    /// <summary>The totals and the worst as the last, as the contender that ran last left them.</summary>
    public double[] Found() => [.. Totals.Span, Worst];

    /// <summary>Hands the inputs to the Python child.</summary>
    public void Write(PythonRivals python)
    {
        python.Write<double>(PythonName, "sign", Options.Sign.Span);
        python.Write<double>(PythonName, "forward", Options.Forward.Span);
        python.Write<double>(PythonName, "strike", Options.Strike.Span);
        python.Write<double>(PythonName, "vol", Options.Vol.Span);
        python.Write<double>(PythonName, "years", Options.Years.Span);
        python.Write<double>(PythonName, "quantity", Quantity.Span);
        python.Write<double>(PythonName, "base", Base.Span);
        python.Write<double>(PythonName, "spot", Spot.Span);
        python.Write<double>(PythonName, "volfactor", VolFactor.Span);
        python.Load(PythonName);
    }

    /// <summary>QuantLib's blackFormula on every option and scenario.</summary>
    public void RunQuantLib() => Worst = RivalLibrary.QuantLibScenarios(
        Count, Options.Sign.Pointer, Options.Forward.Pointer, Options.Strike.Pointer, Options.Vol.Pointer,
        Options.Years.Pointer, Quantity.Pointer, Base.Pointer, Spot.Length, Spot.Pointer, VolFactor.Length,
        VolFactor.Pointer, Totals.Pointer);
}
