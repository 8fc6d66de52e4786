using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks;
using Counterpoise.Units;

namespace Counterpoise.SameBits.Sections;

/// <summary>
/// The whole evaluation: the sample portfolios on the sample markets under every shipped version of every rulebook, as
/// far as it takes them, with all numbers of the result in one order.
/// </summary>
internal static class MarginSection
{
    public static void Evaluate(BitDigest digest, int rulebooks)
    {
        if (RulebookLibrary.Versions.Count < rulebooks) throw new InvalidOperationException("rulebooks are missing");
        Evaluate(digest, PortfolioJson.Read(Sample("portfolio.json")), MarketJson.Read(Sample("market.json")));
        Evaluate(
            digest, PortfolioJson.Read(Sample("perpetuals.json")), MarketJson.Read(Sample("perpetuals-market.json")));
    }

    private static void Evaluate(BitDigest digest, Portfolio portfolio, Market market)
    {
        foreach (var rulebook in RulebookLibrary.Versions)
        {
            bool Takes(Portfolio part) => IsTaken(rulebook, part, market);
            Position[] positions =
                [.. portfolio.Positions.Where(p => Takes(new Portfolio("one") { Positions = [p] }))];
            var balances = portfolio.Balances
                .Where(b => Takes(new Portfolio("one") { Balances = new Dictionary<Currency, Quantity>([b]) }))
                .ToDictionary();
            if (positions.Length == 0) continue;
            var taken = portfolio with { Positions = positions, Balances = balances };
            Add(digest, MarginEvaluator.Evaluate(rulebook, taken, market));
        }
    }

    private static bool IsTaken(Rulebook rulebook, Portfolio portfolio, Market market)
    {
        try
        {
            MarginEvaluator.Evaluate(rulebook, portfolio, market);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static void Add(BitDigest digest, Margin margin)
    {
        digest.Add(margin.InitialUsd, margin.MaintenanceUsd, margin.EquityUsd);
        foreach (var bucket in margin.Buckets)
        {
            digest.Add(bucket.UnitUsd, bucket.InitialExcess, bucket.MaintenanceExcess, bucket.MarginRatio ?? -1);
            digest.Add(bucket.Equity.Cash, bucket.Equity.Collateral, bucket.Equity.Options, bucket.Equity.Unrealised);
            foreach (var holding in bucket.Holdings) Add(digest, holding);
            foreach (var scan in bucket.Scans)
            {
                digest.Add(scan.Loss, scan.Result.Binding?.Index ?? -1, scan.Result.RunnerUp?.Index ?? -1);
                digest.Add(scan.Result.Competitors.Select(competitor => competitor.Loss));
            }
            Add(digest, bucket.Initial);
            Add(digest, bucket.Maintenance);
        }
    }

    private static void Add(BitDigest digest, Holding holding)
    {
        var greeks = PositionGreeks.Of(holding);
        digest.Add(holding.Quantity, holding.Mark, holding.Value, holding.UnitRate, holding.CoinRate, holding.Index);
        digest.Add(holding.Delta, holding.Coins);
        digest.Add(holding.Contract.Forward, holding.Contract.Vol, holding.Contract.Value);
        digest.Add(greeks.Delta, greeks.GammaOnePercent, greeks.Vega, greeks.Theta);
    }

    // Exact, then as money: whole nanounits, taken apart into doubles that hold them.
    private static void Add(BitDigest digest, Requirement requirement)
    {
        digest.Add(requirement.Exact, requirement.Gross, requirement.AddOns, requirement.Offset);
        digest.Add(requirement.Standalone);
        digest.Add(requirement.Offsets.Cast<double>());
        digest.Add(requirement.Composition.Select(line => line.Exact));
        var rounded = requirement.Rounded();
        Int128[] nanos =
        [
            rounded.Total.Nanos, rounded.Gross.Nanos, rounded.Offset.Nanos, rounded.AddOns.Nanos,
            .. rounded.Standalone.Select(amount => amount.Nanos), .. rounded.Composition.Select(amount => amount.Nanos),
            .. from row in Enumerable.Range(0, rounded.Standalone.Count + 1)
               from cause in Causes.All
               select rounded.OffsetOf(row, cause).Nanos,
        ];
        const long part = 1L << 48;
        digest.Add(nanos.SelectMany(n => new[] { (double)(n / part), (double)(n % part) }));
    }

    private static byte[] Sample(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Counterpoise.slnx")))
                return File.ReadAllBytes(Path.Combine(folder.FullName, "samples", name));
        throw new InvalidOperationException("Counterpoise.slnx was not found above " + AppContext.BaseDirectory);
    }
}
