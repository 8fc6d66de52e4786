using System.CommandLine;
using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Cli.Backtests;

/// <summary>Hourly price files, one a coin: <c>BTC=FILE</c>, or a file whose name begins with the coin.</summary>
internal static class CandleFiles
{
    /// <summary>The option that names them.</summary>
    public static Option<string[]> Option() => new("--history")
    {
        Description = "hourly candles of a coin (CSV open_time_utc,open,high,low,close,volume; may be .gz), again for "
            + "another coin; COIN=FILE where the file's name does not begin with the coin",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>The paths alone.</summary>
    public static IEnumerable<string> Paths(IEnumerable<string> named) => named.Select(n => Split(n).Path);

    /// <summary>Reads them all.</summary>
    /// <exception cref="InvalidInputException">A file cannot be used, or two are of one coin.</exception>
    public static IReadOnlyList<CandleHistory> Read(IEnumerable<string> named)
    {
        var histories = new List<CandleHistory>();
        foreach (var name in named)
        {
            var (coin, path) = Split(name);
            if (histories.Any(h => h.Coin == coin))
            {
                throw new InvalidInputException(
                    "--history", name, $"is a second file of {coin}", "give one file a coin");
            }
            histories.Add(InputFile.Read(path, bytes => CandleCsv.Read(bytes, coin)));
        }
        return histories;
    }

    private static (Currency Coin, string Path) Split(string named)
    {
        var at = named.IndexOf('=', StringComparison.Ordinal);
        if (at > 0 && Currency.TryParse(named[..at], out var given)) return (given, named[(at + 1)..]);
        var first = Path.GetFileName(named).Split('_', '-', '.')[0].ToUpperInvariant();
        return Currency.TryParse(first, out var coin)
            ? (coin, named)
            : throw new InvalidInputException(
                "--history", named, "does not say of which coin it is", "write COIN=FILE, e.g. BTC=prices.csv");
    }
}
