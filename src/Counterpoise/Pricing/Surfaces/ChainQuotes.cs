using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Chain → the quotes smiles are fitted to. Of each strike the option out of the money (K ≥ F the call, else the put,
/// F the forward of its own row), if it is quoted on both sides and |ln K/F| ≤ width·σ_ATM·√T. Its volatility is the
/// venue's mark, else that of the mid price. Coin-settled options are preferred to their dollar-settled twins.
/// </summary>
public static class ChainQuotes
{
    // Half a spread counts as at least this, volatility: quotes are no finer than the venue's rounding.
    private const double LeastSpread = 0.0025;

    private const double MostSpread = 0.10;

    /// <summary>The quotes of every expiry of a coin that is at least <c>LeastYears</c> away, ascending.</summary>
    public static IReadOnlyList<ExpiryQuotes> Of(Market market, Currency coin, SurfaceFitOptions options)
    {
        var underlying = market.UnderlyingOf(coin);
        var byExpiry = underlying.Quotes.Values.Where(q => q.Instrument.IsOption && q.Instrument.Quote.IsDollar)
            .GroupBy(q => q.Instrument.Expiry!.Value).OrderBy(g => g.Key);
        var all = new List<ExpiryQuotes>();
        foreach (var group in byExpiry)
        {
            var years = (group.Key - market.Time).Years;
            if (years < options.LeastYears || years <= 0) continue;
            Quote[] usual = [.. group.Where(q => q.Instrument.IsInverse)];
            if (usual.Length == 0) usual = [.. group];
            var implied = ImpliedForward.Of(usual);
            var stated = underlying.Expiries.GetValueOrDefault(group.Key)?.Forward?.Value;
            if ((stated ?? implied?.Forward) is not { } forward) continue;
            var quotes = Select(usual, forward, years, options);
            all.Add(new ExpiryQuotes(group.Key, years, forward, quotes)
            {
                Implied = implied,
                LeftOut = usual.Length - quotes.Length,
            });
        }
        return all;
    }

    private static SmileQuote[] Select(
        IReadOnlyList<Quote> options, double forward, double years, SurfaceFitOptions rule)
    {
        var candidates = new List<Candidate>();
        foreach (var quote in options)
            if (Candidate.Of(quote, forward, years) is { } candidate) candidates.Add(candidate);
        if (candidates.Count == 0) return [];
        candidates.Sort((a, b) => (a.K, a.Quote.Instrument).CompareTo((b.K, b.Quote.Instrument)));
        var limit = rule.Width * AtTheMoney(candidates) * Math.Sqrt(years);
        candidates.RemoveAll(c => Math.Abs(c.K) > limit);
        var weights = candidates.ConvertAll(c => rule.Weights == QuoteWeights.Equal ? 1 : c.Certainty(years));
        var mean = weights.Count > 0 ? weights.Average() : 1;
        return [.. candidates.Select((c, i) => c.Resolve(weights[i] / mean, years))];
    }

    // Between the two quotes around the money, linear in k; at the end of a one-sided chain the nearest.
    private static double AtTheMoney(List<Candidate> sorted)
    {
        var above = sorted.FindIndex(c => c.K >= 0);
        if (above < 0) return sorted[^1].Vol;
        if (above == 0) return sorted[0].Vol;
        var (low, high) = (sorted[above - 1], sorted[above]);
        return low.Vol + (high.Vol - low.Vol) * (-low.K / (high.K - low.K));
    }

    private readonly record struct Candidate(Quote Quote, double Forward, double K, double Vol)
    {
        public static Candidate? Of(Quote quote, double expiryForward, double years)
        {
            if (quote is not { Bid: > 0 and var bid, Ask: > 0 and var ask } || ask < bid) return null;
            var forward = quote.Forward ?? expiryForward;
            var strike = quote.Instrument.Strike.ToDouble();
            if (strike >= forward != (quote.Instrument.Right == OptionRight.Call)) return null;
            var vol = quote.Vol ?? VolOf(quote.Instrument, (bid + ask) / 2, forward, years);
            return vol is > 0 and <= MarketJson.MaxVol and var v
                ? new Candidate(quote, forward, Elementary.Log(strike / forward), v)
                : null;
        }

        public double Certainty(double years)
        {
            var strike = Quote.Instrument.Strike.ToDouble();
            var vega = Black76.Vega(Quote.Instrument.Right, Forward, strike, Vol, years)
                / (Quote.Instrument.IsInverse ? Forward : 1);
            var half = Math.Clamp((Quote.Ask!.Value - Quote.Bid!.Value) / (2 * vega), LeastSpread, MostSpread);
            return double.IsNaN(half) ? 1 / (MostSpread * MostSpread) : 1 / (half * half);
        }

        public SmileQuote Resolve(double weight, double years) => new(
            Quote.Instrument, K, Vol, VolOf(Quote.Instrument, Quote.Bid!.Value, Forward, years),
            VolOf(Quote.Instrument, Quote.Ask!.Value, Forward, years), weight);

        private static double? VolOf(Instrument option, double price, double forward, double years)
        {
            var strike = option.Strike.ToDouble();
            var result = option.IsInverse
                ? ImpliedVol.SolveCoinSettled(option.Right, price, forward, strike, years)
                : ImpliedVol.Solve(option.Right, price, forward, strike, years);
            return result.IsSolved ? result.Vol : null;
        }
    }
}
