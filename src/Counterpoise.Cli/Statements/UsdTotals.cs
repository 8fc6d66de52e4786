using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// All buckets in dollars at the index: a row per bucket whose columns gross, −offset per cause, add-ons sum to its
/// initial requirement, and whose rows sum to the totals.
/// </summary>
internal sealed class UsdTotals
{
    private readonly Amount[,] _initial;
    private readonly Amount[] _maintenance;
    private readonly Amount[] _equity;

    public UsdTotals(Margin margin, int decimals)
    {
        Decimals = decimals;
        Buckets = margin.Buckets.Count;
        Initial = Rounding.Charge(margin.InitialUsd, Currency.Usd, decimals);
        Maintenance = Rounding.Charge(margin.MaintenanceUsd, Currency.Usd, decimals);
        Equity = Rounding.Credit(margin.EquityUsd, Currency.Usd, decimals);
        var causes = Causes.All.Count;
        var totals = Lines(margin, b => b.Initial.Exact, Initial);
        _initial = new Amount[Buckets, causes + 2];
        for (var b = 0; b < Buckets; b++)
        {
            var (rate, initial) = (margin.Buckets[b].UnitUsd, margin.Buckets[b].Initial);
            var exact = new double[causes + 2];
            exact[0] = initial.Gross * rate;
            foreach (var cause in Causes.All) exact[1 + (int)cause] = -initial.OffsetBy(cause) * rate;
            exact[causes + 1] = initial.AddOns * rate;
            var row = Rounding.Lines(exact, totals[b], decimals);
            for (var column = 0; column < row.Length; column++) _initial[b, column] = row[column];
        }
        _maintenance = Lines(margin, b => b.Maintenance.Exact, Maintenance);
        _equity = Lines(margin, b => b.Equity.Total, Equity);
    }

    public int Decimals { get; }

    public int Buckets { get; }

    public Amount Initial { get; }

    public Amount Maintenance { get; }

    public Amount Equity { get; }

    public Amount Gross => Column(0);

    public Amount AddOns => Column(Causes.All.Count + 1);

    /// <summary>Gross + add-ons − initial.</summary>
    public Amount Offset => Gross + AddOns - Initial;

    public Amount InitialExcess => Equity - Initial;

    public Amount MaintenanceExcess => Equity - Maintenance;

    public Amount OffsetBy(Cause cause) => -Column(1 + (int)cause);

    public Amount GrossOf(int bucket) => _initial[bucket, 0];

    public Amount AddOnsOf(int bucket) => _initial[bucket, Causes.All.Count + 1];

    public Amount InitialOf(int bucket)
    {
        var sum = Amount.Zero(Currency.Usd);
        for (var column = 0; column < _initial.GetLength(1); column++) sum += _initial[bucket, column];
        return sum;
    }

    public Amount OffsetOf(int bucket) => GrossOf(bucket) + AddOnsOf(bucket) - InitialOf(bucket);

    public Amount MaintenanceOf(int bucket) => _maintenance[bucket];

    public Amount EquityOf(int bucket) => _equity[bucket];

    private Amount[] Lines(Margin margin, Func<BucketMargin, double> value, Amount total) =>
        Rounding.Lines(margin.Buckets.Select(b => value(b) * b.UnitUsd).ToArray(), total, Decimals);

    private Amount Column(int column)
    {
        var sum = Amount.Zero(Currency.Usd);
        for (var b = 0; b < Buckets; b++) sum += _initial[b, column];
        return sum;
    }
}
