using Counterpoise.Margins.Scanning;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Portfolios over a risk array against a plain loop, and width against width.</summary>
public class AccountScanTests
{
    private const int Rows = 40;

    // Scenarios and the stride they come to; the last but one is one cell short of a whole line with its value.
    public static TheoryData<int, int> Grids { get; } =
        new() { { 1, 8 }, { 6, 8 }, { 33, 40 }, { 40, 48 }, { 47, 48 }, { 201, 208 } };

    [Theory]
    [MemberData(nameof(Grids))]
    public void Totals_are_the_sums_of_quantity_times_cell(int scenarios, int stride)
    {
        var array = Array(scenarios);
        Assert.Equal(stride, array.Stride);
        var (rows, quantities) = Positions(90, 50);
        foreach (var count in new[] { 0, 1, 2, 50 })
        {
            var totals = new double[stride];
            AccountScan.Totals(array, rows.AsSpan(0, count), quantities.AsSpan(0, count), totals);
            for (var column = 0; column < stride; column++)
            {
                var (sum, size) = Sum(array, rows[..count], quantities[..count], column);
                Assert.True(Math.Abs(sum - totals[column]) <= 60 * WorstError.Rounding * size, $"column {column}");
                if (column > scenarios) Assert.Equal(0, totals[column]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void The_worst_is_the_least_total_of_the_first_scenarios(int scenarios, int stride)
    {
        var array = Array(scenarios);
        Assert.Equal(stride, array.Stride);
        var accounts = Accounts(37);
        var worst = new double[accounts.Count];
        foreach (var count in new[] { 1, scenarios / 2, scenarios - 1, scenarios }.Where(n => n > 0).Distinct())
        {
            AccountScan.Worst(array, count, accounts, worst);
            var totals = new double[stride];
            for (var a = 0; a < accounts.Count; a++)
            {
                var (start, end) = (accounts.Starts[a], accounts.Starts[a + 1]);
                var rows = accounts.Rows[start..end].ToArray();
                var quantities = accounts.Quantities[start..end].ToArray();
                AccountScan.Totals(array, rows, quantities, totals);
                Assert.Equal(totals[..count].Min(), worst[a]);
                var plain = Enumerable.Range(0, count).Select(c => Sum(array, rows, quantities, c)).ToArray();
                var tolerance = 60 * WorstError.Rounding * plain.Max(p => p.Size);
                Assert.True(Math.Abs(plain.Min(p => p.Sum) - worst[a]) <= tolerance, $"account {a}");
                if (start == end) Assert.Equal(0, worst[a]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Every_width_gives_the_same_bits(int scenarios, int stride)
    {
        var array = Array(scenarios);
        var accounts = Accounts(23);
        Assert.Equal(stride, array.Stride);
        var expected = Scanned<LanesScalar>(array, scenarios, accounts);
        BatchEdgeTests.AssertSameBits(expected, Scanned<Lanes128>(array, scenarios, accounts), () => "128 bits");
        BatchEdgeTests.AssertSameBits(expected, Scanned<Lanes256>(array, scenarios, accounts), () => "256 bits");
        BatchEdgeTests.AssertSameBits(expected, Scanned<Lanes512>(array, scenarios, accounts), () => "512 bits");
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void A_contract_without_a_value_leaves_its_holders_without_a_worst_and_no_one_else(
        int scenarios, int stride)
    {
        var array = Array(scenarios);
        var accounts = Accounts(29);
        var before = new double[accounts.Count];
        AccountScan.Worst(array, scenarios, accounts, before);
        array.Set(3, array.ContractOf(3) with { Vol = double.NaN });
        Assert.Equal(1, array.Refresh());
        Assert.True(double.IsNaN(array.Cells[3 * stride]));
        var worst = new double[accounts.Count];
        AccountScan.Worst(array, scenarios, accounts, worst);
        for (var a = 0; a < accounts.Count; a++)
        {
            var holds = accounts.Rows[accounts.Starts[a]..accounts.Starts[a + 1]].Contains(3);
            Assert.Equal(holds ? double.NaN : before[a], worst[a]);
        }
        Assert.Contains(double.NaN, worst);
    }

    [Fact]
    public void No_portfolios_and_no_positions_are_no_loss()
    {
        var array = Array(33);
        AccountScan.Worst(array, 33, new SparseAccounts([0], [], []), []);
        double[] worst = [1, 2];
        AccountScan.Worst(array, 33, new SparseAccounts([0, 0, 0], [], []), worst);
        Assert.Equal([0, 0], worst);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var array = Array(33);
        var totals = new double[array.Stride];
        var accounts = new SparseAccounts([0, 1], [Rows], [1]);
        Assert.Throws<ArgumentException>(() => AccountScan.Totals(array, [0, 1], [1], totals));
        Assert.Throws<ArgumentException>(() => AccountScan.Totals(array, [0], [1], new double[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccountScan.Totals(array, [Rows], [1], totals));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccountScan.Worst(array, 33, accounts, new double[1]));
        Assert.Throws<ArgumentException>(() => AccountScan.Worst(array, 33, new SparseAccounts([0], [], []), [0]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AccountScan.Worst(array, 0, new SparseAccounts([0, 0], [], []), new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AccountScan.Worst(array, 41, new SparseAccounts([0, 0], [], []), new double[1]));
        Assert.Throws<ArgumentException>(() => new SparseAccounts([], [], []));
        Assert.Throws<ArgumentException>(() => new SparseAccounts([0, 2, 1, 2], [0, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new SparseAccounts([0, 1], [0, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new SparseAccounts([0, 1], [0], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseAccounts([0, 1], [-1], [1]));
    }

    private static double[] Scanned<T>(RiskArray array, int scenarios, SparseAccounts accounts)
        where T : struct, ILanes<T>
    {
        var kernel = new ScanKernel<T>(array.Cells, array.Stride);
        var results = new double[accounts.Count + array.Stride];
        kernel.Worst(accounts, scenarios, results.AsSpan(0, accounts.Count));
        kernel.Totals(accounts.Rows, accounts.Quantities, results.AsSpan(accounts.Count));
        return results;
    }

    private static RiskArray Array(int scenarios)
    {
        var list = scenarios <= RandomChain.Grid.Length ? RandomChain.Grid[..scenarios] : RandomChain.Moves(scenarios);
        return new RiskArray([.. Enumerable.Range(0, Rows).Select(RandomChain.Option)], _ => list);
    }

    // Every fourth is empty.
    private static SparseAccounts Accounts(int count)
    {
        List<int> starts = [0], rows = [];
        List<double> quantities = [];
        for (var a = 0; a < count; a++)
        {
            var (r, q) = Positions(100 + a, a % 4 == 0 ? 0 : new Draws(91, a).Whole(20));
            rows.AddRange(r);
            quantities.AddRange(q);
            starts.Add(rows.Count);
        }
        return new SparseAccounts([.. starts], [.. rows], [.. quantities]);
    }

    private static (int[] Rows, double[] Quantities) Positions(int seed, int count)
    {
        var draws = new Draws(92, seed);
        return (
            [.. Enumerable.Range(0, count).Select(_ => draws.Whole(Rows))],
            [.. Enumerable.Range(0, count).Select(_ => draws.Sign() * draws.LogUniform(0.1, 100))]);
    }

    // The plain sum, and the sum of the sizes of its terms: rounding is a few units of that.
    private static (double Sum, double Size) Sum(RiskArray array, int[] rows, double[] quantities, int column)
    {
        var (sum, size) = (0.0, 0.0);
        for (var i = 0; i < rows.Length; i++)
        {
            var term = quantities[i] * array.Cells[rows[i] * array.Stride + column];
            sum += term;
            size += Math.Abs(term);
        }
        return (sum, size);
    }
}
