using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>
/// A forward in two parts. In the settlement window the average so far is fixed and only the rest still moves.
/// </summary>
/// <param name="Variable">The part that moves with spot, quote currency.</param>
/// <param name="Fixed">The part already averaged, quote currency.</param>
/// <param name="Open">Share of the settlement window still to come: 1 before it, 0 at expiry.</param>
public readonly record struct ForwardSplit(double Variable, double Fixed, double Open)
{
    /// <summary>The forward itself.</summary>
    public double Total => Variable + Fixed;
}

/// <summary>Questions to a market, with one clear error when it cannot answer.</summary>
public static class MarketLookup
{
    /// <summary>Length of the settlement average before expiry (Deribit, Derive: 30 minutes).</summary>
    public const double SettlementWindowSeconds = 1800;

    private static readonly Currency Usdc = Currency.Parse("USDC");
    private static readonly Currency Usdt = Currency.Parse("USDT");

    /// <summary>What is known of a base coin.</summary>
    /// <exception cref="InvalidInputException">The market has nothing on it.</exception>
    public static Underlying UnderlyingOf(this Market market, Currency coin) =>
        market.Underlyings.TryGetValue(coin, out var underlying)
            ? underlying
            : throw new InvalidInputException(
                $"underlyings.{coin}", null, $"is not in market \"{market.Name}\"",
                $"add its index price or use a market with {coin}");

    /// <summary>
    /// USD price of a currency: its listed price, an underlying's index, or 1 for USD and for a dollar stable-coin the
    /// market gives no price (<see cref="AssumesDollar"/>).
    /// </summary>
    /// <exception cref="InvalidInputException">The market has no price for it.</exception>
    public static Observed UsdPrice(this Market market, Currency currency)
    {
        if (currency == Currency.Usd || market.AssumesDollar(currency)) return new Observed(1);
        if (market.Currencies.TryGetValue(currency, out var price)) return price;
        if (market.Underlyings.TryGetValue(currency, out var underlying)) return underlying.Index;
        throw new InvalidInputException(
            $"currencies.{currency}", null, $"has no price in market \"{market.Name}\"",
            "add its USD price to the market file");
    }

    /// <summary>True if a stable-coin counts as a dollar only because the market has no price for it.</summary>
    public static bool AssumesDollar(this Market market, Currency currency) =>
        currency.IsDollar && currency != Currency.Usd && !market.Currencies.ContainsKey(currency)
        && !market.Underlyings.ContainsKey(currency);

    /// <summary>
    /// The quote of an instrument or, of an option where only that is listed, of its twin in another settlement
    /// currency. A future's twin is another contract, with a basis, a mark and an open interest of its own.
    /// </summary>
    public static Quote? QuoteOf(this Market market, Instrument instrument)
    {
        if (!market.Underlyings.TryGetValue(instrument.Base, out var underlying)) return null;
        return underlying.Quotes.TryGetValue(instrument, out var quote) ? quote : OptionTwin(underlying, instrument);
    }

    /// <summary>Contract and lot size as listed, else the default.</summary>
    public static ContractTerms TermsOf(this Market market, Instrument instrument) =>
        market.Underlyings.TryGetValue(instrument.Base, out var underlying)
        && underlying.Quotes.TryGetValue(instrument, out var quote) && quote.Terms is { } terms
            ? terms
            : ContractTerms.Default(instrument);

    /// <summary>Implied volatility of an option: its own quote first, else its expiry's smile.</summary>
    /// <exception cref="InvalidInputException">The market has neither.</exception>
    public static double VolOf(this Market market, Instrument option)
    {
        if (market.QuoteOf(option)?.Vol is { } quoted) return quoted;
        if (market.CurveOf(option) is not { Svi: { } svi } curve)
        {
            throw new InvalidInputException(
                option.ToString(), null, $"has no implied volatility in market \"{market.Name}\"",
                "add its quote or an SVI slice for its expiry");
        }
        var strike = option.Strike.ToDouble();
        var vol = svi.Vol(strike);
        foreach (var (shock, seconds, forward) in curve.SmileShocks)
            vol = shock.Apply(vol, seconds, Elementary.Log(strike / forward));
        return vol > 0 && double.IsFinite(vol)
            ? vol
            : throw new InvalidInputException(
                option.ToString(), vol.ToString("R"), $"is the volatility of its SVI slice in market \"{market.Name}\"",
                "repair the slice: total variance must be positive at every held strike");
    }

    /// <summary>The curve of an instrument's expiry; null for spot and perpetuals or if unknown.</summary>
    public static ExpiryCurve? CurveOf(this Market market, Instrument instrument) =>
        instrument.Expiry is { } expiry && market.Underlyings.TryGetValue(instrument.Base, out var underlying)
            ? underlying.Expiries.GetValueOrDefault(expiry)
            : null;

    /// <summary>
    /// The price that drives an instrument, quote currency. Option: its row's own forward, else the forward of its
    /// expiry. Dated future: its mark, else that forward. Perpetual: its mark, else the index, but where the market has
    /// the mark of another perpetual on the coin: then this one's is missing. Spot: the index.
    /// </summary>
    /// <exception cref="InvalidInputException">The market has none of them.</exception>
    public static ForwardSplit ForwardOf(this Market market, Instrument instrument)
    {
        var quote = market.QuoteOf(instrument);
        var curve = market.CurveOf(instrument);
        var price = instrument.Kind switch
        {
            InstrumentKind.Option => quote?.Forward ?? curve?.Forward?.Value,
            InstrumentKind.Future => quote?.Mark ?? curve?.Forward?.Value,
            InstrumentKind.Perpetual => quote?.Mark ?? IndexFor(market, instrument),
            _ => market.UnderlyingOf(instrument.Base).Index.Value,
        };
        if (price is not { } value)
        {
            throw new InvalidInputException(
                instrument.ToString(), null, $"has no forward price in market \"{market.Name}\"",
                "add a quote for it or the forward of its expiry");
        }
        if (instrument.Expiry is not { } expiry) return new ForwardSplit(value, 0, 1);
        return Split(market, curve ?? new ExpiryCurve(expiry), value);
    }

    /// <summary>ln(K/F) of an option.</summary>
    public static double LogMoneyness(this Market market, Instrument option) =>
        Elementary.Log(option.Strike.ToDouble() / market.ForwardOf(option).Total);

    /// <summary>
    /// Splits a forward by the share w = seconds left / 1800 of the window that is still open: variable F·w and fixed
    /// A·(1 − w), A the settlement average so far or, where the market has none, F itself. Outside the window w = 1.
    /// </summary>
    internal static ForwardSplit Split(Market market, ExpiryCurve curve, double forward)
    {
        var open = Math.Clamp((curve.Expiry - market.Time).Seconds / SettlementWindowSeconds, 0, 1);
        if (open >= 1) return new ForwardSplit(forward, 0, 1);
        if (curve.SettlementAverage is { } average)
            return new ForwardSplit(forward * open, average.Value * (1 - open), open);
        var variable = forward * open;
        return new ForwardSplit(variable, forward - variable, open);
    }

    // A market without any perpetual's mark on a coin is that of a venue that marks at an oracle; one that has some
    // lacks this one.
    private static double IndexFor(Market market, Instrument perpetual)
    {
        var underlying = market.UnderlyingOf(perpetual.Base);
        foreach (var (other, quote) in underlying.Quotes)
        {
            if (other.Kind != InstrumentKind.Perpetual || quote.Mark is null) continue;
            throw new InvalidInputException(
                $"{perpetual}, mark", null, $"is not in market \"{market.Name}\"",
                $"add its mark; that of {other} is another contract's");
        }
        return underlying.Index.Value;
    }

    // A coin's option is the same option whichever currency it settles in; venues list one or the other. Its volatility
    // and forward are taken, never its mark (MarketMark), which is in another currency.
    private static Quote? OptionTwin(Underlying underlying, Instrument option)
    {
        if (!option.IsOption) return null;
        foreach (var (settlement, currency) in TwinsOf(option))
        {
            var twin = Instrument.Option(
                option.Base, currency, settlement, option.Expiry!.Value, option.Strike, option.Right);
            if (underlying.Quotes.TryGetValue(twin, out var quote)) return quote;
        }
        return null;
    }

    private static IEnumerable<(Currency Settlement, Currency Quote)> TwinsOf(Instrument instrument) =>
        [(instrument.Base, Currency.Usd), (Usdc, Usdc), (Usdt, Usdt), (Currency.Usd, Currency.Usd)];
}
