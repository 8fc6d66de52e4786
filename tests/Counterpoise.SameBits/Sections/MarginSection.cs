using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks;

namespace Counterpoise.SameBits.Sections;

/// <summary>
/// The whole evaluation: the sample portfolio on the sample market under every shipped version of every rulebook, with
/// all numbers of the result in one order.
/// </summary>
internal static class MarginSection
{
    public static void Evaluate(BitDigest digest, int rulebooks)
    {
        var market = MarketJson.Read(Sample("market.json"));
        var portfolio = PortfolioJson.Read(Sample("portfolio.json"));
        if (RulebookLibrary.Versions.Count < rulebooks) throw new InvalidOperationException("rulebooks are missing");
        // The sample holds options.
        foreach (var rulebook in RulebookLibrary.Versions.Where(r => r.Options))
            Add(digest, MarginEvaluator.Evaluate(rulebook, portfolio, market));
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
