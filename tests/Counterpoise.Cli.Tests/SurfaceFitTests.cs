using Counterpoise.Cli.Tests.Statements;
using Counterpoise.Markets;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Cli.Tests;

/// <summary><c>surface fit</c> as text, what it writes, and what it refuses.</summary>
public sealed class SurfaceFitTests
{
    private const string Stress = "market/deribit/stress_20260204_20260207_all_snapshots.csv.gz";

    private const string Snapshot = "2026-02-05T21:29:37Z";

    private static readonly string Sample = Path.Combine(SharedData.Repository, "samples/market.json");

    [Fact]
    public void The_sample_is_fitted_as_approved()
    {
        var outcome = Cli.Run("surface", "fit", Sample, "--coin", "BTC");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Approved.Matches("surface.txt", outcome.Output);
        Assert.All(outcome.Output.Split('\n'), line => Assert.False(line.EndsWith(' '), $"\"{line}\""));
    }

    [Fact]
    public void Coins_are_fitted_alike_alone_and_together()
    {
        var (one, all) = (Cli.Run("surface", "fit", Sample, "--coin", "BTC"), Cli.Run("surface", "fit", Sample));
        Assert.StartsWith(one.Output, all.Output, StringComparison.Ordinal);
        Assert.Contains("\nETH  10 expiries", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_market_is_written_with_its_smiles()
    {
        using var cli = new Cli();
        var file = cli.Path("fitted.json");
        Assert.Equal(0, Cli.Run("surface", "fit", Sample, "--out", file).ExitCode);
        var (before, after) = (InputFile.Read(Sample, MarketJson.Read), InputFile.Read(file, MarketJson.Read));
        foreach (var (coin, underlying) in after.Underlyings)
        {
            Assert.Equal(before.Underlyings[coin].Quotes.Count, underlying.Quotes.Count);
            foreach (var curve in underlying.Expiries.Values)
            {
                var svi = curve.Svi!;
                Assert.Equal(curve.Forward!.Value.Value, svi.Forward);
                var quotes = underlying.Quotes.Values.Where(q => q.Instrument.Expiry == curve.Expiry && q.Vol > 0);
                Assert.All(quotes, q => Assert.Equal(q.Vol!.Value, svi.Vol(q.Instrument.Strike.ToDouble()), 3e-4));
            }
        }
    }

    [Fact]
    public void Standard_output_carries_the_market_alone()
    {
        var outcome = Cli.Run("surface", "fit", Sample, "--out", "-");
        Assert.Equal("", outcome.Error);
        Assert.Equal(10, MarketJson.Read(System.Text.Encoding.UTF8.GetBytes(outcome.Output))
            .Underlyings[Currency.Parse("BTC")].Expiries.Values.Count(c => c.Svi is not null));
    }

    [Fact]
    public void A_csv_of_several_snapshots_is_a_line_each_and_a_total()
    {
        var outcome = Cli.Run("surface", "fit", SharedData.File(Stress, 1), "--coin", "BTC");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var lines = outcome.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(16, lines.Count(l => l.StartsWith("2026-02-0", StringComparison.Ordinal)));
        Assert.Contains(lines, l => l.StartsWith("16 snapshots on 4 days, 16 surfaces, ", StringComparison.Ordinal));
        Assert.Equal("0 violations, 0 exceptions", lines[^1]);
    }

    [Fact]
    public void One_snapshot_of_several_is_a_market()
    {
        using var cli = new Cli();
        var stress = SharedData.File(Stress, 1);
        var outcome = Cli.Run(
            "surface", "fit", stress, "--snapshot", Snapshot, "--coin", "BTC", "--calendar", "quoted", "--weights",
            "equal", "--width", "2", "--out", cli.Path("m.json"));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains($"{Snapshot}, source ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("weighed alike", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("no calendar arbitrage over the quoted strikes", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("beyond 2 standard deviations", outcome.Output, StringComparison.Ordinal);
        var shown = Cli.Run("market", "show", cli.Path("m.json"));
        Assert.Equal(0, shown.ExitCode);
        var many = Cli.Run("surface", "fit", stress, "--svg", cli.Path("m.svg"));
        Assert.Equal(2, many.ExitCode);
        Assert.Contains("has 16 snapshots; choose one by --snapshot", many.Error, StringComparison.Ordinal);
        var absent = Cli.Run("surface", "fit", stress, "--snapshot", "2026-02-05T21:29:38Z");
        Assert.Equal(1, absent.ExitCode);
        Assert.Contains("choose one of: 2026-02-04T04:24:03Z", absent.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.Path("m.svg")));
    }

    [Fact]
    public void A_chain_whose_quotes_are_one_sided_has_nothing_to_fit()
    {
        using var cli = new Cli();
        var chain = cli.Write(
            "chain.csv",
            "snapshot_utc,instrument_name,underlying_price,index_price,bid_price,ask_price,mark_price,mark_iv\n"
            + "2026-08-22T08:00:00Z,BTC-25SEP26-80000-C,77400,77000,,0.035,0.0347,0.4035\n");
        Refused(1, "are not quoted on both sides for any expiry farther than 17.5 hours", "surface", "fit", chain);
    }

    [Fact]
    public void An_expiry_of_few_quotes_leans_on_the_others_and_a_near_one_is_named()
    {
        using var cli = new Cli();
        const string rows = """
            snapshot_utc,instrument_name,underlying_price,index_price,bid_price,ask_price,mark_price,mark_iv
            2026-08-22T08:00:00Z,BTC-23AUG26T0100-77000-C,77000,77000,0.004,0.005,0.0045,0.40
            2026-08-22T08:00:00Z,BTC-25SEP26-70000-P,77400,77000,0.008,0.009,0.0085,0.42
            2026-08-22T08:00:00Z,BTC-25SEP26-80000-C,77400,77000,0.034,0.035,0.0347,0.4035
            2026-08-22T08:00:00Z,BTC-25SEP26-90000-C,77400,77000,0.008,0.009,0.0085,0.43

            """;
        var outcome = Cli.Run("surface", "fit", cli.Write("chain.csv", rows));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("leans on surface", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("nearer than 17.5 hours (17.0 h)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("no calendar arbitrage: there is one expiry", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(
            0, Cli.Run("surface", "fit", cli.Path("chain.csv"), "--svg", cli.Path("chain.svg"), "--json").ExitCode);
    }

    [Theory]
    [InlineData(1, "--coin \"XRP\" has no options there", "--coin", "XRP")]
    [InlineData(2, "--coin \"B-C\" is not a currency code", "--coin", "B-C")]
    [InlineData(2, "--width \"0\" is not positive", "--width", "0")]
    [InlineData(2, "--width \"30\" is more than 10 standard deviations", "--width", "30")]
    [InlineData(2, "--width \"wide\" is not a number", "--width", "wide")]
    [InlineData(2, "--weights \"vega\" is not one of its values; use spread or equal", "--weights", "vega")]
    [InlineData(2, "--calendar \"never\" is not one of its values", "--calendar", "never")]
    [InlineData(2, "--snapshot is for csv files", "--snapshot", Snapshot)]
    [InlineData(1, "is in a folder that does not exist", "--svg", "no-such-folder/a.svg")]
    [InlineData(1, "is a folder", "--out", ".")]
    public void A_bad_option_is_one_line_and_nothing_else(int code, string problem, params string[] options) =>
        Refused(code, problem, ["surface", "fit", Sample, .. options]);

    [Fact]
    public void A_market_that_cannot_be_read_is_one_line()
    {
        using var cli = new Cli();
        Refused(1, "does not exist", "surface", "fit", cli.Path("none.json"));
        var portfolio = Path.Combine(SharedData.Repository, "samples/portfolio.json");
        Refused(1, "is not a known field", "surface", "fit", portfolio);
        Refused(1, "snapshot_utc", "surface", "fit", cli.Write("a.csv", "b,c\n1,2\n"));
        // The second is bad: of the first nothing is printed.
        Refused(1, "is not a gzip file", "surface", "fit", Sample, cli.Write("a.csv.gz", "b"));
        var target = cli.Path("m");
        Refused(2, "--out is for one market, and 2 are given", "surface", "fit", Sample, Sample, "--out", target);
    }

    [Fact]
    public void What_is_read_is_not_replaced()
    {
        using var cli = new Cli();
        var market = cli.Write("m.json", File.ReadAllText(Sample));
        Refused(1, "is also read by this command", "surface", "fit", market, "--out", market);
        Refused(1, "is written twice", "surface", "fit", market, "--out", cli.Path("a"), "--svg", cli.Path("a"));
        Assert.Equal(File.ReadAllText(Sample), File.ReadAllText(market));
        Assert.Single(Directory.GetFiles(cli.Folder));
    }

    private static void Refused(int code, string problem, params string[] args)
    {
        var outcome = Cli.Run(args);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Equal((code, ""), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }
}
