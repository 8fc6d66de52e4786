using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>
/// Smiles fitted to one market, in another: every strike keeps its volatility times a factor, so that a smile moves by
/// the logarithm of what its forward moved.
/// </summary>
internal sealed class StickySmiles : ISmiles
{
    private readonly ISmiles _fitted;
    private readonly Underlying _then;
    private readonly Underlying _now;
    private readonly double _factor;

    private StickySmiles(ISmiles fitted, Underlying then, Underlying now, double factor) =>
        (_fitted, _then, _now, _factor) = (fitted, then, now, factor);

    /// <summary>The smiles of every coin that both markets know; null if there are none at all.</summary>
    /// <param name="smiles">Fitted to the first market.</param>
    /// <param name="then">The first market.</param>
    /// <param name="now">The other.</param>
    /// <param name="factor">On the volatilities of a coin.</param>
    public static SmileSet? Of(SmileSet? smiles, Market then, Market now, Func<Currency, double> factor)
    {
        if (smiles is null || ReferenceEquals(then, now)) return smiles;
        return smiles with { Fitted = Moved(smiles.Fitted), Hybrid = Moved(smiles.Hybrid) };

        Dictionary<Currency, ISmiles> Moved(IReadOnlyDictionary<Currency, ISmiles> of)
        {
            var moved = new Dictionary<Currency, ISmiles>();
            foreach (var (coin, fitted) in of)
            {
                if (then.Underlyings.TryGetValue(coin, out var old) && now.Underlyings.TryGetValue(coin, out var other))
                    moved[coin] = new StickySmiles(fitted, old, other, factor(coin));
            }
            return moved;
        }
    }

    /// <inheritdoc />
    public Smile? SmileAt(Instant expiry) => _fitted.SmileAt(expiry) is { } smile
        ? new MovedSmile(smile, Elementary.Log(Forward(_now, expiry) / Forward(_then, expiry)), _factor)
        : null;

    // Without a forward on the curve the index says how far prices moved.
    private double Forward(Underlying of, Instant expiry) =>
        _then.Expiries.GetValueOrDefault(expiry)?.Forward is not null
        && _now.Expiries.GetValueOrDefault(expiry)?.Forward is not null
            ? of.Expiries[expiry].Forward!.Value.Value
            : of.Index.Value;

    private sealed class MovedSmile(Smile smile, double shift, double factor) : Smile
    {
        // ln(K/F) then = ln(K/F) now + ln(F now/F then).
        public override double Vol(double logMoneyness) => factor * smile.Vol(logMoneyness + shift);
    }
}
