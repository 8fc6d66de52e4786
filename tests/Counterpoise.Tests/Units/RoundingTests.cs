using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Units;

public sealed class RoundingTests
{
    // Money of a margin calculation: up to a billion, either sign, any scale.
    private static readonly Gen<double> Values =
        Gen.Select(Gen.Double[-1, 1], Gen.Int[-9, 9]).Select(x => x.Item1 * Math.Pow(10, x.Item2));

    private static readonly Gen<int> Decimals = Gen.Int[0, 9];

    [Fact]
    public void A_charge_is_at_least_the_value_and_less_than_a_unit_more() =>
        Gen.Select(Values, Decimals).Sample((value, decimals) =>
        {
            var unit = (double)Rounding.UnitNanos(decimals) / Amount.PerOne;
            var charge = Rounding.Charge(value, Currency.Usd, decimals).ToDouble();
            var noise = 1e-3 * unit + Math.Abs(value) * 2e-15;
            return charge >= value - noise && charge < value + unit + Math.Abs(value) * 2e-15;
        });

    [Fact]
    public void A_credit_is_at_most_the_value_and_mirrors_the_charge() =>
        Gen.Select(Values, Decimals).Sample((value, decimals) =>
            Rounding.Credit(value, Currency.Usd, decimals) == -Rounding.Charge(-value, Currency.Usd, decimals)
            && Rounding.Credit(value, Currency.Usd, decimals) <= Rounding.Charge(value, Currency.Usd, decimals));

    [Fact]
    public void The_nearest_is_within_half_a_unit() =>
        Gen.Select(Values, Decimals).Sample((value, decimals) =>
        {
            var unit = (double)Rounding.UnitNanos(decimals) / Amount.PerOne;
            var nearest = Rounding.Nearest(value, Currency.Usd, decimals).ToDouble();
            return Math.Abs(nearest - value) <= unit / 2 + Math.Abs(value) * 2e-15;
        });

    [Fact]
    public void A_whole_number_of_units_is_charged_as_it_is() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[0, 6]).Sample((count, decimals) =>
        {
            var exact = new Amount(count * Rounding.UnitNanos(decimals), Currency.Usd);
            return Rounding.Charge(exact.ToDouble(), Currency.Usd, decimals) == exact
                && Rounding.Credit(exact.ToDouble(), Currency.Usd, decimals) == exact;
        });

    [Fact]
    public void Floating_point_noise_costs_nothing()
    {
        Assert.Equal("53125.00", Rounding.Charge(53_125.000000000007, Currency.Usd, 2).ToString(2));
        Assert.Equal("53125.01", Rounding.Charge(53_125.0001, Currency.Usd, 2).ToString(2));
        Assert.Equal("0.3", Rounding.Charge(0.1 + 0.2, Currency.Usd, 1).ToString(1));
    }

    [Fact]
    public void A_notional_is_charged_up_to_the_next_money_unit() =>
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Long[-1_000_000_000_000, 1_000_000_000_000]).Sample((p, q) =>
        {
            var notional = new Price(p) * new Quantity(q);
            var charge = Rounding.Charge(notional, Currency.Usd).Nanos * 10_000_000;
            return charge >= notional.Units && charge - notional.Units < 10_000_000;
        });

    [Fact]
    public void Lines_sum_to_the_total_and_are_near_their_values() =>
        Gen.Select(Values.Array[1, 30], Decimals).Sample((values, decimals) =>
        {
            var unit = (double)Rounding.UnitNanos(decimals) / Amount.PerOne;
            var total = Rounding.Charge(values.Sum(), Currency.Usd, decimals);
            var lines = Rounding.Lines(values, total, decimals);
            var scale = values.Sum(Math.Abs);
            for (var i = 0; i < lines.Length; i++)
                if (Math.Abs(lines[i].ToDouble() - values[i]) > 2 * unit + scale * 1e-14) return false;
            return Sum(lines) == total;
        });

    [Fact]
    public void A_table_sums_exactly_in_rows_in_columns_and_as_a_whole() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 1_000_000], Decimals).Sample((rows, columns, seed, grain) =>
        {
            var values = new double[rows, columns];
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++) values[i, j] = Math.Sin(seed + 7.1 * i + 13.3 * j) * 1e4;
            var unit = (double)Rounding.UnitNanos(grain) / Amount.PerOne;
            var total = Rounding.Charge(values.Cast<double>().Sum(), Currency.Usd, grain);
            var table = Rounding.Table(values, total, grain);

            var rowSums = Enumerable.Range(0, rows).Select(i => Sum(Row(table, i))).ToArray();
            var columnSums = Enumerable.Range(0, columns).Select(j => Sum(Column(table, j))).ToArray();
            var exactRows = Enumerable.Range(0, rows).Select(i => Row(values, i).Sum());
            var exactColumns = Enumerable.Range(0, columns).Select(j => Column(values, j).Sum());
            return Sum(rowSums) == total && Sum(columnSums) == total
                && rowSums.Zip(exactRows, (r, v) => Near(r, v, 2 * unit)).All(x => x)
                && columnSums.Zip(exactColumns, (c, v) => Near(c, v, 2 * unit)).All(x => x)
                && table.Cast<Amount>().Zip(values.Cast<double>(), (c, v) => Near(c, v, 3 * unit)).All(x => x)
                && table.Cast<Amount>().All(c => c.Nanos % Rounding.UnitNanos(grain) == 0);
        });

    [Fact]
    public void Money_that_is_not_finite_stops()
    {
        Assert.All(new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }, value =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Charge(value, Currency.Usd));
            Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Nearest(value, Currency.Usd));
        });
        Assert.Throws<OverflowException>(() => Rounding.Charge(1e300, Currency.Usd));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.UnitNanos(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.UnitNanos(-1));
    }

    private static Amount Sum(IEnumerable<Amount> amounts) => amounts.Aggregate(default(Amount), (sum, a) => sum + a);

    private static bool Near(Amount amount, double value, double tolerance) =>
        Math.Abs(amount.ToDouble() - value) <= tolerance + 1e-9;

    private static IEnumerable<T> Row<T>(T[,] table, int i) =>
        Enumerable.Range(0, table.GetLength(1)).Select(j => table[i, j]);

    private static IEnumerable<T> Column<T>(T[,] table, int j) =>
        Enumerable.Range(0, table.GetLength(0)).Select(i => table[i, j]);

    [Theory]
    [InlineData("0.5", "1", -1)]
    [InlineData("-0.5", "1", 0)]
    [InlineData("1", "1", -1)]
    [InlineData("-1", "1", 1)]
    [InlineData("-1.5", "1", 1)]
    [InlineData("150", "0.01", -2)]
    public void A_cash_flow_reaches_a_balance_rounded_down(string quantity, string contractSize, long units)
    {
        var paid = Price.Parse("0.00000001") * Quantity.Parse(quantity);
        Assert.Equal(new Quantity(units), Rounding.Flow(paid, Quantity.Parse(contractSize)));
    }
}
