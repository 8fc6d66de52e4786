using Counterpoise.Markets;
using Counterpoise.Markets.Indicators;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Indicators;

/// <summary>
/// What a fitted surface and its chain say, as numbers for <see cref="CoinIndicators"/>. A number that the chain does
/// not hold is null: no smile beyond the fitted expiries is made up.
/// </summary>
public sealed record SurfaceReading
{
    // Strikes 0.6745 standard deviations out: about a delta of ±0.25 of the forward.
    private const double Quarter = 0.674489750196082;
    private const double SecondsADay = 86_400;

    /// <summary>At-the-money volatility of 30 days, annualised fraction.</summary>
    public double? Implied { get; private init; }

    /// <summary>That of 7 days less that of 90.</summary>
    public double? TermSlope { get; private init; }

    /// <summary>At 30 days, volatility at −0.6745·σ√T less that at +0.6745·σ√T: puts over calls.</summary>
    public double? Skew { get; private init; }

    /// <summary>Forward of the expiry nearest 30 days over the index, less 1.</summary>
    public double? Basis { get; private init; }

    /// <summary>Median ask less bid in volatility of the quotes of each tenor.</summary>
    public IReadOnlyList<double?> VolSpreads { get; private init; } = [];

    /// <summary>Open interest of all options, USD at the index.</summary>
    public double? OpenInterest { get; private init; }

    /// <summary>Herfindahl's index of it by option.</summary>
    public double? Concentration { get; private init; }

    /// <summary>It over the volume of 24 hours, days.</summary>
    public double? OverVolume { get; private init; }

    /// <summary>Reads a surface and its chain.</summary>
    /// <param name="market">The chain the surface was fitted to.</param>
    /// <param name="surface">Of one coin.</param>
    public static SurfaceReading Of(Market market, VolSurface surface)
    {
        var underlying = market.UnderlyingOf(surface.Base);
        var vol = VolAt(surface, 30, 0);
        var reach = vol is { } v ? Quarter * v * Math.Sqrt(30 / 365.0) : 0;
        var near = surface.Smiles.MinBy(s => Math.Abs(s.Years - 30 / 365.0));
        double sum = 0, volume = 0;
        var parts = new List<double>();
        foreach (var quote in underlying.Quotes.Values)
        {
            if (!quote.Instrument.IsOption || quote.OpenInterest is not { } open) continue;
            parts.Add(open);
            sum += open;
            volume += quote.Volume ?? 0;
        }
        return new SurfaceReading
        {
            Implied = vol,
            TermSlope = VolAt(surface, 7, 0) - VolAt(surface, 90, 0),
            Skew = VolAt(surface, 30, -reach) - VolAt(surface, 30, reach),
            Basis = near is null ? null : near.Forward / underlying.Index.Value - 1,
            VolSpreads = [.. Enumerable.Range(0, TenorBuckets.Count).Select(b => Spread(surface, b))],
            OpenInterest = sum > 0 ? sum * underlying.Index.Value : null,
            Concentration = sum > 0 ? Markets.Indicators.Concentration.Of(parts) : null,
            OverVolume = sum > 0 && volume > 0 ? sum / volume : null,
        };
    }

    /// <summary>Passes the numbers on; those that are null are not observed, and grow stale.</summary>
    public void Observe(Instant time, CoinIndicators indicators)
    {
        if (Implied is { } implied) indicators.Implied(time, implied);
        Pass(IndicatorName.TermSlope, TermSlope);
        Pass(IndicatorName.Skew, Skew);
        if (Basis is { } basis) indicators.Basis(time, basis);
        for (var b = 0; b < VolSpreads.Count; b++) Pass(IndicatorName.VolSpread7 + b, VolSpreads[b]);
        Pass(IndicatorName.OpenInterest, OpenInterest);
        Pass(IndicatorName.OpenInterestConcentration, Concentration);
        Pass(IndicatorName.OpenInterestOverVolume, OverVolume);

        void Pass(IndicatorName name, double? value)
        {
            if (value is { } number) indicators.Observe(name, time, number);
        }
    }

    // Only between fitted expiries: beyond them nothing was quoted.
    private static double? VolAt(VolSurface surface, double days, double logMoneyness)
    {
        var years = days / 365;
        if (surface.Smiles is not [var first, .., var last] || first.Years > years || last.Years < years) return null;
        var expiry = surface.Time + Duration.FromDays(days);
        return surface.SmileAt(expiry)?.Vol(logMoneyness);
    }

    private static double? Spread(VolSurface surface, int bucket)
    {
        var spreads = new List<double>();
        foreach (var smile in surface.Smiles)
        {
            if (TenorBuckets.Of(smile.Years * 365 * SecondsADay) != bucket) continue;
            foreach (var quote in smile.Quotes)
                if (quote is { BidVol: { } bid, AskVol: { } ask } && ask > bid) spreads.Add(ask - bid);
        }
        if (spreads.Count == 0) return null;
        spreads.Sort();
        return 0.5 * (spreads[(spreads.Count - 1) / 2] + spreads[spreads.Count / 2]);
    }
}
