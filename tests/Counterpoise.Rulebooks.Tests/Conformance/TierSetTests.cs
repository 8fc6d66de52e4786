using System.Globalization;
using System.Text;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>Changed copies of the published tiers fail.</summary>
public sealed class TierSetTests
{
    private const string Set = "margin/binance_usdm_leverage_tiers";
    private const string Path = Set + ".csv";

    // A cum below 510 changes by less than the whole units it is printed in.
    [Fact]
    public void A_cum_off_by_a_thousandth_fails_wherever_that_is_more_than_rounding()
    {
        var rows = Rows();
        var changed = 0;
        for (var row = 1; row < rows.Length; row += 97)
        {
            var cells = rows[row].Split(',');
            var cum = double.Parse(cells[6], CultureInfo.InvariantCulture);
            if (cum < 510) continue;
            cells[6] = (cum * 1.001).ToString("R", CultureInfo.InvariantCulture);
            var failure = Assert.Single(Run(With(rows, row, string.Join(',', cells))).Failures);
            Assert.Equal((cells[0], $"cum of tier {cells[1]}"), (failure.Case, failure.Quantity));
            changed++;
        }
        Assert.InRange(changed, 10, 29);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_changed_floor_cap_or_rate_fails(int column)
    {
        var rows = Rows();
        var row = Array.FindIndex(rows, r => r.StartsWith("BTC/USDT:USDT,5,", StringComparison.Ordinal));
        var cells = rows[row].Split(',');
        var value = double.Parse(cells[column], CultureInfo.InvariantCulture);
        cells[column] = (value * 1.001).ToString("R", CultureInfo.InvariantCulture);
        Assert.NotEmpty(Run(With(rows, row, string.Join(',', cells))).Failures);
    }

    [Fact]
    public void A_shortened_truncated_or_missing_file_fails()
    {
        var rows = Rows();
        Assert.Empty(Run(string.Join('\n', rows)).Failures);
        Assert.Equal("tiers", Assert.Single(Run(string.Join('\n', rows[..^1])).Failures).Quantity);
        Assert.NotEmpty(Run(With(rows, 1_000, "")).Failures);
        var text = string.Join('\n', rows);
        Assert.NotEmpty(Run(text[..(text.Length / 2)]).Failures);
        Assert.NotEmpty(Run("").Failures);
        Assert.Equal(2, Only().Run([]).Failures.Count());
    }

    private static SetOutcome Run(string text) =>
        Only().Run([new VectorFile(Path, () => Encoding.UTF8.GetBytes(text))]);

    private static VectorSet Only() => ConformanceReport.AllSets.Single(s => s.Name == Set);

    private static string With(string[] rows, int row, string text) =>
        string.Join('\n', rows.Select((r, i) => i == row ? text : r));

    private static string[] Rows()
    {
        var full = System.IO.Path.Combine(SharedData.Root, "vectors", Path);
        if (!File.Exists(full)) Assert.Skip($"{full} is not there (set COUNTERPOISE_SHARED): its case skipped");
        return [.. File.ReadAllLines(full).Where(l => l.Length > 0)];
    }
}
