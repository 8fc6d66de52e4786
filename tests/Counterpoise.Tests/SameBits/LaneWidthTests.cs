using Counterpoise.Margins.Scanning;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Repricing;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.Tests.SameBits;

/// <summary>
/// One, two, four and eight lanes give the same bits, within this process: where the processor has no vectors of a
/// width, the runtime puts them together. Names the first result that differs, with its inputs.
/// </summary>
public class LaneWidthTests
{
    private const int Options = 6_000;

    [Fact]
    public void Exp_has_the_same_bits_at_every_width() => Same(new FunctionRun<ExpFunction>(Fill(Arguments.Exp)));

    [Fact]
    public void Log_has_the_same_bits_at_every_width() => Same(new FunctionRun<LogFunction>(Fill(Arguments.Log)));

    [Fact]
    public void The_normal_distribution_has_the_same_bits_at_every_width() =>
        Same(new FunctionRun<NormalCdfFunction>(Fill(Arguments.NormalCdf)));

    [Fact]
    public void Prices_and_Greeks_have_the_same_bits_at_every_width()
    {
        var (table, lengths) = Drawn(102);
        Same(new Black76Run(table, lengths, pricesOnly: false));
        Same(new Black76Run(table, lengths, pricesOnly: true));
    }

    [Fact]
    public void Implied_volatilities_have_the_same_bits_at_every_width()
    {
        var (table, lengths) = Drawn(103);
        Same(new ImpliedVolRun(table, lengths));
    }

    [Fact]
    public void Heston_has_the_same_bits_at_every_width()
    {
        var random = new SplitMix(107);
        foreach (var length in Pieces.Of(4_000, random))
        {
            var table = new HestonTable(length);
            table.Draw(random, length);
            Same(new HestonRun(table, length));
        }
    }

    [Fact]
    public void Smiles_are_summed_and_linearised_to_the_same_bits_at_every_width()
    {
        for (var count = 1; count <= 70; count++)
            for (var seed = 0; seed < 5; seed++) Same(new SviRun((ulong)(1_000 * count + seed), count));
    }

    [Fact]
    public void Scenario_cells_have_the_same_bits_at_every_width()
    {
        var random = new SplitMix(104);
        foreach (var scenarios in new[] { RiskInputs.Full, RiskInputs.Short, RiskInputs.Single })
        {
            var contracts = Enumerable.Range(0, 2000)
                .Select(_ => random.OneIn(3) ? RiskInputs.Unusual(random) : RiskInputs.Usual(random))
                .Where(contract => contract.IsOption).Chunk(8).Where(block => block.Length == 8)
                .SelectMany(block => block).ToArray();
            Same(new ScenarioRun(new ScenarioPlan(scenarios), inCoin: false, contracts));
            Same(new ScenarioRun(new ScenarioPlan(scenarios), inCoin: true, contracts));
        }
    }

    [Fact]
    public void Scans_have_the_same_bits_at_every_width()
    {
        var random = new SplitMix(105);
        foreach (var scenarios in new[] { RiskInputs.Full, RiskInputs.Short, RiskInputs.Single })
        {
            var contracts = Enumerable.Range(0, 60).Select(_ => RiskInputs.Usual(random)).ToArray();
            var array = new RiskArray(contracts, _ => scenarios);
            var rows = Enumerable.Range(0, 1500).Select(_ => random.Below(contracts.Length)).ToArray();
            var quantities = Array.ConvertAll(rows, _ => random.Signed(random.Magnitude(-7, 7)));
            int[] starts = [0, .. Enumerable.Range(0, 299).Select(_ => random.Below(rows.Length)).Order(), rows.Length];
            Same(new TotalsRun(array, rows, quantities));
            Same(new WorstRun(array, scenarios.Count, new SparseAccounts(starts, rows, quantities)));
        }
    }

    [Fact]
    public void Running_totals_have_the_same_bits_at_every_width()
    {
        var random = new SplitMix(106);
        for (var lines = 1; lines < 8; lines++)
        {
            var row = Enumerable.Range(0, lines * AlignedDoubles.Line)
                .Select(_ => random.OneIn(4) ? random.Edge() : random.Signed(random.Magnitude(-9, 30))).ToArray();
            var start = Array.ConvertAll(row, _ => random.OneIn(4) ? -0.0 : random.Signed(random.Magnitude(0, 52)));
            double[] quantities = [0, -1, .. Enumerable.Range(0, 20).Select(_ => (double)(random.Below(2001) - 1000))];
            Same(new AddRun(row, quantities, start));
        }
    }

    [Fact]
    public void A_result_that_differs_is_told_with_its_inputs()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Same(new WidthRun()));
        const string told = "width: result 1: 4 lanes give 4 (0x4010000000000000)";
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    private static double[] Fill(SpanAction fill)
    {
        var x = new double[20_003];
        fill(new SplitMix(101), x);
        return x;
    }

    private delegate void SpanAction(SplitMix random, Span<double> x);

    private static (OptionTable Table, int[] Lengths) Drawn(ulong seed)
    {
        var random = new SplitMix(seed);
        var table = new OptionTable(Options);
        table.Draw(random, Options);
        return (table, [.. Pieces.Of(Options, random)]);
    }

    private static void Same<TRun>(TRun run)
        where TRun : IKernelRun
    {
        var expected = run.At<LanesScalar>();
        Same(run, expected, Lanes128.Width, run.At<Lanes128>());
        Same(run, expected, Lanes256.Width, run.At<Lanes256>());
        Same(run, expected, Lanes512.Width, run.At<Lanes512>());
    }

    private static void Same(IKernelRun run, double[] expected, int width, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (Bits(expected[i]) == Bits(actual[i])) continue;
            Assert.Fail(
                $"{run.Kernel}: {run.Describe(i)}: {width} lanes give {actual[i]:R} (0x{Bits(actual[i]):X16}), "
                + $"one gives {expected[i]:R} (0x{Bits(expected[i]):X16})");
        }
    }

    // NaN is NaN, whatever its sign and payload.
    private static ulong Bits(double value) =>
        BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? double.NaN : value);

    /// <summary>A kernel whose second result is its width, from four lanes on.</summary>
    private sealed class WidthRun : IKernelRun
    {
        public string Kernel => "width";

        public double[] At<T>()
            where T : struct, ILanes<T> => [double.NaN, T.Width < 4 ? 1 : T.Width];

        public string Describe(int index) => $"result {index}";
    }
}
