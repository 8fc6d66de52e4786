using System.CommandLine;
using System.Globalization;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>A synthetic market from a documented surface, labelled as such.</summary>
internal static class MarketSynthCommand
{
    public static Command Create()
    {
        var index = new Option<string[]>("--index")
        {
            Description = "coin and index price, e.g. BTC=100000; repeat for more coins (default BTC=100000 ETH=3500)",
            HelpName = "COIN=USD",
            AllowMultipleArgumentsPerToken = true,
        };
        var time = Options.Time("--time", "the market's instant", "2026-09-01T08:00:00Z");
        time.Required = true;
        var shortVol = Options.Vol("--short-vol", "at-the-money volatility of the nearest expiries (default 62%)");
        var longVol = Options.Vol("--long-vol", "at-the-money volatility of distant expiries (default 52%)");
        var name = MarketOutput.Name();
        var target = MarketOutput.Target();
        var command =
            new Command("synth", "Makes a synthetic market from an SSVI surface; nothing in it was ever traded.")
        {
            index, time, shortVol, longVol, name, target,
        };
        command.SetAction(parsed =>
        {
            var coins = (parsed.GetValue(index) is { Length: > 0 } given ? given : ["BTC=100000", "ETH=3500"])
                .Select(text => Coin(text, parsed.GetValue(shortVol), parsed.GetValue(longVol))).ToArray();
            if (coins.Select(c => c.Coin).Distinct().Count() < coins.Length)
                throw new UsageException("--index names a coin twice; give each coin once");
            var market =
                SyntheticMarket.Make(parsed.GetValue(name) ?? "synthetic", parsed.GetValue(time)!.Value, coins);
            return MarketOutput.Write(market, parsed.GetValue(target)!, parsed.InvocationConfiguration);
        });
        return command;
    }

    private static SyntheticCoin Coin(string text, double? shortVol, double? longVol)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0
            || !double.TryParse(text[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
            throw new UsageException($"--index \"{text}\" is not COIN=USD; use e.g. BTC=100000");
        var coin = new SyntheticCoin(Currency.Parse(text[..at]), price);
        return coin with { ShortVol = shortVol ?? coin.ShortVol, LongVol = longVol ?? coin.LongVol };
    }
}
