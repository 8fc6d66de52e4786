using System.Diagnostics;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Bench.Liquidation;

/// <summary>What the scans under one rulebook came to.</summary>
/// <param name="name">Of the row.</param>
internal sealed class ScanTotals(string name)
{
    private const double Step = 1e-5;
    private const double Far = 0.3;

    private readonly List<string> _disagreements = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _certified;
    private int _sampled;
    private int _found;
    private long _prices;

    public int Portfolios { get; private set; }

    public IReadOnlyList<string> Disagreements => _disagreements;

    public static void WriteHead(TextWriter output) => output.WriteLine(
        $"{"rulebook",-18}{"portfolios",11}{"certified",11}{"sampled",9}{"found",8}{"prices scanned",16}"
        + $"{"disagreements",15}{"seconds",10}");

    public void WriteRow(TextWriter output) => output.WriteLine(
        $"{name,-18}{Portfolios,11:N0}{_certified,11:N0}{_sampled,9:N0}{_found,8:N0}{_prices,16:N0}"
        + $"{_disagreements.Count,15:N0}{_clock.Elapsed.TotalSeconds,10:N0}");

    public void Add(ScanTotals other)
    {
        Portfolios += other.Portfolios;
        _certified += other._certified;
        _sampled += other._sampled;
        _found += other._found;
        _prices += other._prices;
        _disagreements.AddRange(other._disagreements);
    }

    public void Add(Account account)
    {
        var held = new MarkedPortfolio(account.Portfolio, account.Market);
        foreach (var path in LiquidationEvaluator.Evaluate(account.Rulebook, held))
        {
            if (path.SampledBecause is null) _certified++;
            else _sampled++;
            Scan(account, held, path, path.Liquidation.Down, -1);
            Scan(account, held, path, path.Liquidation.Up, +1);
        }
        Portfolios++;
    }

    // From today to the price found, which has to be the first that is below; to 30 % where there is none.
    private void Scan(Account account, MarkedPortfolio held, LiquidationPath path, LiquidationSide side, int way)
    {
        var isFound = side.Outcome == LiquidationOutcome.Price;
        if (isFound) _found++;
        var points = LiquidationEvaluator.Curve(
            account.Rulebook, held, path.Bucket, path.Coin, Prices(path, side, way));
        foreach (var point in points)
        {
            _prices++;
            var isBelow = Rounding.Compare(point.Excess, 0) < 0;
            var isExpected = side.Outcome == LiquidationOutcome.AlreadyBelow
                || (isFound && point.Price == side.Price);
            if (isBelow == isExpected) continue;
            _disagreements.Add($"{account}: {path.Coin} at {point.Price:R}, excess {point.Excess:R} {path.Bucket}, "
                + $"found {side}");
            return;
        }
    }

    private static IEnumerable<double> Prices(LiquidationPath path, LiquidationSide side, int way)
    {
        yield return path.Today;
        if (side.Outcome == LiquidationOutcome.AlreadyBelow) yield break;
        var isFound = side.Outcome == LiquidationOutcome.Price;
        var end = isFound ? side.Price : path.Today * (1 + way * Far);
        end = Math.Clamp(end, path.Range.From, path.Range.To);
        var last = path.Today;
        for (var price = path.Today; ; price *= 1 + way * Step)
        {
            var tick = path.Grid.PriceOf(way < 0 ? path.Grid.Above(price) : path.Grid.Below(price));
            if (way * (tick - end) >= 0) break;
            if (tick != last) yield return last = tick;
        }
        if (!isFound) yield break;
        yield return side.Near;
        yield return side.Price;
    }
}
