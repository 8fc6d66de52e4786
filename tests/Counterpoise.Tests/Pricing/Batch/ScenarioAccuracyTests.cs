using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Cells of a risk array against the clear version, contract by contract and scenario by scenario.</summary>
public class ScenarioAccuracyTests
{
    private const int Rows = 4000;

    // The worst of 2·10⁷ cells near the money.
    private static readonly Contract[] Searched =
    [
        Linear(1.50904801709458, 1.5091015735717987, 0.2314846503764983, 149483.12126661278, OptionRight.Put) with
        {
            Rate = -0.029970868068370085,
        },
        Linear(382.6349049182854, 383.3727001562421, 0.33522706996283297, 1648025.4735117604, OptionRight.Put) with
        {
            Size = 7.3,
        },
        Linear(5160.412211530574, 5161.327044615817, 1.028583768838488, 13228.556805785827, OptionRight.Put) with
        {
            Payoff = Payoff.InverseOption,
            Size = 7.3,
        },
        Linear(117.37534144300854, 116.80023427491852, 0.3603420574612222, 5116862.451024417, OptionRight.Call) with
        {
            Payoff = Payoff.InverseOption,
            Size = 0.001,
        },
    ];

    private static readonly Lazy<WorstError[]> Measured = new(Measure);

    [Fact]
    public void A_cell_is_within_its_claim_of_the_clear_change_of_value() =>
        Assert.All(Measured.Value, row => Assert.True(row.Holds, row.ToString()));

    [Fact]
    public void The_page_prints_the_worst_cell() =>
        KernelsPage.Prints(
            "scenarios", ["F", "K", "σ", "seconds", "rate", "size", "scenario"], Measured.Value);

    [Fact]
    public void The_unchanged_scenario_changes_nothing()
    {
        Scenario[] grid = [new(0.9, VolShock.None), Scenario.Unchanged, .. RandomChain.Grid];
        var array = new RiskArray(RandomChain.Mixed(300), _ => grid);
        for (var row = 0; row < array.Count; row++)
        {
            Assert.Equal(0, BitConverter.DoubleToInt64Bits(array.Change(row, 1)));
            Assert.Equal(0, BitConverter.DoubleToInt64Bits(array.Change(row, 2)));
        }
    }

    [Fact]
    public void What_the_kernel_does_not_take_is_the_clear_version()
    {
        Contract[] contracts = [.. Enumerable.Range(0, 700).Select(RandomChain.Odd)];
        var array = new RiskArray(contracts, _ => RandomChain.Grid);
        for (var row = 0; row < contracts.Length; row++)
        {
            var contract = contracts[row];
            for (var s = 0; s < RandomChain.Grid.Length; s++)
            {
                var scenario = RandomChain.Grid[s];
                var tolerance = 1e-15 * RandomChain.Leg(contract, scenario);
                AssertNear(contract.Change(scenario), array.Change(row, s), tolerance, $"{contract} under {scenario}");
            }
            AssertNear(
                contract.Value, array.Value(row), 1e-15 * RandomChain.Leg(contract, Scenario.Unchanged), $"{contract}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-7)]
    [InlineData(1e7)]
    public void A_spot_factor_the_kernel_does_not_take_is_the_clear_version(double spot)
    {
        Scenario[] grid = [new(1.1, VolShock.None), new(spot, VolShock.None)];
        Contract[] contracts =
            [.. Enumerable.Range(0, 200).Select(RandomChain.Option).Where(c => spot > 0 || !c.IsInverse)];
        var array = new RiskArray(contracts, _ => grid);
        for (var row = 0; row < contracts.Length; row++)
        {
            var expected = contracts[row].Change(grid[1]);
            var tolerance = 1e-15 * RandomChain.Leg(contracts[row], grid[1]);
            AssertNear(expected, array.Change(row, 1), tolerance, $"{contracts[row]}");
        }
    }

    [Fact]
    public void A_rate_or_size_the_kernel_does_not_take_is_the_clear_version()
    {
        var option = RandomChain.Option(0) with { Seconds = Duration.SecondsPerYear };
        Contract[] contracts =
        [
            option with { Rate = 701 }, option with { Rate = -701, Variable = 1e-6, Strike = 2e-6 },
            option with { Size = -1 }, option with { Size = 0 }, option with { Size = 1e125 },
            RandomChain.Option(1) with { Size = -3 },
        ];
        var array = new RiskArray(contracts, _ => RandomChain.Grid);
        for (var row = 0; row < contracts.Length; row++)
        {
            var c = contracts[row];
            for (var s = 0; s < RandomChain.Grid.Length; s++)
            {
                var (scenario, tolerance) = (RandomChain.Grid[s], 1e-15 * RandomChain.Leg(c, RandomChain.Grid[s]));
                AssertNear(c.Change(scenario), array.Change(row, s), Math.Abs(tolerance), $"{c} under {scenario}");
            }
        }
    }

    [Fact]
    public void A_contract_with_a_number_that_is_none_has_no_value()
    {
        var option = RandomChain.Option(0);
        Contract[] contracts =
        [
            option with { Variable = double.NaN }, option with { Strike = double.NaN },
            option with { Vol = double.NaN }, option with { Seconds = double.NaN }, option with { Size = double.NaN },
            option with { Rate = double.NaN },
        ];
        var array = new RiskArray(contracts, _ => RandomChain.Grid);
        for (var row = 0; row < contracts.Length; row++)
        {
            Assert.True(double.IsNaN(contracts[row].Value) && double.IsNaN(array.Value(row)), $"row {row}");
            Assert.True(double.IsNaN(array.Change(row, 1)), $"row {row}");
        }
    }

    private static WorstError[] Measure()
    {
        const string Unit = "u·larger leg";
        WorstError[] rows =
        [
            new("linear", "change", Unit, 10), new("linear", "value today", Unit, 7),
            new("coin-settled", "change", Unit, 10), new("coin-settled", "value today", Unit, 7),
        ];
        Contract[] contracts = [.. Searched, .. Enumerable.Range(0, Rows).Select(RandomChain.Option)];
        var array = new RiskArray(contracts, _ => RandomChain.Grid);
        Parallel.For(0, contracts.Length, row =>
        {
            var c = contracts[row];
            var first = c.IsInverse ? 2 : 0;
            for (var s = 0; s < RandomChain.Grid.Length; s++)
            {
                var scenario = RandomChain.Grid[s];
                Note(rows[first], array.Change(row, s) - c.Change(scenario), scenario, s);
            }
            Note(rows[first + 1], array.Value(row) - c.Value, Scenario.Unchanged, 0);

            void Note(WorstError worst, double error, Scenario scenario, int s) => worst.Note(
                Math.Abs(error) / RandomChain.Leg(c, scenario) / WorstError.Rounding, row * RandomChain.Grid.Length + s,
                c.Variable, c.Strike, c.Vol, c.Seconds, c.Rate, c.Size, s);
        });
        return rows;
    }

    private static Contract Linear(double f, double k, double vol, double seconds, OptionRight right) =>
        new(Payoff.LinearOption, f, 0) { Strike = k, Vol = vol, Seconds = seconds, Right = right };

    private static void AssertNear(double expected, double actual, double tolerance, string what)
    {
        var same = expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance;
        Assert.True(same, $"{what}: {actual:R}, not {expected:R}");
    }
}
