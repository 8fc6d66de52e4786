using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Cli;

/// <summary>A trade as typed: <c>-5 BTC-25SEP26-100000-C @ 0.0123</c>.</summary>
/// <param name="Instrument">What.</param>
/// <param name="Quantity">How much; bought is positive.</param>
/// <param name="Price">At which price; null: at the mark.</param>
internal sealed record Trade(Instrument Instrument, Quantity Quantity, Price? Price)
{
    /// <summary>What becomes of cash, in words: printed with every result that depends on it.</summary>
    public const string Convention =
        "an option's premium is paid from or to the cash of its settlement currency, a future's entry price is set; "
        + "a trade without a price is done at the mark, so equity stays as it is";

    private const string Form = "write \"-5 BTC-25SEP26-100000-C\" or \"-5 BTC-25SEP26-100000-C @ 0.0123\"";

    /// <summary>Reads a trade.</summary>
    /// <exception cref="InvalidInputException">It has another form, or a part of it is wrong.</exception>
    public static Trade Parse(string text)
    {
        var parts = text.Replace("@", " @ ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 4) || (parts.Length == 4 && parts[2] != "@"))
            throw Fault(text, "is not a trade", Form);
        if (!Quantity.TryParse(parts[0], out var quantity))
            throw Fault(text, $"has no quantity: {parts[0]} is not a decimal number with at most 8 decimals", Form);
        if (quantity == Quantity.Zero) throw Fault(text, "trades nothing", "use a quantity other than 0");
        if (!InstrumentSymbol.TryParse(parts[1], out var instrument))
            throw Fault(text, $"has no instrument: {parts[1]} is no symbol", InstrumentSymbol.AcceptedForms);
        if (parts.Length == 2) return new Trade(instrument!, quantity, null);
        if (!Units.Price.TryParse(parts[3], out var price) || (price.Units == 0 && !instrument!.IsOption))
            throw Fault(text, $"has no price: {parts[3]} is not a price with at most 8 decimals", Form);
        return new Trade(instrument!, quantity, price);
    }

    /// <summary>The price it is done at: its own, else the mark to 8 decimals.</summary>
    public Price PriceIn(Market market) => Price ?? Units.Price.Nearest(market.MarkOf(Instrument));

    /// <summary>As a row of a portfolio.</summary>
    public Position Position => new(Instrument, Quantity) { EntryPrice = Instrument.IsOption ? null : Price };

    /// <summary>Cash it pays (negative) or receives, settlement currency, rounded against the account.</summary>
    public Quantity Premium(Market market) => Instrument.IsOption
        ? Rounding.Flow(PriceIn(market) * Quantity, market.TermsOf(Instrument).ContractSize)
        : Quantity.Zero;

    /// <summary>A portfolio after trades: their rows appended, premiums in its balances.</summary>
    /// <exception cref="InvalidInputException">A trade cannot stand in this market.</exception>
    public static Portfolio Apply(IReadOnlyList<Trade> trades, Portfolio portfolio, Market market)
    {
        var balances = new Dictionary<Currency, Quantity>(portfolio.Balances);
        foreach (var trade in trades)
        {
            try
            {
                PortfolioCheck.Validate(new Portfolio("") { Positions = [trade.Position] }, market);
            }
            catch (InvalidInputException e)
            {
                var what = e.Field.EndsWith("quantity", StringComparison.Ordinal) ? "quantity " + e.Value : e.Value;
                throw Fault(trade.ToString(), $"cannot be traded: {what} {e.Problem}", e.Remedy);
            }
            try
            {
                trade.Pay(balances, market);
            }
            catch (OverflowException)
            {
                throw Fault(
                    trade.ToString(), "has a premium too large to add to the cash", "use a smaller quantity or price");
            }
        }
        var traded = portfolio.With(trades.Select(t => t.Position)) with { Balances = balances };
        foreach (var trade in trades) trade.CheckSum(traded);
        return traded;
    }

    public override string ToString() =>
        $"{Quantity} {InstrumentSymbol.Print(Instrument)}{(Price is { } price ? $" @ {price}" : "")}";

    private void Pay(Dictionary<Currency, Quantity> balances, Market market)
    {
        var premium = Premium(market);
        if (premium == Quantity.Zero) return;
        var settlement = Instrument.Settlement;
        balances[settlement] = balances.GetValueOrDefault(settlement) + premium;
    }

    private void CheckSum(Portfolio traded)
    {
        Int128 sum = 0;
        foreach (var position in traded.Positions)
        {
            if (position.Instrument != Instrument) continue;
            sum += position.Quantity.Units;
            if (Int128.Abs(sum) > long.MaxValue)
                throw Fault(ToString(), "is too large to add to what is held", "use a smaller quantity");
        }
    }

    private static InvalidInputException Fault(string text, string problem, string remedy) =>
        new("--trade", text, problem, remedy);
}
