using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Rows of a risk array whose smile moves with the forward, against the clear version.</summary>
public class SmileRowTests
{
    private const int Rows = 1000;

    // A cell is the difference of two prices of at most 7 roundings each, times size and discount.
    private const double Claim = 20 * WorstError.Rounding;

    // Cells within eighteen hours of an expired hour, and Odd contracts, leave the batch for the clear version.
    private static readonly Contract[] Contracts =
        [.. Enumerable.Range(0, Rows).Select(i => OnSmile(i % 7 == 4 ? RandomChain.Odd(i) : RandomChain.Option(i), i))];

    [Fact]
    public void A_cell_is_the_clear_change_of_value()
    {
        var array = new RiskArray(Contracts, _ => RandomChain.Grid);
        var moved = 0;
        for (var row = 0; row < Rows; row++)
        {
            var c = Contracts[row];
            for (var s = 0; s < RandomChain.Grid.Length; s++)
            {
                var scenario = RandomChain.Grid[s];
                var (expected, actual) = (c.Change(scenario), array.Change(row, s));
                Assert.True(
                    expected.Equals(actual) || Math.Abs(expected - actual) <= Claim * Leg(c, scenario),
                    $"{c} under {scenario}: {actual:R}, not {expected:R}");
                if (c.IsOption && c.ShockedVol(scenario) != (c with { Smile = null }).ShockedVol(scenario)) moved++;
            }
            Assert.True(
                Math.Abs(c.Value - array.Value(row)) <= Claim * Leg(c, Scenario.Unchanged), $"{c}: {array.Value(row)}");
        }
        // Seven of eight spot factors move the smile, and floors hold few of them.
        Assert.InRange(moved, Rows * RandomChain.Grid.Length / 2, int.MaxValue);
    }

    [Fact]
    public void The_unchanged_scenario_changes_nothing()
    {
        var array = new RiskArray(Contracts, _ => RandomChain.Grid);
        for (var row = 0; row < Rows; row++)
        {
            Assert.Equal(0, BitConverter.DoubleToInt64Bits(array.Change(row, 0)));
            Assert.Equal(0, Contracts[row].Change(Scenario.Unchanged));
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_alone_and_among_rows_with_and_without_smiles()
    {
        Contract[] mixed = [.. Contracts.Take(61).Select((c, i) => i % 3 == 0 ? c with { Smile = null } : c)];
        var all = new RiskArray(mixed, _ => RandomChain.Grid);
        for (var row = 0; row < mixed.Length; row++)
        {
            var alone = new RiskArray([mixed[row]], _ => RandomChain.Grid);
            BatchEdgeTests.AssertSameBits(
                alone.Cells.ToArray(), all.Cells.Slice(row * all.Stride, all.Stride).ToArray(), () => $"row {row}");
        }
    }

    [Fact]
    public void A_row_may_get_a_smile_and_lose_it()
    {
        var bare = Contracts[0] with { Smile = null };
        var array = new RiskArray([bare], _ => RandomChain.Grid);
        var before = array.Cells.ToArray();
        array.Set(0, Contracts[0]);
        array.Refresh();
        BatchEdgeTests.AssertSameBits(
            new RiskArray([Contracts[0]], _ => RandomChain.Grid).Cells.ToArray(), array.Cells.ToArray(), () => "set");
        array.Set(0, bare);
        array.Refresh();
        BatchEdgeTests.AssertSameBits(before, array.Cells.ToArray(), () => "set back");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-7)]
    [InlineData(1e7)]
    public void A_far_spot_factor_is_the_clear_version(double spot)
    {
        Scenario[] grid = [new(1.1, VolShock.None), new(spot, VolShock.None)];
        Contract[] contracts = [.. Contracts.Where(c => c.IsOption && (spot > 0 || !c.IsInverse)).Take(100)];
        var array = new RiskArray(contracts, _ => grid);
        for (var row = 0; row < contracts.Length; row++)
        {
            var (expected, actual) = (contracts[row].Change(grid[1]), array.Change(row, 1));
            Assert.True(
                expected.Equals(actual) || Math.Abs(expected - actual) <= Claim * Leg(contracts[row], grid[1]),
                $"{contracts[row]}: {actual:R}, not {expected:R}");
        }
    }

    [Fact]
    public void A_flat_smile_is_sticky_strike()
    {
        Contract[] bare = [.. Contracts.Where(c => c.IsOption).Select(c => c with { Smile = null })];
        Contract[] flat = Array.ConvertAll(bare, c => c with { Smile = new FlatSmile(c.Vol) });
        var (with, without) =
            (new RiskArray(flat, _ => RandomChain.Grid), new RiskArray(bare, _ => RandomChain.Grid));
        for (var row = 0; row < bare.Length; row++)
        {
            for (var s = 0; s < RandomChain.Grid.Length; s++)
            {
                var scenario = RandomChain.Grid[s];
                Assert.Equal(bare[row].Change(scenario), flat[row].Change(scenario));
                Assert.Equal(
                    without.Change(row, s), with.Change(row, s), Claim * Leg(bare[row], scenario));
            }
        }
    }

    // The clear version's own legs: the batch may be off by roundings of what it adds up, however little remains.
    private static double Leg(Contract contract, Scenario scenario) => contract.IsOption
        ? Math.Max(RandomChain.Leg(contract, scenario), RandomChain.Leg(contract, Scenario.Unchanged))
        : 0;

    // Curved, tilted, and through the contract's own volatility at the money.
    private static Contract OnSmile(Contract contract, int index)
    {
        if (!contract.IsOption) return contract;
        var draws = new Draws(83, index);
        var years = Math.Max(contract.Years, 1.0 / 365);
        var variance = Math.Max(contract.Vol * contract.Vol * years, 1e-12);
        var smile = new SviSmile(
            new RawSvi(
                0.6 * variance, 2 * variance, draws.Uniform(-0.8, 0.5), draws.Uniform(-0.1, 0.1),
                draws.Uniform(0.1, 0.4)),
            years);
        return contract with { Smile = smile, Vol = smile.Vol(contract.LogMoneyness) };
    }

    private sealed class FlatSmile(double vol) : Smile
    {
        public override double Vol(double logMoneyness) => vol;
    }
}
