using Counterpoise.Instruments;
using Counterpoise.Pricing.Models;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>Prices against 30 digits (tests/golden/heston.py).</summary>
public class HestonAccuracyTests
{
    // In 1e-15 of the larger leg.
    private const double Claim = 10;

    private static readonly Lazy<WorstError[]> Measured = new(Measure);

    [Fact]
    public void Prices_are_within_their_claim() =>
        Assert.All(Measured.Value, row => Assert.True(row.Holds, row.ToString()));

    [Fact]
    public void The_page_prints_the_worst_errors() => KernelsPage.Prints(
        "prices", ["v0", "κ", "θ", "σ", "ρ", "T", "K"], Measured.Value, "heston.md");

    [Fact]
    public void The_reference_values_are_all_there()
    {
        Assert.Equal(10 * 100, HestonCase.Grid.Length);
        Assert.Equal(400 * 3, HestonCase.Wide.Length);
    }

    [Fact]
    public void The_bench_grid_is_within_2e_13_at_a_forward_of_100()
    {
        foreach (var c in HestonCase.Grid)
            Assert.Equal(c.Call, Heston.Price(OptionRight.Call, c.Forward, c.Strike, c.Parameters, c.Years), 2e-13);
    }

    private static WorstError[] Measure()
    {
        static WorstError Row(string region, string quantity) => new(region, quantity, "10⁻¹⁵·max(F, K)", Claim);
        WorstError[] rows =
        [
            Row("bench grid", "call"), Row("bench grid", "put"), Row("wide, up to 3 deviations", "call"),
            Row("wide, up to 3 deviations", "put"), Row("wide, 3 to 6 deviations", "call"),
            Row("wide, 3 to 6 deviations", "put"),
        ];
        Note(HestonCase.Grid, 0, _ => true);
        Note(HestonCase.Wide, 2, c => Deviations(c) <= 3);
        Note(HestonCase.Wide, 4, c => Deviations(c) > 3);
        return rows;

        void Note(HestonCase[] cases, int first, Func<HestonCase, bool> where)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                var c = cases[i];
                if (!where(c)) continue;
                var put = c.Call - (c.Forward - c.Strike);
                rows[first].Note(Error(c, OptionRight.Call, c.Call), i, c.Arguments);
                rows[first + 1].Note(Error(c, OptionRight.Put, put), i, c.Arguments);
            }
        }
    }

    private static double Deviations(HestonCase c) => Math.Abs(Math.Log(c.Forward / c.Strike)) / c.Deviation;

    private static double Error(HestonCase c, OptionRight right, double exact) =>
        Math.Abs(Heston.Price(right, c.Forward, c.Strike, c.Parameters, c.Years) - exact)
        / Math.Max(c.Forward, c.Strike) / 1e-15;
}
