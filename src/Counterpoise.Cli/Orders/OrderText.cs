using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Cli.Orders;

/// <summary>An order as typed: <c>buy 1000 BTC-PERPETUAL @ 100000</c>.</summary>
/// <param name="Side">Which way.</param>
/// <param name="Quantity">How much, > 0; null: that is the question.</param>
/// <param name="Instrument">What.</param>
/// <param name="Limit">At which price; null: at the mark.</param>
internal sealed record OrderText(OrderSide Side, Quantity? Quantity, Instrument Instrument, Price? Limit)
{
    /// <summary>What a fill does to cash and equity, in words.</summary>
    public const string Convention =
        "filled at its limit where that is worse than the mark, else at the mark: a fill books a loss, never a gain; "
        + "an option's premium is paid from or to the cash of its settlement currency";

    private const string Form = "write \"buy 1000 BTC-PERPETUAL @ 100000\" or \"sell 2 BTC-25SEP26-100000-C\"";

    /// <summary>Reads an order.</summary>
    /// <exception cref="InvalidInputException">It has another form, or a part of it is wrong.</exception>
    public static OrderText Parse(string text)
    {
        List<string> parts =
        [
            .. text.Replace("@", " @ ", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
        Price? limit = null;
        if (parts.Count >= 2 && parts[^2] == "@")
        {
            if (!Price.TryParse(parts[^1], out var price))
                throw Fault(text, $"has no price: {parts[^1]} is not a price with at most 8 decimals", Form);
            limit = price;
            parts.RemoveRange(parts.Count - 2, 2);
        }
        if (parts.Count is not (2 or 3) || parts[0] is not ("buy" or "sell")) throw Fault(text, "is no order", Form);
        if (!InstrumentSymbol.TryParse(parts[^1], out var instrument))
            throw Fault(text, $"has no instrument: {parts[^1]} is no symbol", InstrumentSymbol.AcceptedForms);
        if (limit is { Units: 0 } && !instrument!.IsOption) throw Fault(text, "has a price of 0", "use a price > 0");
        Quantity? quantity = null;
        if (parts.Count == 3)
        {
            if (!Units.Quantity.TryParse(parts[1], out var typed) || typed <= Units.Quantity.Zero)
                throw Fault(text, $"has no quantity: {parts[1]} is not a number > 0 with at most 8 decimals", Form);
            quantity = typed;
        }
        return new OrderText(parts[0] == "buy" ? OrderSide.Buy : OrderSide.Sell, quantity, instrument!, limit);
    }

    /// <summary>Checks that it can stand in a market.</summary>
    /// <exception cref="InvalidInputException">It has expired, is off its lot, or cannot be priced.</exception>
    public void Check(Market market)
    {
        var position = new Position(Instrument, Quantity ?? market.TermsOf(Instrument).LotSize);
        try
        {
            PortfolioCheck.Validate(new Portfolio("") { Positions = [position] }, market);
        }
        catch (InvalidInputException e)
        {
            throw Fault(ToString(), $"cannot be sent: {e.Value} {e.Problem}", e.Remedy);
        }
        if (Instrument.Kind == InstrumentKind.Spot)
            throw Fault(ToString(), "is a spot pair", "ask for a future or an option");
        var usd = Usd(position.Quantity, market);
        if (usd > Options.MostDollars)
            throw Fault(ToString(), $"stands for {usd:0.###e+0} USD", "keep an order below 1e15 USD");
    }

    /// <summary>The trade if so much of it fills.</summary>
    public Trade Fill(Quantity quantity, Market market)
    {
        var signed = Side == OrderSide.Buy ? quantity : -quantity;
        var isWorse = Limit is { } limit && signed.Sign * (limit.ToDouble() - market.MarkOf(Instrument)) > 0;
        return new Trade(Instrument, signed, isWorse ? Limit : null);
    }

    /// <summary>As it rests in the book.</summary>
    public OpenOrder Resting(Quantity quantity, Market market) =>
        new(Instrument, Side, quantity, Limit ?? Price.Nearest(market.MarkOf(Instrument)));

    public override string ToString() =>
        $"{(Side == OrderSide.Buy ? "buy" : "sell")} {(Quantity is { } quantity ? $"{quantity} " : "")}"
        + $"{InstrumentSymbol.Print(Instrument)}{(Limit is { } limit ? $" @ {limit}" : "")}";

    // The contracts at the index, or what is paid for them at the limit, whichever is more.
    private double Usd(Quantity quantity, Market market)
    {
        var index = market.UnderlyingOf(Instrument.Base).Index.Value;
        var units = quantity.ToDouble() * market.TermsOf(Instrument).ContractSize.ToDouble();
        if (Instrument is { IsInverse: true, IsOption: false }) return units;
        var rate = Instrument.IsInverse ? index : market.UsdPrice(Instrument.Settlement).Value;
        return units * Math.Max(index, (Limit?.ToDouble() ?? 0) * rate);
    }

    private static InvalidInputException Fault(string text, string problem, string remedy) =>
        new("order", text, problem, remedy);
}
