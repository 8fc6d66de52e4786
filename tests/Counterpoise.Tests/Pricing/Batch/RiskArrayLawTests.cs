using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>A row depends on its contract and scenarios alone: not on its neighbours, nor on when it was set.</summary>
public class RiskArrayLawTests
{
    private const int Rows = 61;

    [Fact]
    public void A_row_alone_has_the_bits_of_the_row_among_others()
    {
        var contracts = RandomChain.Mixed(Rows);
        var all = new RiskArray(contracts, _ => RandomChain.Grid);
        for (var row = 0; row < Rows; row++)
        {
            var alone = new RiskArray([contracts[row]], _ => RandomChain.Grid);
            AssertSameBits(alone.Cells, RowOf(all, row), $"row {row}: {contracts[row]}");
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_beside_any_others()
    {
        var contracts = RandomChain.Mixed(Rows);
        var all = new RiskArray(contracts, _ => RandomChain.Grid);
        for (var step = 2; step < Rows; step += 7)
        {
            // 61 is a prime: every step visits everyone once.
            var order = Enumerable.Range(0, Rows).Select(i => i * step % Rows).ToArray();
            var permuted = new RiskArray([.. order.Select(i => contracts[i])], _ => RandomChain.Grid);
            for (var row = 0; row < Rows; row++)
                AssertSameBits(RowOf(all, order[row]), RowOf(permuted, row), $"row {row} by {step}");
        }
    }

    [Fact]
    public void Rows_on_lists_of_their_own_have_the_bits_of_rows_on_one_list()
    {
        var contracts = RandomChain.Mixed(Rows);
        Scenario[][] lists = [RandomChain.Grid, RandomChain.Grid[..11], [Scenario.Unchanged], RandomChain.Grid[3..26]];
        var mixed = new RiskArray(contracts, row => lists[row % lists.Length]);
        for (var row = 0; row < Rows; row++)
        {
            var list = lists[row % lists.Length];
            var own = new RiskArray([contracts[row]], _ => list);
            AssertSameBits(own.Cells, RowOf(mixed, row)[..own.Stride], $"row {row}");
            Assert.All(RowOf(mixed, row)[(list.Length + 1)..].ToArray(), cell => Assert.Equal(0, cell));
        }
    }

    [Fact]
    public void A_refreshed_array_has_the_bits_of_a_new_one_whatever_the_order_rows_were_set_in()
    {
        var contracts = RandomChain.Mixed(Rows);
        var array = new RiskArray(contracts, _ => RandomChain.Grid);
        for (var round = 0; round < 40; round++)
        {
            var draws = new Draws(81, round);
            HashSet<int> touched = [];
            for (var n = draws.Whole(2 * Rows); n > 0; n--)
            {
                var row = draws.Whole(Rows);
                contracts[row] = Moved(contracts[row], draws);
                array.Set(row, contracts[row]);
                touched.Add(row);
            }
            Assert.Equal(touched.Count, array.Refresh());
            Assert.Equal(0, array.Refresh());
            AssertSameBits(new RiskArray(contracts, _ => RandomChain.Grid).Cells, array.Cells, $"round {round}");
            Assert.Equal(contracts, Enumerable.Range(0, Rows).Select(array.ContractOf));
        }
    }

    [Fact]
    public void A_row_that_is_set_keeps_its_cells_until_it_is_refreshed()
    {
        var contracts = RandomChain.Mixed(Rows);
        var array = new RiskArray(contracts, _ => RandomChain.Grid);
        var before = array.Cells.ToArray();
        array.Set(5, RandomChain.Option(1005));
        AssertSameBits(before, array.Cells, "after Set");
        Assert.Equal(1, array.Refresh());
        Assert.NotEqual(before[(5 * array.Stride)..(6 * array.Stride)], RowOf(array, 5).ToArray());
    }

    private static Contract Moved(Contract contract, Draws draws) => draws.Whole(6) switch
    {
        0 => contract with { Seconds = contract.Seconds - 3600 },
        1 => contract with { Vol = contract.Vol * draws.Uniform(0.8, 1.25) },
        2 => RandomChain.Option(draws.Whole(100_000)),
        3 => RandomChain.Odd(draws.Whole(100_000)),
        _ => contract with { Variable = contract.Variable * draws.Uniform(0.98, 1.02) },
    };

    private static ReadOnlySpan<double> RowOf(RiskArray array, int row) =>
        array.Cells.Slice(row * array.Stride, array.Stride);

    private static void AssertSameBits(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string where) =>
        BatchEdgeTests.AssertSameBits(expected.ToArray(), actual.ToArray(), () => where);
}
