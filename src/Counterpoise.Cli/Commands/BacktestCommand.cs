using System.CommandLine;
using Counterpoise.Cli.Backtests;
using Counterpoise.Learning.Methods;

namespace Counterpoise.Cli.Commands;

/// <summary>How scan ranges would have done on history.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var history = CandleFiles.Option();
        var methods = new Option<string>("--methods")
        {
            Description = "all, or some of static,ewma,fhs,stress,learned (default all)",
            HelpName = "NAMES",
            DefaultValueFactory = _ => "all",
        };
        var confidence = Options.Fraction(
            "--confidence", "SHARE", "coverage of a day's loss; only 0.99 has been calibrated (default)",
            c => c is 0.99 ? null : "has no calibration; use 0.99");
        var json = new Option<string?>("--json")
        {
            Description = "write everything as JSON; - is standard output",
            HelpName = "FILE",
        };
        var html = new Option<string?>("--html")
        {
            Description = "write one page with tables and pictures",
            HelpName = "FILE",
        };
        var cache = new Option<string?>("--cache")
        {
            Description = "folder of trained models, made if it is not there, checked by hash (default: the user's "
                + "cache folder; none: keep nothing)",
            HelpName = "DIR",
        };
        var command = new Command(
            "backtest", "Scan ranges of every method over price history, walk-forward: coverage, cost, procyclicality.")
        {
            history, methods, confidence, json, html, cache,
        };
        command.SetAction(parsed =>
        {
            var named = parsed.GetValue(history)!;
            var (asJson, asHtml) = (parsed.GetValue(json), parsed.GetValue(html));
            OutputFile.Check([asJson, asHtml], CandleFiles.Paths(named));
            var chosen = Chosen(parsed.GetValue(methods)!);
            var output = parsed.InvocationConfiguration.Output;
            using var progress = new Progress(parsed.InvocationConfiguration.Error);
            var folder = parsed.GetValue(cache) is { } given ? (given == "none" ? null : given) : ModelFiles.Default;
            var job = BacktestJob.Run(CandleFiles.Read(named), chosen, new ModelFiles(folder), progress.Say);
            if (asHtml is not null) OutputFile.Write(asHtml, BacktestHtml.Page(job), output);
            if (asJson is not null) OutputFile.Write(asJson, BacktestJson.Text(job), output);
            if (asJson != "-" && asHtml != "-") BacktestText.Write(job, output);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<Method> Chosen(string names) => names == "all"
        ? MethodNames.All
        : [.. names.Split(',', StringSplitOptions.TrimEntries).Select(MethodNames.Parse).Distinct().Order()];
}
