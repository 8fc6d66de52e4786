using System.Diagnostics;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Rulebooks.Tests.Laws;

namespace Counterpoise.Bench.Liquidation;

/// <summary>What the scans under one rulebook came to.</summary>
/// <param name="name">Of the row.</param>
/// <param name="options">How they were scanned.</param>
internal sealed class ScanTotals(string name, ScanOptions options)
{
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
        var paths = LiquidationEvaluator.Evaluate(
            account.Rulebook, held, tick: null, isJoint: false, options.Reach);
        foreach (var path in paths)
        {
            if (path.SampledBecause is null) _certified++;
            else _sampled++;
            var moved = LiquidationEvaluator.PathOf(account.Rulebook, held, path.Bucket, path.Coin);
            double Excess(double price) => moved.At(price / path.Today).Excess;
            Scan(account, path, path.Liquidation.Down, -1, Excess);
            Scan(account, path, path.Liquidation.Up, +1, Excess);
        }
        Portfolios++;
    }

    private void Scan(Account account, LiquidationPath path, LiquidationSide side, int way, Func<double, double> excess)
    {
        var scan = new PriceScan(path, side, way, excess);
        var wrong = scan.FirstDisagreement(options.Every);
        if (scan.IsFound) _found++;
        _prices += scan.Prices;
        if (wrong is not { } at) return;
        _disagreements.Add($"{account}: {path.Coin} at {at:R}, excess {excess(at):R} {path.Bucket}, found {side}");
    }
}
