using System.Globalization;
using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>A fitted market for people: per coin a table of fits, one of curves, and findings in words.</summary>
internal static class SurfaceText
{
    private const double BasisPoint = 1e-4;

    public static void Write(MarketFit market, SurfaceFitOptions options, TextPage page)
    {
        var label = market.Synthetic ? "  SYNTHETIC: no venue ever showed these prices" : "";
        page.Line($"VOLATILITY SURFACE  {market.Name}{label}", Tone.Strong);
        page.Line($"{market.Time}, source {market.Source}");
        foreach (var coin in market.Coins)
        {
            if (coin.Surface.Smiles.Count > 0) Write(coin, options, page);
            else WriteNothing(coin, page);
        }
        foreach (var (coin, message) in market.Faults) page.Line($"{coin}: the fit failed: {message}", Tone.Bad);
    }

    private static void Write(CoinFit coin, SurfaceFitOptions options, TextPage page)
    {
        page.Title(
            $"{coin.Surface.Base}",
            $"{Many(coin.Surface.Smiles.Count, "expiry", "expiries")}, {Many(coin.Quotes, "quote", "quotes")} "
            + $"{Weights(options)}; RMSE median {Points(coin.MedianRmse)} bp, max {Points(coin.MaxRmse)} bp; "
            + $"{Share(coin.Inside, coin.Quotes)} % inside; "
            + $"{Many(coin.Violations, "arbitrage violation", "arbitrage violations")}");
        WriteFits(coin, page);
        WriteCurves(coin, page);
        WriteDetermination(coin, page);
        SurfaceFindings.Write(coin, options, page);
    }

    private static void WriteFits(CoinFit coin, TextPage page)
    {
        page.Title(
            "FIT", "parity: forward implied by calls and puts over the stated; alone: without constraints; "
            + "inside: between bid and ask");
        var table = new TextGrid("lnnnnnnnnnnl");
        table.Head(
            "expiry", "days", "forward", "parity bp", "quotes", "left out", "atm vol %", "rmse bp", "alone bp",
            "max bp", "inside %", "kind");
        for (var i = 0; i < coin.Surface.Smiles.Count; i++)
        {
            var smile = coin.Surface.Smiles[i];
            table.Add(
                Name(smile), Figures.Number(smile.Years * 365, 2), Figures.Number(smile.Forward, 2),
                Parity(smile, coin.HasStatedForward[i]), $"{smile.Quotes.Count}", $"{coin.Reasons[i].Total}",
                Figures.Number(smile.Vol(0) * 100, 2), Points(smile.Rmse), Points(smile.FreeRmse),
                Points(smile.MaxError), Share(CoinFit.InsideOf(smile), smile.Quotes.Count),
                new TextCell(Kind(smile), smile.Kind == FitKind.Free ? Tone.Plain : Tone.Bad));
        }
        table.Write(page);
    }

    private static void WriteCurves(CoinFit coin, TextPage page)
    {
        page.Title(
            "CURVES", "raw SVI in total variance, w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)), k = ln(K/F); "
            + "gap: least w − w of the expiry before");
        var table = new TextGrid("lnnnnnnnrrnn");
        table.Head(
            "expiry", "a", "b", "ρ", "m", "σ", "least g", "at k", "least gap", "at k", "left slope", "right slope");
        foreach (var smile in coin.Surface.Smiles)
        {
            var svi = smile.Svi;
            table.Add(
                Name(smile), Figures.Number(svi.A, 7), Figures.Number(svi.B, 6), Figures.Number(svi.Rho, 4),
                Figures.Number(svi.M, 5), Figures.Number(svi.Sigma, 5), Figures.Number(smile.LeastDensity, 4),
                Figures.Number(smile.LeastDensityAt, 2), Gap(smile.LeastCalendar), Place(smile.LeastCalendarAt),
                Figures.Number(svi.LeftSlope, 4), Figures.Number(svi.RightSlope, 4));
        }
        table.Write(page);
    }

    private static void WriteDetermination(CoinFit coin, TextPage page)
    {
        page.Title(
            "DETERMINED BY THE QUOTES", "one standard deviation of the worst parameter, constraints not counted");
        var table = new TextGrid("ll");
        foreach (var smile in coin.Surface.Smiles) table.Add(Name(smile), smile.Determine().Verdict);
        table.Write(page);
        if (coin.Across is not { } across) return;
        page.Title(
            "ACROSS EXPIRIES", "SSVI, one shape for all: w = θ/2·(1 + ρφk + √((φk + ρ)² + 1 − ρ²)), "
            + "φ = η/(θ^γ(1 + θ)^(1 − γ))");
        var (ssvi, error) = (across.Ssvi, Points(across.Rmse));
        page.Line(
            $"  ρ {Figures.Number(ssvi.Rho, 4)}, η {Figures.Number(ssvi.Eta, 4)}, γ {Figures.Number(ssvi.Gamma, 4)}; "
            + $"RMSE {error} bp; {across.Determination.Verdict}");
    }

    private static void WriteNothing(CoinFit coin, TextPage page)
    {
        page.Title($"{coin.Surface.Base}", "nothing to fit");
        foreach (var expiry in coin.Unfitted)
            page.Line($"  {DeribitSymbol.PrintExpiry(expiry.Expiry)} {expiry.Reason}");
    }

    /// <summary>An expiry as the venue writes it.</summary>
    public static string Name(SmileFit smile) => DeribitSymbol.PrintExpiry(smile.Expiry);

    /// <summary>How a smile came about, in words.</summary>
    public static string Kind(SmileFit smile) => smile.Kind switch
    {
        FitKind.Repaired => "repaired",
        FitKind.FromSurface => "leans on surface",
        _ => "free",
    };

    /// <summary>A volatility in basis points.</summary>
    public static string Points(double vol) => Figures.Number(vol / BasisPoint, 1);

    /// <summary>A gap of total variance; empty where there is no expiry before.</summary>
    public static string Gap(double gap) =>
        double.IsNaN(gap) ? "" : gap.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>A log-moneyness; empty where there is none.</summary>
    public static string Place(double k) => k switch
    {
        double.NaN => "",
        double.PositiveInfinity => "+∞",
        double.NegativeInfinity => "-∞",
        _ => Figures.Number(k, Math.Abs(k) < 10 ? 2 : 0),
    };

    /// <summary>Which market it is: its name, its time unless the name tells it, its source.</summary>
    public static string Origin(MarketFit market)
    {
        var time = $"{market.Time}";
        return market.Name.Contains(time, StringComparison.Ordinal)
            ? $"{market.Name} \u00B7 source {market.Source}"
            : $"{market.Name} \u00B7 {time} \u00B7 source {market.Source}";
    }

    /// <summary>A share in percent.</summary>
    public static string Share(int part, int whole) => whole == 0 ? "-" : Figures.Number(100.0 * part / whole, 1);

    /// <summary>A count and its noun.</summary>
    public static string Many(int count, string one, string more) =>
        $"{Figures.Number(count, 0)} {(count == 1 ? one : more)}";

    private static string Parity(SmileFit smile, bool isStated) =>
        smile.Implied is not { } implied ? "-"
        : isStated ? Figures.Number((implied.Forward / smile.Forward - 1) / BasisPoint, 1)
        : "implied";

    private static string Weights(SurfaceFitOptions options) =>
        options.Weights == QuoteWeights.Equal ? "weighed alike" : "weighed by spread";
}
