using System.Text;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Tests.Json;

public sealed class JsonTextTests
{
    private static readonly string[] Known = ["a", "b"];

    [Theory]
    [InlineData("", "line 1, column 1", "is empty")]
    [InlineData(" \n ", "line 1, column 1", "is empty")]
    [InlineData("{", "line 1, column 2", "is not JSON")]
    [InlineData("{\n  \"a\": 1,\n}", "line 3, column 1", "is not JSON")]
    [InlineData("{\"a\": 1 // one\n}", "line 1, column 9", "is not JSON")]
    [InlineData("{\"a\": NaN}", "line 1, column 7", "is not JSON")]
    [InlineData("{\"a\": 01}", "line 1, column 8", "is not JSON")]
    [InlineData("{\"a\": 1} x", "line 1, column 10", "is not JSON")]
    public void Text_that_is_not_JSON_is_named_by_line_and_column(string text, string field, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(text, c => c.Fields(Known)));
        Assert.Equal((field, problem), (error.Field, error.Problem));
        Assert.DoesNotContain("LineNumber", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "document", "is not an object")]
    [InlineData("null", "document", "is null")]
    [InlineData("{\"c\": 1}", "c", "is not a known field")]
    [InlineData("{\"a\": 1, \"a\": 1}", "a", "appears twice")]
    [InlineData("{\"a\": 1, \"\\u0061\": 1}", "a", "appears twice")]
    [InlineData("{\"\\ud800\": 1}", "document", "has a field name that is not Unicode text")]
    [InlineData("{\"\\u0007\": 1}", "?", "is not a known field")]
    [InlineData("{\"b\": 1}", "a", "is missing")]
    public void A_wrong_field_is_named(string text, string field, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(text, c => c.Fields(Known).Required("a")));
        Assert.Equal((field, problem), (error.Field, error.Problem));
    }

    [Fact]
    public void Schema_and_comment_are_ignored_and_a_byte_order_mark_is_skipped()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. """{"$schema": "x", "comment": {"a": [1]}, "a": 7}"""u8];
        Assert.Equal(7, JsonText.Read(text, c => c.Fields(Known).Required("a").Double()));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] text = [.. "\"caf"u8, 0xE9, .. "\""u8];
        var error = Assert.Throws<InvalidInputException>(() => JsonText.Read(text, c => c.Text()));
        Assert.Equal("is not UTF-8 text", error.Problem);
    }

    [Theory]
    [InlineData("1e999", "is not finite")]
    [InlineData("\"NaN\"", "is not finite")]
    [InlineData("\"Infinity\"", "is not finite")]
    [InlineData("\"-Infinity\"", "is not finite")]
    [InlineData("\"1 000\"", "is not a number")]
    [InlineData("\"1,000\"", "is not a number")]
    [InlineData("\" 1\"", "is not a number")]
    [InlineData("\"0x10\"", "is not a number")]
    [InlineData("\"\"", "is not a number")]
    [InlineData("\"\\ud800\"", "is not Unicode text")]
    [InlineData("true", "is not a number")]
    [InlineData("[]", "is not a number")]
    [InlineData("null", "is null")]
    public void What_is_not_a_finite_number_is_refused(string text, string problem)
    {
        Assert.Equal(problem, Assert.Throws<InvalidInputException>(() => Read(text, c => c.Double())).Problem);
        Assert.Throws<InvalidInputException>(() => Read(text, c => c.Quantity()));
    }

    [Theory]
    [InlineData("0.1", 10_000_000)]
    [InlineData("\"-5\"", -500_000_000)]
    [InlineData("1e-8", 1)]
    [InlineData("\"92233720368.54775807\"", long.MaxValue)]
    [InlineData("-92233720368.54775807", -long.MaxValue)]
    [InlineData("0.100000000000", 10_000_000)]
    [InlineData("-0", 0)]
    public void A_quantity_is_read_exactly(string text, long units) =>
        Assert.Equal(new Quantity(units), Read(text, c => c.Quantity()));

    [Theory]
    [InlineData("0.000000001", "has more than 8 decimals")]
    [InlineData("\"1.123456789\"", "has more than 8 decimals")]
    [InlineData("1e11", "is too large")]
    [InlineData("92233720368.54775808", "is too large")]
    [InlineData("1e400", "is too large")]
    [InlineData("\"1e\"", "is not a number")]
    [InlineData("\"1e 5\"", "is not a number")]
    [InlineData("\"five\"", "is not a number")]
    [InlineData("\"NaN\"", "is not finite")]
    public void A_quantity_that_does_not_fit_says_why(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<InvalidInputException>(() => Read(text, c => c.Quantity())).Problem);

    [Fact]
    public void Prices_and_amounts_have_their_own_grain_and_sign()
    {
        Assert.Equal("is negative", Problem("-1", c => c.Price()));
        Assert.Equal("has more than 8 decimals", Problem("0.000000001", c => c.Price()));
        Assert.Equal(new Amount(-1, Currency.Usd), Read("-0.000000001", c => c.Amount(Currency.Usd)));
        Assert.Equal("has more than 9 decimals", Problem("0.0000000001", c => c.Amount(Currency.Usd)));
        Assert.Equal("has more than 9 decimals", Problem("100000000000.0000000001", c => c.Amount(Currency.Usd)));
        Assert.Equal("is too large", Problem("1e18", c => c.Amount(Currency.Usd)));
        Assert.Equal("is too large", Problem("1e50", c => c.Amount(Currency.Usd)));
    }

    [Theory]
    [InlineData("\"10/12/2026 08:00\"")]
    [InlineData("\"2026-13-01\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"1969-12-31T00:00:00Z\"")]
    [InlineData("\"2400-01-01T00:00:00Z\"")]
    public void What_is_not_an_iso_instant_is_refused(string text) =>
        Assert.Equal("is not an instant", Problem(text, c => c.Instant()));

    [Fact]
    public void An_instant_is_utc_unless_it_says_otherwise()
    {
        Assert.Equal(Instant.FromUtc(2026, 9, 25, 8), Read("\"2026-09-25T08:00:00\"", c => c.Instant()));
        Assert.Equal(Instant.FromUtc(2026, 9, 25, 6), Read("\"2026-09-25T08:00:00+02:00\"", c => c.Instant()));
        Assert.Equal(Instant.FromUtc(2026, 9, 25), Read("\"2026-09-25\"", c => c.Instant()));
    }

    [Fact]
    public void Seconds_are_exact_to_a_nanosecond_and_rounded_beyond()
    {
        Assert.Equal(new Duration(1_234_567_890_123_456_789), Read("1234567890.123456789", c => c.Seconds()));
        Assert.Equal(new Duration(300_000_000), Read("0.30000000000000004", c => c.Seconds()));
        Assert.Equal("is negative", Problem("-1", c => c.Seconds()));
        Assert.Equal("is out of range", Problem("1e300", c => c.Seconds()));
    }

    [Fact]
    public void A_path_goes_through_arrays_maps_and_the_root_name()
    {
        const string text = """{"a": {"x y": [0, {"b": "?"}]}}""";
        var error = Assert.Throws<InvalidInputException>(() => JsonText.Read(
            Encoding.UTF8.GetBytes(text),
            c => c.Fields(Known).Required("a").Entries().Single().Value
                .Items().Last().Fields(Known).Required("b").Double(),
            "file[1]"));
        Assert.Equal(("file[1].a.x y[1].b", "?"), (error.Field, error.Value));
    }

    [Fact]
    public void A_map_refuses_a_key_twice_and_an_array_more_than_its_limit()
    {
        Assert.Equal("appears twice", Problem("""{"x": 1, "x": 2}""", c => c.Entries().Count()));
        Assert.Equal("is more than 2", Problem("[1, 2, 3]", c => c.Items(2).Count()));
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Equal("is not JSON", Problem(new string('[', 100_000), c => c.Items().Count()));

    private static T Read<T>(string text, Func<JsonCursor, T> read) =>
        JsonText.Read(Encoding.UTF8.GetBytes(text), read);

    private static string Problem<T>(string text, Func<JsonCursor, T> read) =>
        Assert.Throws<InvalidInputException>(() => Read(text, read)).Problem;
}
