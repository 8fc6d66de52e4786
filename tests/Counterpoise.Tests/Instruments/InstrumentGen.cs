using Counterpoise.Instruments;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Instruments;

/// <summary>Random instruments of every kind, settlement and expiry hour.</summary>
internal static class InstrumentGen
{
    public static readonly Gen<Currency> Coin =
        Gen.OneOf("BTC", "ETH", "SOL", "XRP", "1INCH", "DAI", "A", "ABCDEFGHIJKL").Select(Currency.Parse);

    /// <summary>Mostly 08:00 UTC, 2000 to 2099.</summary>
    public static readonly Gen<Instant> Expiry =
        from day in Gen.Int[0, 36_524]
        from second in Gen.Frequency(
            (4, Gen.Const(28_800)), (1, Gen.Int[0, 1439].Select(m => m * 60)), (1, Gen.Int[0, 86_399]))
        select Instant.FromUtc(2000, 1, 1) + new Duration((day * 86_400L + second) * 1_000_000_000);

    public static readonly Gen<Price> Strike =
        Gen.OneOf(Gen.Long[1, 500_000].Select(k => k * Price.PerOne), Gen.Long[1, long.MaxValue])
            .Select(u => new Price(u));

    /// <summary>Inverse contracts are quoted in USD, as Deribit's names imply.</summary>
    public static readonly Gen<Instrument> Usual = Create(Gen.Const(Currency.Usd));

    /// <summary>Inverse contracts in any quote currency too.</summary>
    public static readonly Gen<Instrument> Any = Create(Gen.OneOf("USD", "USDC", "EURR").Select(Currency.Parse));

    private static Gen<Instrument> Create(Gen<Currency> inverseQuote) =>
        from coin in Coin
        from inverse in Gen.Bool
        from quote in inverse ? inverseQuote : Gen.OneOf("USD", "USDC", "USDT").Select(Currency.Parse)
        let settlement = inverse ? coin : quote
        from expiry in Expiry
        from strike in Strike
        from call in Gen.Bool
        from kind in Gen.Int[0, 3]
        select (InstrumentKind)kind switch
        {
            InstrumentKind.Spot => Instrument.Spot(coin, quote),
            InstrumentKind.Perpetual => Instrument.Perpetual(coin, quote, settlement),
            InstrumentKind.Future => Instrument.Future(coin, quote, settlement, expiry),
            _ => Instrument.Option(coin, quote, settlement, expiry, strike, call ? OptionRight.Call : OptionRight.Put),
        };
}
