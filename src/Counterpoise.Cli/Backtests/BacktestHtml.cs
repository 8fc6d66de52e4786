namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest as one page.</summary>
internal static class BacktestHtml
{
    public static string Page(BacktestJob job) => throw new NotSupportedException(job.ToString());
}
