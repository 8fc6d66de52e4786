using System.CommandLine;
using Counterpoise.Margins;
using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Cli;

/// <summary>
/// <c>--history</c> and how it becomes a requirement: <c>--confidence</c>, <c>--horizon</c> and <c>--lambda</c> of the
/// historical rulebooks, instead of their defaults.
/// </summary>
internal sealed class HistoryOptions
{
    private readonly Option<string[]> _history = new("--history")
    {
        Description = "price history (CSV, may be .gz) for historical-var and historical-es; COIN=FILE or "
            + "COIN_VOL=FILE for a file of one series; repeatable",
        HelpName = "FILE",
    };

    private readonly Option<double?> _confidence = Options.Fraction(
        "--confidence", "SHARE", "confidence of initial margin; default 99% (historical-var), 97.5% (historical-es)",
        Confidence);

    private readonly Option<double?> _maintenanceConfidence = Options.Fraction(
        "--maintenance-confidence", "SHARE",
        "the same for maintenance margin; default 97.5% and 95%, at most the initial one", Confidence);

    private readonly Option<double?> _horizon = Options.Number(
        "--horizon", "DAYS", "days until an account is closed; default 1", Horizon);

    private readonly Option<double?> _maintenanceHorizon = Options.Number(
        "--maintenance-horizon", "DAYS", "the same for maintenance margin; default: as for initial margin", Horizon);

    private readonly Option<double?> _lambda = Options.Number(
        "--lambda", "L", "memory of the volatility filter; default 0.97; 1 is plain historical simulation: no filter, "
        + "no floor", value => value is > 0 and <= 1 ? null : "is not above 0 and up to 1; use e.g. 0.97");

    private Option<double?>[] Numbers =>
        [_confidence, _maintenanceConfidence, _horizon, _maintenanceHorizon, _lambda];

    public void AddTo(Command command)
    {
        command.Add(_history);
        foreach (var option in Numbers) command.Add(option);
    }

    /// <summary>The files named, without the names of their series.</summary>
    public IEnumerable<string> Paths(ParseResult parsed) => HistoryFiles.Paths(parsed.GetValue(_history));

    /// <summary>The rulebooks with the history in those that are made from one.</summary>
    /// <exception cref="InvalidInputException">A file cannot be used, or options do not go together.</exception>
    /// <exception cref="UsageException">No rulebook here is made from a history, or none is given.</exception>
    public IReadOnlyList<Rulebook> Apply(IReadOnlyList<Rulebook> rulebooks, ParseResult parsed)
    {
        var named = parsed.GetValue(_history);
        if (named is null or { Length: 0 })
        {
            foreach (var option in Numbers)
            {
                if (parsed.GetValue(option) is not null)
                    throw new UsageException($"{option.Name} is for a history; give one with --history FILE");
            }
            return rulebooks;
        }
        return HistoryFiles.Apply(rulebooks, named, kind => Of(kind, parsed));
    }

    private HistoricalOptions Of(ReducerKind kind, ParseResult parsed)
    {
        var options = new HistoricalOptions(kind);
        var confidence = parsed.GetValue(_confidence) ?? options.InitialConfidence;
        var horizon = parsed.GetValue(_horizon) ?? options.InitialHorizonDays;
        var lambda = parsed.GetValue(_lambda) ?? options.Lambda;
        return options with
        {
            InitialConfidence = confidence,
            MaintenanceConfidence =
                parsed.GetValue(_maintenanceConfidence) ?? Math.Min(options.MaintenanceConfidence, confidence),
            InitialHorizonDays = horizon,
            MaintenanceHorizonDays = parsed.GetValue(_maintenanceHorizon) ?? horizon,
            Lambda = lambda,
            FloorLambda = lambda == 1 ? null : options.FloorLambda,
        };
    }

    private static string? Confidence(double value) => value switch
    {
        > 0.5 and < 1 => null,
        > 50 and < 100 => "is a confidence beyond 100 %; write a fraction (0.99) or a percent sign (99%)",
        _ => "is not above 50 % and below 100 %; use e.g. 99%",
    };

    private static string? Horizon(double value) =>
        value is > 0 and <= 30 ? null : "is not above 0 and up to 30 days; use e.g. 1";
}
