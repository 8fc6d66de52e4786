using System.Globalization;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Units;

public sealed class FixedPointTests
{
    private static readonly Gen<Quantity> Quantities =
        Gen.OneOf(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-long.MaxValue, long.MaxValue])
            .Select(u => new Quantity(u));

    private static readonly Gen<Price> Prices =
        Gen.OneOf(Gen.Long[0, 1_000_000_000], Gen.Long[0, long.MaxValue]).Select(u => new Price(u));

    private static readonly Gen<Amount> Amounts =
        Gen.Select(Gen.Long, Gen.Long[0, 1_000_000_000])
            .Select(x => new Amount((Int128)x.Item1 * x.Item2, Currency.Usd));

    [Fact]
    public void A_quantity_printed_and_parsed_is_itself() =>
        Quantities.Sample(q => Quantity.Parse(q.ToString()) == q);

    [Fact]
    public void A_price_printed_and_parsed_is_itself() => Prices.Sample(p => Price.Parse(p.ToString()) == p);

    [Fact]
    public void An_amount_printed_and_parsed_is_itself() =>
        Amounts.Sample(a => Amount.TryParse(a.ToPlainString(), Currency.Usd, out var back) && back == a);

    [Fact]
    public void Printing_has_no_trailing_zero_and_no_minus_zero() =>
        Quantities.Sample(q =>
        {
            var text = q.ToString();
            return (!text.Contains('.', StringComparison.Ordinal) || text[^1] is not ('0' or '.')) && text is not "-0";
        });

    [Fact]
    public void Scientific_text_means_the_same_number() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[-8, 1]).Sample((digits, exponent) =>
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}");
            var units = digits * (long)Math.Pow(10, exponent + 8);
            return Quantity.TryParse(text, out var q) && q.Units == units;
        });

    [Fact]
    public void Parsing_agrees_with_decimal_arithmetic() =>
        Gen.Select(Gen.Int[-999_999_999, 999_999_999], Gen.Int[0, 99_999_999]).Sample((whole, fraction) =>
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{whole}.{fraction:00000000}");
            var negative = text[0] == '-';
            var units = whole * Quantity.PerOne + (negative ? -fraction : fraction);
            return Quantity.Parse(text).Units == units;
        });

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("+-1")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1e")]
    [InlineData("1e 5")]
    [InlineData("1e5 ")]
    [InlineData("e5")]
    [InlineData("1e99999999999")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("0.000000001")]
    [InlineData("92233720368.54775808")]
    [InlineData("1e400")]
    [InlineData("999999999999999999999999999999999999999999")]
    public void Other_text_is_no_quantity(string text)
    {
        Assert.False(Quantity.TryParse(text, out var quantity));
        Assert.Equal(default, quantity);
        Assert.Equal(text, Assert.Throws<InvalidInputException>(() => Quantity.Parse(text)).Value);
    }

    [Fact]
    public void A_price_is_not_negative()
    {
        Assert.False(Price.TryParse("-0.00000001", out _));
        Assert.True(Price.TryParse("-0", out var zero));
        Assert.Equal(default, zero);
        Assert.Throws<InvalidInputException>(() => Price.Nearest(-1));
        Assert.Throws<InvalidInputException>(() => Price.Nearest(double.NaN));
        Assert.Throws<InvalidInputException>(() => Price.Nearest(double.PositiveInfinity));
        Assert.Throws<InvalidInputException>(() => Price.Nearest(9e10));
    }

    [Fact]
    public void The_nearest_price_is_within_half_a_unit() =>
        Gen.Double[0, 1_000_000].Sample(x => Math.Abs(Price.Nearest(x).ToDouble() - x) <= 0.5e-8 + x * 2e-16);

    [Fact]
    public void Sums_that_do_not_fit_throw()
    {
        var most = new Quantity(long.MaxValue);
        Assert.Throws<OverflowException>(() => most + Quantity.Epsilon);
        Assert.Throws<OverflowException>(() => -most - new Quantity(2));
        Assert.Throws<OverflowException>(() => -new Quantity(long.MinValue));
        Assert.Throws<OverflowException>(() => Quantity.FromWhole(92_233_720_369));
        Assert.Throws<OverflowException>(() => new Price(long.MaxValue) + new PriceDelta(1));
        Assert.Throws<OverflowException>(() => new Price(0) - new Price(long.MinValue));
        var wealth = new Amount(Int128.MaxValue, Currency.Usd);
        Assert.Throws<OverflowException>(() => wealth + new Amount(1, Currency.Usd));
        Assert.Throws<OverflowException>(() => -wealth - new Amount(2, Currency.Usd));
    }

    [Fact]
    public void Quantities_are_a_commutative_group_in_order() =>
        Gen.Select(Gen.Long[-(1L << 60), 1L << 60], Gen.Long[-(1L << 60), 1L << 60]).Sample((x, y) =>
        {
            Quantity a = new(x), b = new(y);
            return a + b == b + a && a - b == a + -b && a + Quantity.Zero == a
                && (a < b) == (x < y) && (a >= b) == (x >= y)
                && a.Magnitude.Units == Math.Abs(x) && a.Sign == Math.Sign(x);
        });

    [Fact]
    public void Price_times_quantity_is_exact() =>
        Gen.Select(Prices, Quantities).Sample((p, q) =>
        {
            var notional = p * q;
            return notional.Units == (Int128)p.Units * q.Units && (p - default(Price)) * q == notional;
        });

    [Fact]
    public void A_price_and_its_difference_give_the_other_price() =>
        Gen.Select(Prices, Prices).Sample((a, b) => b + (a - b) == a);

    [Fact]
    public void A_whole_number_of_lots_is_a_multiple() =>
        Gen.Select(Gen.Long[1, 1_000_000_000], Gen.Long[-1_000_000, 1_000_000]).Sample((lot, count) =>
            new Quantity(lot * count).IsMultipleOf(new Quantity(lot))
            && (lot == 1 || !new Quantity(lot * count + 1).IsMultipleOf(new Quantity(lot)))
            && !new Quantity(count).IsMultipleOf(Quantity.Zero));

    [Fact]
    public void Amounts_of_two_currencies_do_not_mix()
    {
        Amount dollars = new(1, Currency.Usd), coins = new(1, Currency.Parse("BTC"));
        Assert.Throws<InvalidOperationException>(() => dollars + coins);
        Assert.Throws<InvalidOperationException>(() => dollars < coins);
        Assert.Equal(dollars, default(Amount) + dollars);
        Assert.Equal(dollars, dollars - default(Amount));
    }

    [Fact]
    public void A_currency_is_its_code_in_upper_case()
    {
        Assert.Equal(Currency.Parse("btc"), Currency.Parse("BTC"));
        Assert.Equal("", default(Currency).Code);
        Assert.All(new[] { "", "B-C", "ABCDEFGHIJKLM", "Ü", "A B" }, t => Assert.False(Currency.TryParse(t, out _)));
        Assert.False(Currency.TryParse(null, out _));
    }
}
