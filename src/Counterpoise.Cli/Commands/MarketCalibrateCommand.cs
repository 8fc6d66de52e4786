using System.CommandLine;
using Counterpoise.Cli.Backtests;
using Counterpoise.Learning;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets;
using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>A market with the dynamic parameters its price history gives.</summary>
internal static class MarketCalibrateCommand
{
    private static readonly Method[] ByDefaultFirst =
        [Method.Fhs, Method.Learned, Method.Static, Method.Ewma, Method.Stress];

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "market file (JSON, may be .gz; - is standard input)" };
        var history = CandleFiles.Option();
        var method = Options.Choice(
            "--method", "how scan ranges are forecast",
            [.. ByDefaultFirst.Select(m => (MethodNames.NameOf(m), m))]);
        var target = MarketOutput.Target();
        var command = new Command(
            "calibrate", "Puts scan ranges, volatility, volume and correlations from price history into a market file.")
        {
            file, history, method, target,
        };
        command.SetAction(parsed =>
        {
            var (path, named, to) = (parsed.GetValue(file)!, parsed.GetValue(history)!, parsed.GetValue(target)!);
            OutputFile.Check([to], [path, .. CandleFiles.Paths(named)]);
            var market = InputFile.Read(path, MarketJson.Read);
            var histories = CandleFiles.Read(named);
            var (how, configuration) = (parsed.GetValue(method) ?? Method.Fhs, parsed.InvocationConfiguration);
            foreach (var h in histories)
            {
                if (market.Underlyings.ContainsKey(h.Coin)) continue;
                throw new InvalidInputException(
                    "--history", h.Coin.Code, $"is of a coin that {path} does not have",
                    $"it has {string.Join(", ", market.Underlyings.Keys.Order())}");
            }
            return MarketOutput.Write(Calibrated(market, histories, how), to, configuration);
        });
        return command;
    }

    private static Market Calibrated(Market market, IReadOnlyList<CandleHistory> histories, Method method)
    {
        var underlyings = market.Underlyings.ToDictionary();
        foreach (var history in histories)
        {
            var models = method == Method.Learned ? new ModelFiles(ModelFiles.Default).Of(history).Models : null;
            var learned = models is null ? null : new LearnedQuantiles(history, models);
            // Without models filtered history stands in, as in a backtest.
            var how = method == Method.Learned && learned is null ? Method.Fhs : method;
            var found = Calibration.Of(history, RangeLimits.Of(history.Coin), how, learned);
            var underlying = underlyings[history.Coin];
            underlyings[history.Coin] = underlying with
            {
                Risk = Calibration.Into(underlying.Risk ?? new RiskParameters(), found, Age(market, history)),
            };
        }
        CoinCorrelation[] correlations =
        [
            .. from i in Enumerable.Range(0, histories.Count)
               from j in Enumerable.Range(i + 1, histories.Count - i - 1)
               select Calibration.Correlation(
                   histories[i], histories[j], Older(Age(market, histories[i]), Age(market, histories[j]))),
        ];
        return market with
        {
            Underlyings = underlyings,
            Correlations =
            [
                .. market.Correlations.Where(c => !correlations.Any(
                    n => (n.First, n.Second) == (c.First, c.Second) || (n.First, n.Second) == (c.Second, c.First))),
                .. correlations,
            ],
        };
    }

    private static Duration Older(Duration one, Duration other) => one > other ? one : other;

    // A history may reach beyond the market's instant by its last hour; what is older has its age.
    private static Duration Age(Market market, CandleHistory history)
    {
        var age = market.Time - Instant.FromUnixSeconds(history.To * 3_600);
        if (age.Seconds < -3_600)
        {
            throw new InvalidInputException(
                "--history", CandleHistory.NameOf(history.To), $"ends after the market's instant, {market.Time}",
                "use a history that ends before it: parameters must not know the future");
        }
        return age.Seconds > 0 ? age : default;
    }
}
