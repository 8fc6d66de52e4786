using System.Globalization;
using Counterpoise.Rulebooks;

namespace Counterpoise.Bench.Liquidation;

/// <summary>What is scanned.</summary>
/// <param name="Portfolios">Random portfolios a rulebook.</param>
/// <param name="Rulebooks">By name.</param>
/// <param name="Every">True: no stride is passed over.</param>
/// <param name="Reach">Prices are looked for from today's divided by this to today's times this.</param>
internal sealed record ScanOptions(int Portfolios, IReadOnlyList<string> Rulebooks, bool Every, double Reach)
{
    private const string Usage =
        "usage: bench/liquidation-scan.sh [--portfolios N] [--rulebook NAME]... [--every yes] [--reach FACTOR]";

    /// <summary>Reads the command line; null, and why in one line, if it is wrong.</summary>
    public static ScanOptions? Read(string[] args, TextWriter error)
    {
        string[] known = [.. RulebookLibrary.All.Where(r => r.Needs is null).Select(r => r.Name)];
        var portfolios = 20;
        var chosen = new List<string>();
        var every = false;
        var reach = 100.0;
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--portfolios" && int.TryParse(value, CultureInfo.InvariantCulture, out portfolios)
                && portfolios is > 0 and <= 100_000) continue;
            if (args[i] == "--every" && value == "yes")
            {
                every = true;
                continue;
            }
            if (args[i] == "--reach" && double.TryParse(value, CultureInfo.InvariantCulture, out reach)
                && reach is >= 1.4 and <= 100) continue;
            if (args[i] == "--rulebook" && known.Contains(value, StringComparer.Ordinal))
            {
                chosen.Add(value);
                continue;
            }
            error.WriteLine($"liquidation-scan: \"{args[i]} {value}\" is not understood; {Usage}; rulebooks: "
                + string.Join(", ", known));
            return null;
        }
        return new ScanOptions(portfolios, chosen.Count > 0 ? chosen : known, every, reach);
    }
}
