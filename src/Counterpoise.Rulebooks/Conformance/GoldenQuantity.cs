using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// The numbers of a margin by name, unrounded, in the unit of its one bucket; and its liquidation and bankruptcy
/// prices, USD.
/// </summary>
internal sealed class GoldenQuantity
{
    // Finer than any printed price.
    private const decimal Tick = 1e-5m;

    private readonly string _example;
    private readonly BucketMargin _bucket;
    private readonly ScanResult? _scan;
    private readonly Dictionary<string, Func<double>> _known;
    private readonly Lazy<IReadOnlyList<LiquidationPath>> _paths;

    /// <summary>The numbers of a margin with one bucket and at most one risk unit.</summary>
    public GoldenQuantity(GoldenExample example)
        : this(
            example.Id, MarginEvaluator.Evaluate(example.Rulebook, example.Portfolio, example.Market),
            () => LiquidationEvaluator.Evaluate(
                example.Rulebook, new MarkedPortfolio(example.Portfolio, example.Market), Tick))
    {
    }

    private GoldenQuantity(string example, Margin margin, Func<IReadOnlyList<LiquidationPath>> paths)
    {
        (_example, _paths) = (example, new(paths));
        if (margin.Buckets.Count != 1 || margin.Buckets[0].Scans.Count > 1)
        {
            throw new InvalidInputException(
                example, $"{margin.Buckets.Count} buckets", "is not one bucket with one risk unit",
                "split the example");
        }
        _bucket = margin.Buckets[0];
        _scan = _bucket.Scans.SingleOrDefault()?.Result;
        _known = new(StringComparer.Ordinal)
        {
            ["initial"] = () => _bucket.Initial.Exact,
            ["maintenance"] = () => _bucket.Maintenance.Exact,
            ["initialExcess"] = () => _bucket.InitialExcess,
            ["maintenanceExcess"] = () => _bucket.MaintenanceExcess,
            ["equity"] = () => _bucket.Equity.Total,
            ["equityWithoutCash"] = () => _bucket.Equity.Total - _bucket.Equity.Cash,
            ["worst"] = () => _scan?.Loss ?? 0,
            ["basisLoss"] = () => _scan?.Competitors.Single(c => c.Cell is null).Loss ?? 0,
            ["riskMatrix"] = () => _bucket.Initial.Exact - _bucket.Initial.AddOns,
            ["netDelta"] = () => _bucket.Holdings.Where(h => h.IsScanned).Sum(h => h.Delta),
        };
    }

    /// <summary>Name of the binding competitor; empty without a scan.</summary>
    public string Binding => _scan?.Binding?.Name ?? "";

    /// <summary>A named number, or a line of the initial composition: <c>initial roll shock</c>.</summary>
    public double Of(string name)
    {
        if (_known.TryGetValue(name, out var value)) return value();
        if (Price(name.Split(' ')) is { } price) return price;
        (string, Requirement)[] requirements = [("initial ", _bucket.Initial), ("maintenance ", _bucket.Maintenance)];
        foreach (var (prefix, requirement) in requirements)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            foreach (var line in requirement.Composition)
                if (string.Equals(line.Name, name[prefix.Length..], StringComparison.Ordinal)) return line.Exact;
        }
        throw Unknown(
            name,
            $"use {string.Join(", ", _known.Keys)}, a composition line such as \"initial roll shock\" or a price such "
                + "as \"liquidation down BTC\"");
    }

    // "liquidation down BTC": the first tick below; NaN if the search found none. Null: not such a name.
    private double? Price(string[] words)
    {
        if (words is not [("liquidation" or "bankruptcy") and var what, ("down" or "up") and var way, var coin])
            return null;
        if (_paths.Value.FirstOrDefault(p => p.Coin.Code == coin) is not { } path) return null;
        var found = what == "liquidation" ? path.Liquidation : path.Bankruptcy;
        return (way == "down" ? found.Down : found.Up).Price;
    }

    /// <summary>Profit and loss of a cell as it competes.</summary>
    public double Cell(string name) => 0 - Find(name).Loss;

    /// <summary>Profit and loss of the holdings under a cell's scenario, untreated.</summary>
    public double Pnl(string name)
    {
        var scenario = Find(name).Cell!.Scenario;
        return _bucket.Holdings.Where(h => h.IsScanned).Sum(h => h.Exposed * h.Contract.Change(scenario) * h.UnitRate);
    }

    private Competitor Find(string name)
    {
        foreach (var competitor in _scan?.Competitors ?? [])
        {
            var isCell = competitor.Cell is not null;
            if (isCell && string.Equals(competitor.Name, name, StringComparison.Ordinal)) return competitor;
        }
        throw Unknown(name, "use a scan cell such as \"standard +16% vol up\"");
    }

    private InvalidInputException Unknown(string name, string remedy) =>
        new($"{_example}: expected", name, "is no quantity of this margin", remedy);
}
