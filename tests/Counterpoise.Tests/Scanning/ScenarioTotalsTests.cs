using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Tests.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Tests.Scanning;

/// <summary>An account's running totals in whole grains, against a rebuild from its positions.</summary>
public class ScenarioTotalsTests
{
    private const long MostLots = 1_000_000;
    private const double Lot = 0.1;

    private static readonly Scenario[] Scenarios =
    [
        .. from spot in new[] { 0.34, 0.84, 0.92, 1, 1.08, 1.16, 6 }
           from vol in new VolShock[]
           {
               VolShock.None, new PowerVolShock(true, 0.5, 0.3, 0.13, 1, 0.5),
               new PowerVolShock(false, 0.25, 0.3, 0.13, 1, 0),
           }
           select new Scenario(spot, vol),
    ];

    [Fact]
    public void Totals_updated_trade_by_trade_and_tick_by_tick_equal_a_rebuild_bit_for_bit()
    {
        var random = new Random(11);
        var ticks = Ticks(random);
        var array = Whole(ticks[0], GrainOf(ticks));
        var totals = new ScenarioTotals(array);
        var lots = new long[array.Count];
        var (tick, taken) = (0, 0);
        for (var step = 0; step < 3000; step++)
        {
            var row = random.Next(array.Count);
            if (step % 7 == 6)
            {
                tick = (tick + 1) % ticks.Length;
                var before = array.Row(row).ToArray();
                Assert.True(array.TrySet(row, RowOf(ticks[tick], row), Lot));
                Assert.True(totals.TryReprice(before, array.Row(row), lots[row]));
            }
            else
            {
                var traded = random.NextInt64(-3_000, 3_000);
                if (!totals.TryTrade(array, row, lots[row], traded)) continue;
                lots[row] += traded;
                taken++;
            }
            if (step % 100 == 99) AssertRebuilt(array, totals, lots, random);
        }
        AssertRebuilt(array, totals, lots, random);
        Assert.InRange(taken, 2000, 3000);
        Assert.Equal(lots.Sum(Math.Abs), totals.GrossLots);
    }

    [Fact]
    public void An_account_that_closes_everything_is_an_empty_account()
    {
        var array = Whole(Ticks(new Random(1))[0], new Grain(-20));
        var totals = new ScenarioTotals(array);
        for (var row = 0; row < array.Count; row++) Assert.True(totals.TryTrade(array, row, 0, row * 31 - 700));
        for (var row = array.Count - 1; row >= 0; row--)
            Assert.True(totals.TryTrade(array, row, row * 31 - 700, 700 - row * 31));
        Assert.Equal(Bits(new ScenarioTotals(array).Grains), Bits(totals.Grains));
        Assert.Equal(0, totals.GrossLots);
        Assert.Equal(0, totals.RoundingBound);
    }

    [Fact]
    public void What_would_pass_two_to_the_53_is_refused_and_changes_nothing()
    {
        var array = new GrainArray(2, 3, new Grain(0));
        var cell = Math.ScaleB(1, 40);
        Assert.True(array.TrySet(0, [cell, -cell, 1, 7], 1));
        Assert.True(array.TrySet(1, [-cell, cell, 1, 7], 1));
        var totals = new ScenarioTotals(array);
        Assert.True(totals.TryTrade(array, 0, 0, 1 << 12));
        // Row 1 hedges row 0: the totals themselves are small, but a rebuild in another order would not be.
        Assert.True(totals.TryTrade(array, 1, 0, 1 << 12));
        var before = Bits(totals.Grains);
        Assert.False(totals.TryTrade(array, 0, 1 << 12, 1));
        Assert.False(totals.TryTrade(array, 1, 1 << 12, -(1 << 14)));
        Assert.False(totals.TryTrade(array, 0, 1 << 12, long.MaxValue));
        Assert.False(totals.TryTrade(array, 0, 1 << 12, long.MinValue));
        Assert.False(totals.TryReprice(array.Row(0), [2 * cell, 0, 0, 0, 0, 0, 0, 0], 1 << 12));
        Assert.Equal(before, Bits(totals.Grains));
        Assert.Equal(1 << 13, totals.GrossLots);
        Assert.True(totals.TryTrade(array, 0, 1 << 12, -1));
        Assert.True(totals.TryTrade(array, 0, (1 << 12) - 1, 1));
        Assert.Equal(before, Bits(totals.Grains));
    }

    [Fact]
    public void Engine_and_desk_differ_by_no_more_than_the_rounding_bound()
    {
        var random = new Random(5);
        var desk = Ticks(random)[0];
        foreach (var exponent in new[] { -30, -20, -10, 0 })
        {
            var array = Whole(desk, new Grain(exponent));
            var totals = new ScenarioTotals(array);
            var rows = Enumerable.Range(0, array.Count).ToArray();
            var lots = Array.ConvertAll(rows, _ => random.NextInt64(-5_000, 5_000));
            foreach (var row in rows) Assert.True(totals.TryTrade(array, row, 0, lots[row]));
            var exact = new double[desk.Stride];
            AccountScan.Totals(desk, rows, Array.ConvertAll(lots, l => l * Lot), exact);
            // A little for the desk's own rounding.
            var bound = totals.RoundingBound + 1e-9;
            for (var s = 0; s < Scenarios.Length; s++) Assert.InRange(totals.Change(s) - exact[s], -bound, bound);
            Assert.InRange(totals.Value - exact[Scenarios.Length], -bound, bound);
            Assert.Equal(Enumerable.Range(0, Scenarios.Length).Min(totals.Change), totals.Worst());
        }
    }

    [Theory]
    [InlineData(1e5, 1000)]
    [InlineData(1, 1)]
    [InlineData(3e-7, 123_456_789)]
    [InlineData(0, 10)]
    public void The_grain_is_the_least_that_keeps_totals_exact(double largest, long lots)
    {
        var grain = Grain.For(largest, lots);
        Assert.True(grain.Whole(largest) * lots <= Grain.Limit);
        var finer = new Grain(grain.Exponent - 1);
        if (largest > 0) Assert.True((largest / finer.Size + 0.5) * lots > Grain.Limit);
    }

    [Fact]
    public void Cells_are_rounded_half_to_even_and_never_to_minus_zero()
    {
        var grain = new Grain(-1);
        Assert.Equal([0, 2, 2, 4], new[] { 0.25, 0.75, 1.25, 1.75 }.Select(grain.Whole));
        Assert.False(double.IsNegative(grain.Whole(-0.25)));
        Assert.Equal(double.NaN, grain.Whole(double.NaN));
        Assert.Equal(double.NaN, grain.Whole(double.PositiveInfinity));
        Assert.Equal(double.NaN, grain.Whole(1e16));
    }

    [Fact]
    public void A_row_that_cannot_be_held_is_refused_and_the_old_one_stays()
    {
        var array = new GrainArray(1, 2, new Grain(0));
        Assert.True(array.TrySet(0, [1, -2, 3], 1));
        Assert.False(array.TrySet(0, [5, double.NaN, 3], 1));
        Assert.False(array.TrySet(0, [5, 1e300, 3], 1));
        Assert.Equal([1, -2, 3, 0, 0, 0, 0, 0], array.Row(0).ToArray());
        Assert.Equal(3, array.Largest(0));
        Assert.Throws<ArgumentException>(() => array.TrySet(0, [1, 2], 1));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -5)]
    [InlineData(1, long.MaxValue)]
    public void A_grain_for_nonsense_is_refused(double largest, long lots) =>
        Assert.Throws<InvalidInputException>(() => Grain.For(largest, lots));

    private static void AssertRebuilt(GrainArray array, ScenarioTotals totals, long[] lots, Random random)
    {
        var rows = Enumerable.Range(0, array.Count).Where(r => lots[r] != 0).ToArray();
        random.Shuffle(rows);
        var held = Array.ConvertAll(rows, r => (double)lots[r]);
        var rebuilt = new double[array.Stride];
        new ScanKernel<Lanes512>(array.Cells, array.Stride).Totals(rows, held, rebuilt);
        Assert.Equal(Bits(rebuilt), Bits(totals.Grains));
        new ScanKernel<Lanes128>(array.Cells, array.Stride).Totals(rows, held, rebuilt);
        Assert.Equal(Bits(rebuilt), Bits(totals.Grains));
        AccountScan.Totals(array, rows, held, rebuilt);
        Assert.Equal(Bits(rebuilt), Bits(totals.Grains));
        Assert.All(rebuilt, total => Assert.True(double.IsInteger(total) && Math.Abs(total) <= Grain.Limit));
    }

    private static long[] Bits(ReadOnlySpan<double> values)
    {
        var bits = new long[values.Length];
        for (var i = 0; i < bits.Length; i++) bits[i] = BitConverter.DoubleToInt64Bits(values[i]);
        return bits;
    }

    // The same contracts in five markets.
    private static RiskArray[] Ticks(Random random) =>
    [
        .. Enumerable.Range(0, 5).Select(_ =>
        {
            var market = SyntheticMarket.Make(
                "test", Instant.FromUtc(2026, 9, 1, 8),
                [new SyntheticCoin(Currency.Parse("BTC"), random.Next(60_000, 140_000))]);
            var quotes = market.Underlyings.Values.Single().Quotes.Keys;
            return new RiskArray(
                [.. quotes.Where(q => q.IsOption).Take(40).Select(q => RiskArrayTests.Resolve(market, q))],
                _ => Scenarios);
        }),
    ];

    private static Grain GrainOf(RiskArray[] ticks)
    {
        var largest = ticks.Max(t => Enumerable.Range(0, t.Count * t.Stride).Max(i => Math.Abs(t.Cells[i])));
        return Grain.For(largest * Lot, MostLots);
    }

    private static GrainArray Whole(RiskArray desk, Grain grain)
    {
        var array = new GrainArray(desk.Count, Scenarios.Length, grain);
        for (var row = 0; row < desk.Count; row++) Assert.True(array.TrySet(row, RowOf(desk, row), Lot));
        return array;
    }

    private static ReadOnlySpan<double> RowOf(RiskArray array, int row) =>
        array.Cells.Slice(row * array.Stride, array.Stride);
}
