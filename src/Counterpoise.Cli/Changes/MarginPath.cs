using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Changes;
using Counterpoise.Units;

namespace Counterpoise.Cli.Changes;

/// <summary>One margin currency, or all in dollars, on one day of a path.</summary>
internal readonly record struct PathRow(Amount Initial, Amount Maintenance, Amount Equity, Amount Pnl)
{
    public Amount InitialExcess => Equity - Initial;

    public Amount MaintenanceExcess => Equity - Maintenance;
}

/// <summary>Margin along several days: today, then one statement a day.</summary>
internal sealed class MarginPath
{
    private readonly Statement[] _statements;

    /// <summary>Rounds a path for people (<paramref name="decimals"/> null) or for machines (9).</summary>
    public MarginPath(Statement today, IReadOnlyList<MovedMargin> days, int? decimals)
    {
        (Today, Days) = (today, days);
        _statements = [today, .. days.Select(d => new Statement(d.Margin, d.Market, decimals))];
        Units = [.. _statements.SelectMany(s => s.Buckets).Select(b => b.Unit).Distinct().Order()];
    }

    /// <summary>After the trades, before the move.</summary>
    public Statement Today { get; }

    public IReadOnlyList<MovedMargin> Days { get; }

    /// <summary>Margin currencies of any day.</summary>
    public IReadOnlyList<Currency> Units { get; }

    /// <summary>All margin currencies in dollars; day 0 is today.</summary>
    public PathRow Usd(int day)
    {
        var (usd, today) = (_statements[day].Usd, Today.Usd);
        return new PathRow(usd.Initial, usd.Maintenance, usd.Equity, usd.Equity - today.Equity);
    }

    /// <summary>One of them.</summary>
    public PathRow Of(Currency unit, int day)
    {
        var row = Row(_statements[day], unit);
        return row with { Pnl = row.Equity - Row(Today, unit).Equity };
    }

    /// <summary>Nothing is required on any day, and equity stays.</summary>
    public bool IsIdle(Currency unit) => Enumerable.Range(0, _statements.Length).Select(day => Of(unit, day))
        .All(row => row is { Initial.Nanos: var initial, Maintenance.Nanos: var maintenance, Pnl.Nanos: var pnl }
            && initial == 0 && maintenance == 0 && pnl == 0);

    private static PathRow Row(Statement statement, Currency unit)
    {
        var zero = Amount.Zero(unit);
        return statement.Buckets.FirstOrDefault(b => b.Unit == unit) is { } bucket
            ? new PathRow(bucket.Initial.Total, bucket.Maintenance.Total, bucket.Equity.Total, zero)
            : new PathRow(zero, zero, zero, zero);
    }
}
