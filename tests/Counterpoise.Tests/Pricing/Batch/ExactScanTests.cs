using System.Numerics;
using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Whole-number cells: sums are exact, so that they can be compared with big integers.</summary>
public class ExactScanTests
{
    private const int Rows = 40;

    [Theory]
    [InlineData(6)]
    [InlineData(33)]
    [InlineData(47)]
    [InlineData(201)]
    public void Totals_and_worst_are_the_exact_sums_in_any_order(int scenarios)
    {
        var array = Array(scenarios);
        var (rows, lots) = Positions(30);
        var expected = Enumerable.Range(0, array.Stride).Select(c => Sum(array, rows, lots, c)).ToArray();
        for (var turn = 0; turn < rows.Length; turn += 7)
        {
            int[] turnedRows = [.. rows[turn..], .. rows[..turn]];
            double[] turnedLots = [.. lots[turn..], .. lots[..turn]];
            var totals = new double[array.Stride];
            AccountScan.Totals(array, turnedRows, turnedLots, totals);
            Assert.Equal(expected, totals.Select(t => (BigInteger)t));
            double[] worst = [double.NaN];
            AccountScan.Worst(array, new SparseAccounts([0, rows.Length], turnedRows, turnedLots), worst);
            Assert.Equal(expected[..scenarios].Min(), (BigInteger)worst[0]);
        }
    }

    private static BigInteger Sum(GrainArray array, int[] rows, double[] lots, int column)
    {
        var sum = BigInteger.Zero;
        for (var i = 0; i < rows.Length; i++)
            sum += (BigInteger)lots[i] * (BigInteger)array.Cells[rows[i] * array.Stride + column];
        return sum;
    }

    // Cells below 2³⁶, 30 positions of up to 1,000 lots: totals stay below 2⁵¹.
    private static GrainArray Array(int scenarios)
    {
        var array = new GrainArray(Rows, scenarios, default);
        for (var row = 0; row < Rows; row++)
        {
            var draws = new Draws(95, row);
            double[] cells =
                [.. Enumerable.Range(0, scenarios + 1).Select(_ => Math.Floor(draws.Uniform(-6.8e10, 6.8e10)))];
            Assert.True(array.TrySet(row, cells, 1));
        }
        return array;
    }

    private static (int[] Rows, double[] Lots) Positions(int count)
    {
        var draws = new Draws(96, 0);
        return (
            [.. Enumerable.Range(0, count).Select(_ => draws.Whole(Rows))],
            [.. Enumerable.Range(0, count).Select(_ => (double)(draws.Whole(2001) - 1000))]);
    }
}
