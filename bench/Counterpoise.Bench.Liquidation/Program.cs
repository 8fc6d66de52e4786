using System.Globalization;
using Counterpoise;
using Counterpoise.Bench.Liquidation;
using Counterpoise.Rulebooks.Tests.Liquidations;

// Liquidation prices against a scan of 0.1 basis points, on random portfolios: the slow proof that nothing is jumped
// over. Exit code 1 if a scan disagrees.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (ScanOptions.Read(args, Console.Error) is not { } options) return 2;
Console.WriteLine($"liquidation prices against a scan of 0.1 bp: {options.Portfolios:N0} random portfolios a rulebook, "
    + (options.Every ? "every price" : "strides of 1 bp passed over where the excess is far from zero")
    + $", from today / {options.Reach} to × {options.Reach}");
ScanTotals.WriteHead(Console.Out);
var all = new ScanTotals("all", options);
foreach (var rulebook in options.Rulebooks)
{
    var totals = new ScanTotals(rulebook, options);
    try
    {
        Parallel.ForEach(FundedAccounts.Of(rulebook, options.Portfolios), account =>
        {
            var one = new ScanTotals(rulebook, options);
            one.Add(account);
            lock (totals)
            {
                totals.Add(one);
                Console.Error.Write($"\r{rulebook}: {totals.Portfolios:N0} of {options.Portfolios:N0}   ");
            }
        });
    }
    catch (AggregateException e) when (e.InnerException is InvalidInputException inner)
    {
        Console.Error.WriteLine($"\r{rulebook}: not scanned: {inner.Message}");
        continue;
    }
    Console.Error.Write("\r");
    totals.WriteRow(Console.Out);
    foreach (var line in totals.Disagreements) Console.WriteLine($"  {line}");
    all.Add(totals);
}
all.WriteRow(Console.Out);
return all.Disagreements.Count > 0 ? 1 : 0;
