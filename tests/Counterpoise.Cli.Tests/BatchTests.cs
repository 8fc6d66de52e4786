using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Counterpoise.Cli.Batch;
using Counterpoise.Markets;
using Counterpoise.Rulebooks;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>Portfolios a line each: the same totals as one by one, in order, whatever the other lines are.</summary>
public sealed class BatchTests
{
    private const string Empty = """{"id":"empty","positions":[]}""";

    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");
    private static readonly string Market = Path.Combine(Samples, "market.json");

    [Theory]
    [InlineData("deribit-pm")]
    [InlineData("derive-pmrm2")]
    public void A_line_has_the_totals_of_a_statement(string rulebook)
    {
        using var cli = new Cli();
        var portfolios = Enumerable.Range(1, 12).Select(Portfolio).ToArray();
        var lines = portfolios.Select((p, i) => $"{{\"id\":{i},{p[1..]}");
        var outcome = Batch(cli, string.Join('\n', lines), rulebook);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var results = Results(outcome);
        Assert.Equal(portfolios.Length, results.Length);
        for (var i = 0; i < portfolios.Length; i++)
        {
            var one = Cli.Run(
                "margin", cli.Write("one.json", portfolios[i]), "--market", Market, "-r", rulebook, "--json");
            var statement = JsonDocument.Parse(one.Output).RootElement.GetProperty("statements")[0];
            Assert.Equal(i, results[i].GetProperty("id").GetInt32());
            foreach (var name in (string[])["initial", "maintenance", "equity", "initialExcess", "maintenanceExcess"])
                Assert.Equal(Text(statement.GetProperty("usd"), name), Text(results[i], name + "Usd"));
            var buckets = results[i].GetProperty("buckets").EnumerateArray().ToArray();
            Assert.Equal(statement.GetProperty("buckets").GetArrayLength(), buckets.Length);
            foreach (var (bucket, expected) in buckets.Zip(statement.GetProperty("buckets").EnumerateArray()))
            {
                Assert.Equal(Text(expected, "unit"), Text(bucket, "unit"));
                foreach (var name in (string[])["initial", "maintenance", "equity"])
                    Assert.Equal(Text(expected.GetProperty(name), "total"), Text(bucket, name));
                Assert.Equal(Text(expected, "initialExcess"), Text(bucket, "initialExcess"));
                Assert.Equal(Text(expected, "maintenanceExcess"), Text(bucket, "maintenanceExcess"));
            }
        }
    }

    [Fact]
    public void A_bad_line_says_why_and_stops_nothing()
    {
        using var cli = new Cli();
        string[] lines =
        [
            Empty, "", "no json", """{"id":7,"positions":[{"instrument":"FOO","quantity":1}]}""",
            """{"id":[],"positions":[]}""", """{"id":"x","positions":[],"name2":""}""",
            """{"id":"lot","positions":[{"instrument":"BTC-PERPETUAL","quantity":"3"}]}""",
            """{"id":"old","positions":[{"instrument":"BTC-25SEP20-100000-C","quantity":"1"}]}""",
            """{"id":"debt","positions":[{"instrument":"BTC-25SEP26-115000-C","quantity":"90000000000"}]}""", Empty,
        ];
        var outcome = Batch(cli, string.Join("\r\n", lines), "deribit-pm");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            "counterpoise: 7 of 9 portfolios failed; their lines say why\n", outcome.Error.ReplaceLineEndings("\n"));
        var results = Results(outcome);
        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9, 10], results.Select(r => r.GetProperty("line").GetInt32()));
        Assert.Equal(
            ["", "line 1, column 2", "positions[0].instrument", "id", "name2", "positions[0].quantity",
                "positions[0].instrument", "positions.quantity", ""],
            results.Select(r => r.TryGetProperty("error", out var e) ? Text(e, "field") : ""));
        Assert.Equal(7, results[2].GetProperty("id").GetInt32());
        Assert.Equal("FOO", Text(results[2].GetProperty("error"), "value"));
        Assert.NotEmpty(Text(results[2].GetProperty("error"), "problem"));
        Assert.NotEmpty(Text(results[2].GetProperty("error"), "remedy"));
        Assert.False(results[1].TryGetProperty("id", out _));
    }

    // Together beyond the 92 billion a quantity holds, or beyond them at one entry price.
    [Theory]
    [InlineData("", "", 1)]
    [InlineData(",\"entryPrice\":\"100\"", ",\"entryPrice\":\"200\"", 2)]
    public void Rows_too_large_to_add_up_are_named(string first, string other, int row)
    {
        using var cli = new Cli();
        static string Row(string quantity, string entry) =>
            $"{{\"instrument\":\"BTC-PERPETUAL\",\"quantity\":\"{quantity}\"{entry}}}";
        string[] rows = row == 1
            ? [Row("90000000000", first), Row("50000000000", first)]
            : [Row("90000000000", first), Row("-90000000000", other), Row("50000000000", first)];
        var portfolio = $"{{\"positions\":[{string.Join(',', rows)}]}}";
        var batch = Batch(cli, $"{Empty}\n{portfolio}\n{Empty}", "deribit-pm");
        Assert.Equal(1, batch.ExitCode);
        var results = Results(batch);
        Assert.Equal(3, results.Length);
        var error = results[1].GetProperty("error");
        Assert.Equal($"positions[{row}].quantity", Text(error, "field"));
        Assert.Equal("50000000000", Text(error, "value"));
        Assert.Equal(
            "of BTC-PERPETUAL is too large to add to the 90000000000 of the rows before it", Text(error, "problem"));
        var file = cli.Write("large.json", portfolio);
        var margin = Cli.Run("margin", file, "--market", Market, "-r", "deribit-pm");
        Assert.Equal(1, margin.ExitCode);
        Assert.StartsWith(
            $"counterpoise: {file}: positions[{row}].quantity \"50000000000\" of BTC-PERPETUAL is too large",
            margin.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_lines_keep_their_order_and_their_results()
    {
        using var cli = new Cli();
        var lines = Enumerable.Range(0, 3_000).Select(i => $"{{\"id\":{i},{Portfolio(i % 50)[1..]}").ToArray();
        var results = Results(Batch(cli, string.Join('\n', lines), "deribit-xpm"));
        Assert.Equal(Enumerable.Range(0, 3_000), results.Select(r => r.GetProperty("id").GetInt32()));
        Assert.Equal(50, results.Select(r => Text(r, "initialUsd")).Distinct().Count());
        for (var i = 50; i < results.Length; i++)
            Assert.Equal(Buckets(results[i % 50]), Buckets(results[i]));

        static string Buckets(JsonElement result) => result.GetProperty("buckets").GetRawText();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void How_bytes_arrive_changes_nothing(int atOnce)
    {
        var text = $"{Empty}\n\n{Portfolio(3)}\nshort\n{Empty}";
        using var output = new StringWriter();
        var count = BatchRun.Run(
            RulebookLibrary.Find("deribit-pm"), MarketJson.Read(File.ReadAllBytes(Market)), null,
            new Drip(Encoding.UTF8.GetBytes(text), atOnce), output);
        Assert.Equal(new BatchCount(4, 1), count);
        using var cli = new Cli();
        Assert.Equal(Batch(cli, text, "deribit-pm").Output, output.ToString());
    }

    [Fact]
    public void A_line_is_answered_before_the_next_arrives()
    {
        using var output = new StringWriter();
        var asked = new Drip(Encoding.UTF8.GetBytes($"{Empty}\n{Empty}\n{Empty}\n"), Empty.Length + 1);
        var answers = new List<int>();
        asked.Reading = () => answers.Add(output.ToString().Count(c => c == '\n'));
        BatchRun.Run(
            RulebookLibrary.Find("deribit-pm"), MarketJson.Read(File.ReadAllBytes(Market)), null, asked, output);
        Assert.Equal([0, 1, 2, 3], answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(4_096)]
    public void A_line_too_long_is_refused_and_the_next_read(int atOnce)
    {
        var text = $"{new string('a', 100)}\nfits\n{new string('b', 101)}\nlast";
        var lines = new BatchLines(new Drip(Encoding.UTF8.GetBytes(text), atOnce), mostBytes: 100);
        List<(long, int, bool)> seen = [];
        for (var next = lines.Next(); next.Count > 0; next = lines.Next())
            seen.AddRange(next.Select(l => (l.Number, l.IsTooLong ? 0 : l.Text.Length, l.IsTooLong)));
        Assert.Equal([(1, 100, false), (2, 4, false), (3, 0, true), (4, 4, false)], seen);
    }

    [Fact]
    public void One_rulebook_and_one_that_can_be_used()
    {
        Assert.Equal(2, Cli.Run("batch", Market, "--market", Market, "-r", "deribit-pm,deribit-sm").ExitCode);
        Assert.Equal(1, Cli.Run("batch", Market, "--market", Market, "-r", "nobody").ExitCode);
    }

    [Fact]
    public void The_sample_program_runs()
    {
        using var process = Start(
            "python3", Path.Combine(Samples, "batch.py"), "dotnet", typeof(Program).Assembly.Location);
        if (process is null) Assert.Skip("python3 is not here: samples/batch.py was not run");
        var shown = process.StandardOutput.ReadToEnd();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, said));
        var rows = shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' ')).ToArray();
        Assert.Equal(["0", "10", "20", "30", "40"], rows.Select(r => r[0]));
        Assert.Equal("0.000000000", rows[0][1]);
        var initial = rows.Select(r => decimal.Parse(r[1], CultureInfo.InvariantCulture)).ToArray();
        for (var i = 1; i < initial.Length; i++) Assert.True(initial[i] > initial[i - 1], shown);
    }

    private static Process? Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Outcome Batch(Cli cli, string text, string rulebook) =>
        Cli.Run("batch", cli.Write("in.jsonl", text), "--market", Market, "-r", rulebook);

    private static JsonElement[] Results(Outcome outcome) =>
    [
        .. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string Portfolio(int size) =>
        $$"""{"positions":[{"instrument":"BTC-25SEP26-115000-C","quantity":{{size - 20}}},"""
        + $$"""{"instrument":"BTC-25DEC26-120000-C","quantity":"{{size}}.5"},"""
        + $$"""{"instrument":"ETH-PERPETUAL","quantity":{{-1000 * size}},"entryPrice":"3480"}],"""
        + "\"balances\":{\"BTC\":\"4\"}}";

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Drip(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public Action? Reading { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reading?.Invoke();
            return base.Read(buffer, offset, Math.Min(count, atOnce));
        }
    }
}
