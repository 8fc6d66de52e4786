using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Pricing;

/// <summary>Where the volatility of an option comes from: the chain, or smiles made of it.</summary>
public abstract class VolSource
{
    // The kinds are closed: what has no smile can only be sticky in strike.
    private protected VolSource()
    {
    }

    /// <summary>The source of a kind.</summary>
    /// <param name="vols">Which.</param>
    /// <param name="market">Quotes and forwards.</param>
    /// <param name="smiles">What was fitted to this market; null: nothing.</param>
    /// <exception cref="InvalidInputException">Smiles are needed and there are none.</exception>
    public static VolSource Of(VolKind vols, Market market, SmileSet? smiles)
    {
        if (vols == VolKind.Chain) return new Chain(market);
        if (smiles is null)
        {
            throw new InvalidInputException(
                "vols", VolRule.WordOf(vols), "needs a surface, and none was fitted to this market",
                "fit one and pass it, or use vols chain");
        }
        return new Fitted(market, vols, vols == VolKind.Surface ? smiles.Fitted : smiles.Hybrid);
    }

    /// <summary>The smile an option's volatility is a point of; null for the chain.</summary>
    /// <exception cref="InvalidInputException">The source has no smile for its coin and expiry.</exception>
    public abstract Smile? SmileOf(Instrument option);

    /// <summary>Implied volatility of an option at its own forward, annualised fraction.</summary>
    /// <exception cref="InvalidInputException">The source has none.</exception>
    public abstract double VolOf(Instrument option);

    /// <summary>True if the source covers the coin and expiry of an option.</summary>
    public abstract bool Covers(Instrument option);

    private sealed class Chain(Market market) : VolSource
    {
        public override Smile? SmileOf(Instrument option) => null;

        public override double VolOf(Instrument option) => market.VolOf(option);

        public override bool Covers(Instrument option) => true;
    }

    private sealed class Fitted(Market market, VolKind kind, IReadOnlyDictionary<Currency, ISmiles> smiles) : VolSource
    {
        // Options of an expiry share their smile: made once, it is also one object to whoever compares contracts.
        private readonly Dictionary<(Currency, Instant), Smile?> _known = [];

        public override Smile SmileOf(Instrument option) => Find(option)
            ?? throw new InvalidInputException(
                option.ToString(), null, $"has no {Name} smile for its expiry in market \"{market.Name}\"",
                kind == VolKind.Surface
                    ? "quote more strikes of that expiry, or use vols chain"
                    : "use vols surface or chain");

        public override double VolOf(Instrument option)
        {
            var k = market.LogMoneyness(option);
            var vol = SmileOf(option).Vol(k);
            return vol > 0 && double.IsFinite(vol)
                ? vol
                : throw new InvalidInputException(
                    option.ToString(), vol.ToString("R"),
                    $"is the volatility of its {Name} smile at ln(K/F) = {k:0.####}",
                    "refit the smile, or use vols chain");
        }

        public override bool Covers(Instrument option) => Find(option) is not null;

        private string Name => kind == VolKind.Surface ? "fitted" : "hybrid";

        private Smile? Find(Instrument option)
        {
            var key = (option.Base, option.Expiry!.Value);
            if (_known.TryGetValue(key, out var smile)) return smile;
            return _known[key] = smiles.GetValueOrDefault(key.Base)?.SmileAt(key.Value);
        }
    }
}
