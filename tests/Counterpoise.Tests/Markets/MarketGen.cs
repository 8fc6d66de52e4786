using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Tests.Instruments;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Markets;

/// <summary>Random markets, with every optional part there or not.</summary>
internal static class MarketGen
{
    private static readonly Gen<double> Price =
        Gen.OneOf(Gen.Double[0.0001, 200_000], Gen.Double[-11, 11].Select(e => Math.Pow(10, e)));

    private static readonly Gen<double> Fraction = Gen.Frequency((2, Gen.Const(1.0)), (1, Gen.Double[0, 1]));

    private static readonly Gen<Duration> Age =
        Gen.Frequency((2, Gen.Const(0L)), (1, Gen.Long[0, 3_200_000_000_000_000_000])).Select(n => new Duration(n));

    private static readonly Gen<Currency> Stable = Gen.OneOf("USDC", "STETH", "SDAI").Select(Currency.Parse);

    // To 100 ns, the resolution of written instants.
    private static readonly Gen<Instant> Time = Gen.Long[0, 40_000_000_000_000_000].Select(t => new Instant(t * 100));

    private static readonly Gen<SviSlice> Svi =
        from level in Gen.Double[0, 1]
        from b in Gen.Double[0, 2]
        from rho in Gen.Double[-1.5, 1.5]
        from m in Gen.Double[-1, 1]
        from sigma in Gen.Double[0, 1]
        from forward in Price
        from years in Gen.Double[0.001, 3]
        select new SviSlice(level, b, rho, m, sigma, forward, years);

    private static readonly Gen<ContractTerms> Terms =
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[1, long.MaxValue]).Select(t =>
            new ContractTerms(new Quantity(t.Item1), new Quantity(t.Item2)));

    private static readonly Gen<ExpiryCurve> Curve =
        from expiry in Time
        from forward in Optional(Observed(Price))
        from rate in Optional(Observed(Gen.Double[-1, 1]))
        from svi in Gen.OneOf(Gen.Const((SviSlice?)null), Svi.Select(s => (SviSlice?)s))
        from confidence in Fraction
        from average in Optional(Observed(Price))
        select new ExpiryCurve(expiry)
        {
            Forward = forward,
            Rate = rate,
            Svi = svi,
            VolConfidence = confidence,
            SettlementAverage = average,
        };

    private static readonly Gen<Quote> Quote =
        from instrument in InstrumentGen.Any
        from prices in Optional(Price).Array[4]
        from vol in Optional(Gen.Double[0.01, 50])
        from counts in Optional(Gen.Double[0, 1e12]).Array[2]
        from confidence in Fraction
        from age in Age
        from terms in Optional(Terms)
        select new Quote(instrument)
        {
            Mark = prices[0],
            Bid = prices[1],
            Ask = prices[2],
            Forward = prices[3],
            Vol = vol,
            OpenInterest = counts[0],
            Volume = counts[1],
            Confidence = confidence,
            Age = age,
            Terms = terms,
        };

    private static readonly Gen<RiskParameters> Risk =
        from fractions in Optional(Observed(Gen.Double[0, 10])).Array[7]
        from amounts in Optional(Observed(Gen.Double[0, 1e12])).Array[4]
        from spreads in Optional(Observed(Gen.Double[0, 1])).Array[5]
        from vegas in Optional(Observed(Gen.Double[0, 1e9])).Array[5]
        from stress in Optional(Observed(Gen.Double[0, 1]))
        from tenors in Gen.Bool
        select new RiskParameters
        {
            ScanUp = fractions[0],
            ScanDown = fractions[1],
            MaintenanceScanUp = fractions[2],
            MaintenanceScanDown = fractions[3],
            VolRise = fractions[4],
            DailyVol = fractions[5],
            Spread = fractions[6],
            DailyVolume = amounts[0],
            DepthSlow = amounts[1],
            DepthNow = amounts[2],
            OpenInterest = amounts[3],
            VolSpreads = tenors ? spreads : [],
            VegaVolumes = tenors ? vegas : [],
            Stress = stress,
        };

    private static readonly Gen<CoinCorrelation[]> Pairs =
        Optional(Observed(Gen.Double[-1, 1])).Array[3].Array[0, 2].Select(pairs => pairs.Index().Select(p =>
            new CoinCorrelation(Coin(p.Index), Coin(2))
            {
                Month = p.Item[0],
                ThreeDays = p.Item[1],
                Low = p.Item[2],
            }).ToArray());

    public static readonly Gen<Market> Market =
        from name in Gen.OneOf("", "demo", "Größe \"5\"")
        from source in Gen.OneOf("", "Deribit")
        from synthetic in Gen.Bool
        from time in Time
        from coins in Gen.Select(Observed(Price), Optional(Observed(Price)), Curve.Array[0, 3], Quote.Array[0, 6],
                Gen.OneOf(Gen.Const((RiskParameters?)null), Risk.Select(r => (RiskParameters?)r)))
            .Array[0, 3]
        from pairs in Pairs
        from currencies in Gen.Dictionary(Stable, Observed(Price))[0, 2]
        select new Market(name, source, synthetic, time)
        {
            Underlyings = coins.Index().ToDictionary(c => Coin(c.Index), c => Create(Coin(c.Index), c.Item)),
            Currencies = currencies,
            Correlations = pairs,
        };

    /// <summary>Records compare maps by reference; this compares what is in them.</summary>
    public static bool Same(Market a, Market b) =>
        a with { Underlyings = b.Underlyings, Currencies = b.Currencies, Correlations = b.Correlations } == b
        && a.Correlations.SequenceEqual(b.Correlations)
        && Same(a.Currencies, b.Currencies, (x, y) => x == y)
        && Same(a.Underlyings, b.Underlyings, (x, y) =>
            x.Index == y.Index && x.Twap == y.Twap && x.Base == y.Base
            && Same(x.Risk, y.Risk)
            && Same(x.Expiries, y.Expiries, (e, f) => e == f) && Same(x.Quotes, y.Quotes, (q, r) => q == r));

    private static bool Same(RiskParameters? a, RiskParameters? b) => a is null || b is null
        ? a is null && b is null
        : a with { VolSpreads = b.VolSpreads, VegaVolumes = b.VegaVolumes } == b
            && a.VolSpreads.SequenceEqual(b.VolSpreads) && a.VegaVolumes.SequenceEqual(b.VegaVolumes);

    private static Currency Coin(int index) => Currency.Parse(new[] { "SOL", "BTC", "ETH" }[index]);

    private static Underlying Create(
        Currency coin,
        (Observed Index, Observed? Twap, ExpiryCurve[] Curves, Quote[] Quotes, RiskParameters? Risk) parts) =>
        new(coin, parts.Index)
        {
            Twap = parts.Twap,
            Risk = parts.Risk,
            Expiries = parts.Curves.DistinctBy(c => c.Expiry).ToDictionary(c => c.Expiry),
            Quotes = parts.Quotes.Select(q => q with { Instrument = About(coin, q.Instrument) })
                .DistinctBy(q => q.Instrument).ToDictionary(q => q.Instrument),
        };

    private static Instrument About(Currency coin, Instrument i)
    {
        var settlement = i.IsInverse ? coin : i.Quote;
        return i.Kind switch
        {
            InstrumentKind.Spot => Instrument.Spot(coin, i.Quote),
            InstrumentKind.Perpetual => Instrument.Perpetual(coin, i.Quote, settlement),
            InstrumentKind.Future => Instrument.Future(coin, i.Quote, settlement, i.Expiry!.Value),
            _ => Instrument.Option(coin, i.Quote, settlement, i.Expiry!.Value, i.Strike, i.Right),
        };
    }

    private static Gen<Observed> Observed(Gen<double> value) =>
        Gen.Select(value, Fraction, Age).Select(o => new Observed(o.Item1, o.Item2, o.Item3));

    private static Gen<T?> Optional<T>(Gen<T> value) where T : struct =>
        Gen.Select(value, Gen.Bool).Select(v => v.Item2 ? v.Item1 : (T?)null);

    private static bool Same<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue> a, IReadOnlyDictionary<TKey, TValue> b, Func<TValue, TValue, bool> same) =>
        a.Count == b.Count && a.All(x => b.TryGetValue(x.Key, out var y) && same(x.Value, y));
}
