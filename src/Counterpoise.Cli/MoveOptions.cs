using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Counterpoise.Margins.Changes;
using Counterpoise.Units;

namespace Counterpoise.Cli;

/// <summary><c>--spot</c>, <c>--vol</c>, <c>--days</c>, <c>--coin</c>: what is to happen to the market.</summary>
internal sealed class MoveOptions
{
    private const double MostDays = 3_650;

    private readonly Option<double?> _spot = Options.Fraction(
        "--spot", "MOVE", "prices move, e.g. -20% or -0.2", LessThanAll);

    private readonly Option<double?> _vol = Options.Fraction(
        "--vol", "MOVE", "every volatility moves by this share of itself, e.g. +30% takes 50% to 65%", LessThanAll);

    private readonly Option<double[]?> _days = new("--days")
    {
        Description = "days that pass after the move; several (1,7,30) give a table of the path",
        HelpName = "DAYS",
        CustomParser = ReadDays,
    };

    private readonly Option<Currency?> _coin = new("--coin")
    {
        Description = "only this coin moves; default: all alike",
        HelpName = "COIN",
        CustomParser = ReadCoin,
    };

    public void AddTo(Command command)
    {
        command.Add(_spot);
        command.Add(_vol);
        command.Add(_days);
        command.Add(_coin);
    }

    /// <summary>One move per number of days; empty: nothing is to happen.</summary>
    /// <exception cref="UsageException">A coin is named that does not move.</exception>
    public IReadOnlyList<MarketMove> Read(ParseResult parsed)
    {
        var (spot, vol) = (parsed.GetValue(_spot), parsed.GetValue(_vol));
        var (days, coin) = (parsed.GetValue(_days), parsed.GetValue(_coin));
        if (coin is not null && spot is null && vol is null)
            throw new UsageException("--coin says which coin moves: add --spot or --vol");
        // An option for several values that is not given is an empty list.
        var isTimed = days is { Length: > 0 };
        if (spot is null && vol is null && !isTimed) return [];
        return
        [
            .. (isTimed ? days! : [0]).Select(d => new MarketMove(spot ?? 0, vol ?? 0, Duration.FromDays(d), coin)),
        ];
    }

    private static string? LessThanAll(double share) => share switch
    {
        <= -1 => "leaves nothing; use a move above -100%",
        // 10,000 %: beyond any market, but just what a forgotten percent sign looks like.
        > 100 => $"is {share * 100:0}%, beyond 10000%; write a fraction (0.3) or a percent sign (30%)",
        _ => null,
    };

    private static double[]? ReadDays(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        var days = new List<double>();
        foreach (var part in text.Split(','))
        {
            var isNumber = double.TryParse(
                part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var day);
            if (isNumber && day is >= 0 and <= MostDays && (days.Count == 0 || day > days[^1])) days.Add(day);
            else
            {
                result.AddError(
                    $"--days \"{text}\" is not a list of days from 0 to {MostDays:0}, each later than the one before; "
                    + "use e.g. 7 or 1,7,30");
                return null;
            }
        }
        return [.. days];
    }

    private static Currency? ReadCoin(ArgumentResult result)
    {
        if (Currency.TryParse(result.Tokens[^1].Value, out var coin)) return coin;
        result.AddError($"--coin \"{result.Tokens[^1].Value}\" is not a currency; use e.g. BTC");
        return null;
    }
}
