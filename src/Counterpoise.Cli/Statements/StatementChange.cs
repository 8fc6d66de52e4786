using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Changes;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>One line before and after; the change is their difference, exactly.</summary>
/// <param name="Group">What kind of line: one of <see cref="BucketChange.Groups"/>.</param>
/// <param name="Name">As printed.</param>
/// <param name="Before">Bucket units.</param>
/// <param name="After">Bucket units.</param>
/// <param name="IsTraded">The position was traded.</param>
internal readonly record struct ChangeLine(
    string Group, string Name, Amount Before, Amount After, bool IsTraded = false)
{
    public Amount Change => After - Before;
}

/// <summary>Two statements of one portfolio, without and with trades or a move of the market, line by line.</summary>
internal sealed class StatementChange
{
    public StatementChange(
        Statement before, Statement after, IReadOnlyList<Trade> trades, MovedMargin? moved = null)
    {
        (Before, After, Moved) = (before, after, moved);
        var traded = trades.Select(t => t.Instrument).ToHashSet();
        var units = before.Buckets.Concat(after.Buckets).Select(b => b.Unit).Distinct().Order();
        Buckets =
        [
            .. units.Select(u => new BucketChange(
                u, before.Buckets.FirstOrDefault(b => b.Unit == u), after.Buckets.FirstOrDefault(b => b.Unit == u),
                traded)),
        ];
    }

    public Statement Before { get; }

    public Statement After { get; }

    /// <summary>What happened to the market between them; null: nothing.</summary>
    public MovedMargin? Moved { get; }

    public IReadOnlyList<BucketChange> Buckets { get; }

    /// <summary>All buckets in USD at the index.</summary>
    public IReadOnlyList<ChangeLine> Usd
    {
        get
        {
            var (b, a) = (Before.Usd, After.Usd);
            return
            [
                new("usd", "positions alone", b.Gross, a.Gross),
                new("usd", "offsets", -b.Offset, -a.Offset),
                new("usd", "add-ons", b.AddOns, a.AddOns),
                new("usd", "initial", b.Initial, a.Initial),
                new("usd", "maintenance", b.Maintenance, a.Maintenance),
                new("usd", "equity", b.Equity, a.Equity),
                new("usd", "excess over initial", b.InitialExcess, a.InitialExcess),
                new("usd", "excess over maintenance", b.MaintenanceExcess, a.MaintenanceExcess),
            ];
        }
    }
}

/// <summary>The lines of one bucket before and after. A bucket that is new or gone has zeros.</summary>
internal sealed class BucketChange
{
    /// <summary>
    /// Groups in printed order. Within initial and maintenance the lines (alone, causes, add-ons) sum to the last; so
    /// do composition and equity; standalone sums to "positions alone", contribution to "required" without add-ons.
    /// </summary>
    public static readonly string[] Groups =
    [
        "standalone", "contribution", "initial", "maintenance", "compositionInitial", "compositionMaintenance",
        "equity",
        "excess",
    ];

    private readonly BucketStatement? _before;
    private readonly BucketStatement? _after;
    private readonly Amount _zero;

    public BucketChange(Currency unit, BucketStatement? before, BucketStatement? after, HashSet<Instrument> traded)
    {
        (Unit, _before, _after, _zero) = (unit, before, after, Amount.Zero(unit));
        Decimals = (before ?? after)!.Decimals;
        Lines =
        [
            .. Positions("standalone", traded, (b, row) => b.Initial.Standalone[row]),
            .. Positions("contribution", traded, (b, row) => b.Initial.Contribution(row)),
            PortfolioLine(),
            .. Steps("initial", b => b.Initial),
            .. Steps("maintenance", b => b.Maintenance),
            .. Composition("compositionInitial", b => (b.Bucket.Initial, b.Initial)),
            .. Composition("compositionMaintenance", b => (b.Bucket.Maintenance, b.Maintenance)),
            .. EquityLines(),
        ];
    }

    public Currency Unit { get; }

    public int Decimals { get; }

    public IReadOnlyList<ChangeLine> Lines { get; }

    public (Holding? Before, Holding? After) HoldingOf(string name) =>
        (_before?.Holdings.FirstOrDefault(h => h.Name == name), _after?.Holdings.FirstOrDefault(h => h.Name == name));

    private IEnumerable<ChangeLine> Positions(
        string group, HashSet<Instrument> traded, Func<BucketStatement, int, Amount> value)
    {
        var rows = new SortedDictionary<(Instrument?, Currency), (Holding Holding, Amount Before, Amount After)>(
            Comparer<(Instrument?, Currency)>.Create(Compare));
        if (_before is not null)
            for (var r = 0; r < _before.Holdings.Count; r++)
                rows[Key(_before.Holdings[r])] = (_before.Holdings[r], value(_before, r), _zero);
        if (_after is not null)
        {
            for (var r = 0; r < _after.Holdings.Count; r++)
            {
                var holding = _after.Holdings[r];
                var before = rows.TryGetValue(Key(holding), out var known) ? known.Before : _zero;
                rows[Key(holding)] = (holding, before, value(_after, r));
            }
        }
        return rows.Values.Select(r => new ChangeLine(
            group, r.Holding.Name, r.Before, r.After, r.Holding.Instrument is { } i && traded.Contains(i)));
    }

    // Collateral after positions, as in a statement.
    private static int Compare(
        (Instrument? Instrument, Currency Collateral) a, (Instrument? Instrument, Currency Collateral) b)
    {
        if (a.Instrument is null || b.Instrument is null)
            return a.Instrument is null && b.Instrument is null
                ? a.Collateral.CompareTo(b.Collateral)
                : a.Instrument is null ? 1 : -1;
        return a.Instrument.CompareTo(b.Instrument);
    }

    private static (Instrument?, Currency) Key(Holding holding) => (holding.Instrument, holding.Collateral ?? default);

    private ChangeLine PortfolioLine()
    {
        return new("contribution", "portfolio line", Of(_before), Of(_after));

        Amount Of(BucketStatement? b) => b is null ? _zero : -b.Initial.OffsetOf(b.Holdings.Count);
    }

    private IEnumerable<ChangeLine> Steps(string group, Func<BucketStatement, RequirementAmounts> requirement)
    {
        yield return Line("positions alone", r => r.Gross);
        foreach (var cause in Causes.All)
        {
            var line = Line($"{cause.Name()} offset", r => -r.OffsetBy(cause));
            if (line.Before.Nanos != 0 || line.After.Nanos != 0) yield return line;
        }
        var addOns = Line("add-ons", r => r.AddOns);
        if (addOns.Before.Nanos != 0 || addOns.After.Nanos != 0) yield return addOns;
        yield return Line("required", r => r.Total);

        ChangeLine Line(string name, Func<RequirementAmounts, Amount> value) => new(
            group, name, _before is null ? _zero : value(requirement(_before)),
            _after is null ? _zero : value(requirement(_after)));
    }

    private IEnumerable<ChangeLine> Composition(
        string group, Func<BucketStatement, (Requirement Exact, RequirementAmounts Amounts)> requirement)
    {
        var lines = new List<(string Name, Amount Before, Amount After)>();
        if (_before is not null)
        {
            var (exact, amounts) = requirement(_before);
            for (var i = 0; i < exact.Composition.Count; i++)
                lines.Add((exact.Composition[i].Name, amounts.Composition[i], _zero));
        }
        if (_after is not null)
        {
            var (exact, amounts) = requirement(_after);
            var used = new HashSet<int>();
            for (var i = 0; i < exact.Composition.Count; i++)
            {
                var at = lines.FindIndex(l => l.Name == exact.Composition[i].Name);
                if (at < 0 || !used.Add(at)) lines.Add((exact.Composition[i].Name, _zero, amounts.Composition[i]));
                else lines[at] = lines[at] with { After = amounts.Composition[i] };
            }
        }
        return lines.Select(l => new ChangeLine(group, l.Name, l.Before, l.After));
    }

    private IEnumerable<ChangeLine> EquityLines()
    {
        yield return Line("equity", "cash", b => b.Equity.Cash);
        yield return Line("equity", "collateral", b => b.Equity.Collateral);
        yield return Line("equity", "options", b => b.Equity.Options);
        yield return Line("equity", "unrealised", b => b.Equity.Unrealised);
        yield return Line("equity", "equity", b => b.Equity.Total);
        yield return Line("excess", "excess over initial", b => b.InitialExcess);
        yield return Line("excess", "excess over maintenance", b => b.MaintenanceExcess);

        ChangeLine Line(string group, string name, Func<BucketStatement, Amount> value) =>
            new(group, name, _before is null ? _zero : value(_before), _after is null ? _zero : value(_after));
    }
}
