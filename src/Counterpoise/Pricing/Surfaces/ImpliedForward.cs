using Counterpoise.Instruments;
using Counterpoise.Markets;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// The forward that calls and puts of one expiry imply. Parity: C − P = F − K in quote currency (undiscounted),
/// C − P = 1 − K/F in coin; so every strike with two-sided call and put gives an interval for F, from
/// call bid − put ask and call ask − put bid. The forward is the weighted median of the intervals' middles, with
/// 1/width as weight: one wrong quote cannot move it far.
/// </summary>
/// <param name="Forward">F, quote currency.</param>
/// <param name="Low">The largest lower end of the intervals: below it a free lunch is quoted, if Low ≤ High.</param>
/// <param name="High">The smallest upper end.</param>
/// <param name="Pairs">Strikes with two-sided call and put.</param>
public readonly record struct ImpliedForward(double Forward, double Low, double High, int Pairs)
{
    /// <summary>The forward implied by the quotes of one expiry; null if no strike has both sides of both.</summary>
    public static ImpliedForward? Of(IEnumerable<Quote> options)
    {
        var middles = new List<(double Middle, double Weight)>();
        var (low, high) = (0.0, double.PositiveInfinity);
        foreach (var strike in options.GroupBy(q => (q.Instrument.Strike, q.Instrument.Settlement)))
        {
            var call = strike.FirstOrDefault(q => q.Instrument.Right == OptionRight.Call);
            var put = strike.FirstOrDefault(q => q.Instrument.Right == OptionRight.Put);
            if (call is not { Bid: > 0 and var callBid, Ask: > 0 and var callAsk }) continue;
            if (put is not { Bid: > 0 and var putBid, Ask: > 0 and var putAsk }) continue;
            var k = strike.Key.Strike.ToDouble();
            var inCoin = call.Instrument.IsInverse;
            var (from, to) = (At(k, callBid - putAsk, inCoin), At(k, callAsk - putBid, inCoin));
            if (!(from > 0 && to >= from && double.IsFinite(to))) continue;
            (low, high) = (Math.Max(low, from), Math.Min(high, to));
            middles.Add(((from + to) / 2, 1 / Math.Max(to - from, 1e-9 * from)));
        }
        if (middles.Count == 0) return null;
        middles.Sort();
        var half = middles.Sum(m => m.Weight) / 2;
        var sum = 0.0;
        foreach (var (middle, weight) in middles)
            if ((sum += weight) >= half) return new ImpliedForward(middle, low, high, middles.Count);
        return null;
    }

    private static double At(double strike, double difference, bool inCoin) =>
        inCoin ? strike / (1 - difference) : strike + difference;
}
