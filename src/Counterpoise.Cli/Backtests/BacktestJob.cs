using System.Diagnostics;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest that was run.</summary>
/// <param name="Histories">Of which coins.</param>
/// <param name="Report">What came out.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record BacktestJob(
    IReadOnlyList<CandleHistory> Histories, BacktestReport Report, TimeSpan Elapsed)
{
    public static BacktestJob Run(
        IReadOnlyList<CandleHistory> histories, IReadOnlyList<Method> methods, Action<string> say)
    {
        var clock = Stopwatch.StartNew();
        BacktestAsset[] assets = [.. histories.Select(h => new BacktestAsset(h, RangeLimits.Of(h.Coin)))];
        var report = Backtest.Run(assets, methods, say);
        return new BacktestJob(histories, report, clock.Elapsed);
    }
}
