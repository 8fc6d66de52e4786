using System.Diagnostics;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest that was run.</summary>
/// <param name="Histories">Of which coins.</param>
/// <param name="Report">What came out.</param>
/// <param name="Models">How the learned method came by its models; empty without it.</param>
/// <param name="Elapsed">How long all of it took.</param>
internal sealed record BacktestJob(
    IReadOnlyList<CandleHistory> Histories, BacktestReport Report, IReadOnlyList<ModelOrigin> Models, TimeSpan Elapsed)
{
    public static BacktestJob Run(
        IReadOnlyList<CandleHistory> histories, IReadOnlyList<Method> methods, ModelFiles files, Action<string> say)
    {
        var clock = Stopwatch.StartNew();
        var (assets, models) = (new List<BacktestAsset>(), new List<ModelOrigin>());
        foreach (var history in histories)
        {
            LearnedQuantiles? learned = null;
            if (methods.Contains(Method.Learned))
            {
                say($"{history.Coin}: training ...");
                models.Add(files.Of(history));
                if (models[^1].Models is { } set) learned = new LearnedQuantiles(history, set);
            }
            assets.Add(new BacktestAsset(history, RangeLimits.Of(history.Coin), learned));
        }
        say("walking forward ...");
        return new BacktestJob(histories, Backtest.Run(assets, methods, say), models, clock.Elapsed);
    }
}
