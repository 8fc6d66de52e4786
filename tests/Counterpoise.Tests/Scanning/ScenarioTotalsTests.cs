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
                Assert.True(totals.TryReprice(row, before, lots[row]));
            }
            else
            {
                var traded = random.NextInt64(-3_000, 3_000);
                if (!totals.TryTrade(row, lots[row], traded)) continue;
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
        for (var row = 0; row < array.Count; row++) Assert.True(totals.TryTrade(row, 0, row * 31 - 700));
        for (var row = array.Count - 1; row >= 0; row--)
            Assert.True(totals.TryTrade(row, row * 31 - 700, 700 - row * 31));
        Assert.Equal(Bits(new ScenarioTotals(array).Grains), Bits(totals.Grains));
        Assert.Equal(0, totals.GrossLots);
        Assert.Equal(0, totals.RoundingBound);
    }

    [Fact]
    public void What_would_reach_two_to_the_53_is_refused_and_changes_nothing()
    {
        var array = new GrainArray(2, 3, new Grain(0));
        var cell = Math.ScaleB(1, 40);
        Assert.True(array.TrySet(0, [cell, -cell, 1, 7], 1));
        Assert.True(array.TrySet(1, [-cell, cell, 1, 7], 1));
        var totals = new ScenarioTotals(array);
        const long Most = (1 << 13) - 1;
        // Row 1 hedges row 0: the totals themselves are small, but a rebuild in another order would not be.
        Assert.True(totals.TryTrade(0, 0, 1 << 12));
        Assert.True(totals.TryTrade(1, 0, Most - (1 << 12)));
        var before = Bits(totals.Grains);
        Assert.False(totals.TryTrade(0, 1 << 12, 1));
        Assert.False(totals.TryTrade(1, Most - (1 << 12), -(1 << 14)));
        Assert.False(totals.TryTrade(0, 1 << 12, long.MaxValue));
        Assert.False(totals.TryTrade(0, 1 << 12, long.MinValue));
        Assert.Equal(before, Bits(totals.Grains));
        Assert.Equal(Most, totals.GrossLots);
        Assert.True(totals.TryTrade(0, 1 << 12, -1));
        Assert.True(totals.TryTrade(0, (1 << 12) - 1, 1));
        Assert.Equal(before, Bits(totals.Grains));
    }

    [Fact]
    public void At_the_limit_single_lots_are_refused_one_by_one()
    {
        var array = new GrainArray(2, 1, new Grain(0));
        Assert.True(array.TrySet(0, [2, 2], 1));
        Assert.True(array.TrySet(1, [1, 1], 1));
        var totals = new ScenarioTotals(array);
        Assert.True(totals.TryTrade(0, 0, (1L << 52) - 1));
        Assert.True(totals.TryTrade(1, 0, 1));
        for (var i = 0; i < 5; i++) Assert.False(totals.TryTrade(1, 1, 1));
        Assert.Equal(Grain.Limit - 1, totals.Grains[0]);
        Assert.Equal(1L << 52, totals.GrossLots);
        Assert.True(totals.TryTrade(1, 1, -1));
        Assert.Equal(Grain.Limit - 2, totals.Grains[0]);
    }

    [Fact]
    public void A_position_that_can_be_opened_can_be_closed()
    {
        var array = new GrainArray(1, 1, new Grain(0));
        var totals = new ScenarioTotals(array);
        Assert.True(totals.TryTrade(0, 0, 1L << 52));
        Assert.False(totals.TryTrade(0, 1L << 52, 1));
        Assert.True(totals.TryTrade(0, 1L << 52, -(1L << 52)));
        Assert.Equal(0, totals.GrossLots);
    }

    [Fact]
    public void A_refused_row_leaves_the_account_behind_until_it_is_rebuilt()
    {
        var array = new GrainArray(1, 1, new Grain(0));
        Assert.True(array.TrySet(0, [1, 1], 1));
        var totals = new ScenarioTotals(array);
        Assert.True(totals.TryTrade(0, 0, 1L << 40));
        var before = array.Row(0).ToArray();
        Assert.True(array.TrySet(0, [1 << 20, 1], 1));
        Assert.False(totals.TryReprice(0, before, 1L << 40));
        Assert.True(totals.IsBehind);
        Assert.False(totals.TryTrade(0, 1L << 40, -1));
        Assert.False(totals.TryRebuild([0], [1L << 40]));
        Assert.True(array.TrySet(0, [1 << 10, 1], 1));
        Assert.True(totals.TryRebuild([0], [1L << 40]));
        Assert.False(totals.IsBehind);
        Assert.Equal(Math.ScaleB(1, 50), totals.Grains[0]);
        Assert.Throws<ArgumentException>(() => totals.TryReprice(0, new double[7], 1));
        Assert.Throws<ArgumentException>(() => totals.TryReprice(0, [0.5, 0, 0, 0, 0, 0, 0, 0], 1));
        Assert.Throws<ArgumentException>(() => totals.TryReprice(0, [double.NaN, 0, 0, 0, 0, 0, 0, 0], 1));
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
            foreach (var row in rows) Assert.True(totals.TryTrade(row, 0, lots[row]));
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
        Assert.True(grain.Whole(largest) * lots < Grain.Limit);
        if (largest == 0) return;
        var finer = new Grain(grain.Exponent - 1);
        Assert.True((largest / finer.Size + 0.5) * lots >= Grain.Limit);
    }

    [Fact]
    public void Cells_are_rounded_half_to_even_and_never_to_minus_zero()
    {
        var grain = new Grain(-1);
        Assert.Equal([0, 2, 2, 4], new[] { 0.25, 0.75, 1.25, 1.75 }.Select(v => grain.Whole(v)));
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

    [Theory]
    [InlineData(-1001)]
    [InlineData(901)]
    [InlineData(int.MaxValue)]
    public void A_grain_beyond_doubles_is_refused(int exponent) =>
        Assert.Throws<InvalidInputException>(() => new Grain(exponent));

    [Fact]
    public void A_cell_is_the_exact_product_rounded_once()
    {
        var grain = new Grain(0);
        // 3·(1/3 as a double) is a little less than 1, and rounds to 1; times 2⁵² its last digits are grains.
        Assert.Equal(1, grain.Whole(1.0 / 3, 3));
        var value = Math.BitIncrement(1.5);
        var lot = Math.ScaleB(1, 51) + 1;
        var exact = (System.Numerics.BigInteger)Math.ScaleB(value, 52) * (System.Numerics.BigInteger)lot;
        var whole = (System.Numerics.BigInteger)grain.Whole(value, lot);
        var twice = System.Numerics.BigInteger.Abs(2 * (exact - (whole << 52)));
        Assert.True(twice <= System.Numerics.BigInteger.One << 52);
    }

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
