using Counterpoise.Cli.Statements;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Surfaces;

/// <summary>What of a fit is written.</summary>
/// <param name="Picture">File of a picture, if any.</param>
/// <param name="Market">File of the market with its smiles, if any.</param>
/// <param name="Json">True for JSON instead of text.</param>
internal sealed record SurfaceOutputs(string? Picture, string? Market, bool Json);

/// <summary>Reads markets, fits them, and writes what was asked for: nothing before all is fitted.</summary>
/// <param name="Files">Market files or chains.</param>
/// <param name="Snapshot">One snapshot of each chain; null: all of them.</param>
/// <param name="Coin">Null: every coin.</param>
/// <param name="Rules">Of the fit.</param>
internal sealed record SurfaceJob(
    IReadOnlyList<string> Files, Instant? Snapshot, Currency? Coin, SurfaceFitOptions Rules)
{
    public int Run(SurfaceOutputs asked, TextWriter output, TextWriter error)
    {
        var fits = new List<MarketFit>();
        Market? only = null;
        using (var progress = new Progress(error))
        {
            for (var i = 0; i < Files.Count; i++)
            {
                progress.Say($"reading {Files[i]}");
                var markets = ChainFile.ReadMarkets(Files[i], Snapshot);
                only = Files.Count == 1 && markets.Count == 1 ? markets[0] : null;
                CheckOne(asked, only, markets.Count);
                foreach (var market in markets)
                {
                    progress.Say($"file {i + 1} of {Files.Count}, {fits.Count} snapshots fitted, {market.Time}");
                    fits.Add(MarketFit.Of(Files[i], market, Coin, Rules));
                }
            }
        }
        CheckAny(fits);
        if (only is not null) WriteFiles(asked, only, fits[0], output);
        if (asked.Market == "-" || asked.Picture == "-") return Code(fits);
        var page = new TextPage(output, TextPage.IsColourful(output));
        if (asked.Json) SurfaceJson.Write(fits, Rules, output);
        else if (only is not null) SurfaceText.Write(fits[0], Rules, page);
        else SurfaceHistory.Write(fits, page);
        return Code(fits);
    }

    private void WriteFiles(SurfaceOutputs asked, Market market, MarketFit fit, TextWriter output)
    {
        // Both are made before the first is written.
        var picture = asked.Picture is null ? null : SurfaceSvg.Picture(fit, Rules);
        var smiles = asked.Market is null ? null : MarketJson.Write(WithSmiles(market, fit));
        if (smiles is not null) OutputFile.Write(asked.Market!, smiles, output);
        if (picture is not null) OutputFile.Write(asked.Picture!, picture, output);
    }

    // A picture and a market are of one instant.
    private void CheckOne(SurfaceOutputs asked, Market? only, int snapshots)
    {
        if (only is not null || (asked.Picture ?? asked.Market) is null) return;
        var option = asked.Picture is null ? "--out" : "--svg";
        throw new UsageException(Files.Count > 1
            ? $"{option} is for one market, and {Files.Count} are given"
            : $"{option} is for one market, and {Files[0]} has {snapshots} snapshots; choose one by --snapshot");
    }

    private void CheckAny(List<MarketFit> fits)
    {
        if (fits.Any(f => f.Coins.Any(c => c.Surface.Smiles.Count > 0) || f.Faults.Count > 0)) return;
        var file = Files.Count == 1 ? Files[0] == "-" ? "standard input" : Files[0] : $"{Files.Count} files";
        if (Coin is { } coin && fits.All(f => f.Coins.Count == 0))
        {
            throw new InvalidInputException(
                $"{file}: --coin", coin.Code, "has no options there", "choose a coin with options, or none for all");
        }
        throw new InvalidInputException(
            $"{file}: options", null,
            $"are not quoted on both sides for any expiry farther than {CoinFit.Hours(Rules)} hours",
            "use a market with bids and asks of options");
    }

    private static int Code(List<MarketFit> fits) =>
        SurfaceTotals.Of(fits).IsClean ? ExitCode.Done : ExitCode.Failed;

    private static Market WithSmiles(Market market, MarketFit fit)
    {
        var underlyings = new Dictionary<Currency, Underlying>(market.Underlyings);
        foreach (var coin in fit.Coins)
        {
            var underlying = underlyings[coin.Surface.Base];
            var expiries = new Dictionary<Instant, ExpiryCurve>(underlying.Expiries);
            foreach (var smile in coin.Surface.Smiles)
            {
                var (svi, curve) = (smile.Svi, expiries.GetValueOrDefault(smile.Expiry));
                expiries[smile.Expiry] = (curve ?? new ExpiryCurve(smile.Expiry)) with
                {
                    Svi = new SviSlice(svi.A, svi.B, svi.Rho, svi.M, svi.Sigma, smile.Forward, smile.Years),
                };
            }
            underlyings[coin.Surface.Base] = underlying with { Expiries = expiries };
        }
        return market with { Underlyings = underlyings };
    }
}
