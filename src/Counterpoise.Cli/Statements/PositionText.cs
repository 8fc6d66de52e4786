using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>The table of positions: each alone, what the portfolio gives back, what is left.</summary>
internal static class PositionText
{
    public static void Write(BucketStatement bucket, TextPage page, bool all)
    {
        page.Title(
            "POSITIONS",
            "standalone: needed if this were the only position; initial margin; delta in coins, gamma per 1 % spot");
        var unit = bucket.Unit.Code;
        var grid = new TextGrid("lnlnlrrrrrrrrr");
        grid.Head(
            "instrument", "quantity", "", "mark", "", "value", "delta", "gamma/1%", "vega", "theta", "standalone",
            "\u2212 offset",
            "= contribution", "maintenance");
        grid.Head(
            "", "", "", "", "", unit, "coins", "coins", "USD/vol pt", "USD/day", unit, unit, unit, "contribution");
        var rows = PositionRows.Of(bucket, all ? int.MaxValue : StatementText.PositionLimit);
        foreach (var row in rows.Shown) Add(grid, bucket, [row], bucket.Holdings[row]);
        if (rows.Rest.Count > 0) Add(grid, bucket, rows.Rest, null);
        WriteFooter(grid, bucket);
        grid.Write(page);
    }

    private static void Add(TextGrid grid, BucketStatement bucket, IReadOnlyList<int> rows, Holding? holding)
    {
        var sum = PositionSum.Of(bucket, rows);
        var coins = rows.Select(r => bucket.Holdings[r].Base).Distinct().Count() <= 1;
        var d = bucket.Decimals;
        TextCell offset = new(
            Figures.Money(sum.Offset, d),
            sum.Offset.Nanos < 0 ? Tone.Bad : sum.Offset.Nanos > 0 ? Tone.Good : Tone.Plain);
        grid.Add(
            holding?.Name ?? $"... and {rows.Count:N0} more",
            holding is null ? "" : Figures.Short(holding.Quantity, 8), holding is null ? "" : QuantityUnit(holding),
            holding is null ? "" : Figures.Price(holding.Mark), holding is null ? "" : MarkUnit(holding, bucket),
            Figures.Money(sum.Value, d),
            coins ? Figures.Number(sum.Greeks.Delta, 4) : "",
            coins ? Figures.Number(sum.Greeks.GammaOnePercent, 4) : "",
            Figures.Number(sum.Greeks.Vega, 2), Figures.Number(sum.Greeks.Theta, 2),
            Figures.Money(sum.Standalone, d), offset, Figures.Money(sum.Contribution, d),
            Figures.Money(sum.Maintenance, d));
    }

    private static void WriteFooter(TextGrid grid, BucketStatement bucket)
    {
        var (d, initial, maintenance) = (bucket.Decimals, bucket.Initial, bucket.Maintenance);
        var portfolioLine = bucket.Holdings.Count;
        var (line, other) = (initial.OffsetOf(portfolioLine), maintenance.OffsetOf(portfolioLine));
        if (line != bucket.Zero || other != bucket.Zero)
        {
            Last("portfolio line: what no position causes by itself", "", Figures.Money(line, d), -line, -other);
        }
        if (initial.AddOns != bucket.Zero || maintenance.AddOns != bucket.Zero)
            Last("add-ons", "", "", initial.AddOns, maintenance.AddOns);
        grid.Rule();
        var coins = bucket.Holdings.Where(h => h.Base != default).Select(h => h.Base).Distinct().Order().ToArray();
        foreach (var coin in coins)
        {
            if (coins.Length == 1) break;
            var net = PositionSum.Of(bucket, [.. Rows().Where(r => bucket.Holdings[r].Base == coin)]);
            grid.Add(
                $"net {coin}", "", "", "", "", Figures.Money(net.Value, d), Figures.Number(net.Greeks.Delta, 4),
                Figures.Number(net.Greeks.GammaOnePercent, 4), Figures.Number(net.Greeks.Vega, 2),
                Figures.Number(net.Greeks.Theta, 2), "", "", "", "");
        }
        var all = PositionSum.Of(bucket, [.. Rows()]);
        grid.Add(
            Tone.Strong, "total", "", "", "", "", Figures.Money(all.Value, d),
            coins.Length > 1 ? "" : Figures.Number(all.Greeks.Delta, 4),
            coins.Length > 1 ? "" : Figures.Number(all.Greeks.GammaOnePercent, 4),
            Figures.Number(all.Greeks.Vega, 2), Figures.Number(all.Greeks.Theta, 2),
            Figures.Money(initial.Gross, d), Figures.Money(initial.Offset, d), Figures.Money(initial.Total, d),
            Figures.Money(maintenance.Total, d));

        IEnumerable<int> Rows() => Enumerable.Range(0, bucket.Holdings.Count);

        void Last(string name, string alone, string offset, Amount contribution, Amount maintenancePart) =>
            grid.Add(
                name, "", "", "", "", "", "", "", "", "", alone, offset, Figures.Money(contribution, d),
                Figures.Money(maintenancePart, d));
    }

    /// <summary>What one of its quantity is.</summary>
    public static string QuantityUnit(Holding holding)
    {
        if (holding.Instrument is not { } instrument) return "";
        return instrument is { IsInverse: true, IsOption: false } ? instrument.Quote.Code : instrument.Base.Code;
    }

    /// <summary>What its mark is in.</summary>
    public static string MarkUnit(Holding holding, BucketStatement bucket)
    {
        if (holding.Instrument is not { } instrument) return bucket.Unit.Code;
        return holding is { IsOption: true, Contract.IsInverse: true } ? instrument.Base.Code : instrument.Quote.Code;
    }
}

/// <summary>Which positions are shown one by one and which are summed.</summary>
internal readonly record struct PositionRows(IReadOnlyList<int> Shown, IReadOnlyList<int> Rest)
{
    /// <summary>All in canonical order if they fit; else the largest by standalone requirement first.</summary>
    public static PositionRows Of(BucketStatement bucket, int limit)
    {
        var rows = Enumerable.Range(0, bucket.Holdings.Count);
        if (bucket.Holdings.Count <= limit) return new([.. rows], []);
        var largest = rows.OrderByDescending(r => Math.Abs(bucket.Bucket.Initial.Standalone[r])).ThenBy(r => r)
            .ToArray();
        return new(largest[..limit], largest[limit..]);
    }
}

/// <summary>The sum of some rows of the table of positions.</summary>
internal readonly record struct PositionSum(
    Amount Value, PositionGreeks Greeks, Amount Standalone, Amount Offset, Amount Contribution, Amount Maintenance)
{
    public static PositionSum Of(BucketStatement bucket, IReadOnlyList<int> rows)
    {
        var (value, alone, offset, maintenance) = (bucket.Zero, bucket.Zero, bucket.Zero, bucket.Zero);
        double delta = 0, gamma = 0, vega = 0, theta = 0;
        foreach (var row in rows)
        {
            value += bucket.Equity.Values[row];
            alone += bucket.Initial.Standalone[row];
            offset += bucket.Initial.OffsetOf(row);
            maintenance += bucket.Maintenance.Contribution(row);
            var g = bucket.Greeks[row];
            delta += g.Delta;
            gamma += g.GammaOnePercent;
            vega += g.Vega;
            theta += g.Theta;
        }
        return new(value, new PositionGreeks(delta, gamma, vega, theta), alone, offset, alone - offset, maintenance);
    }
}
