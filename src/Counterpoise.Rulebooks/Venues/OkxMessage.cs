using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// OKX: <c>account/balance</c>, <c>account/positions</c>, <c>account/config</c> and the channels of the same names (API
/// v5; recorded balances were at hand, of positions and configuration the documentation). Positions are in contracts;
/// what one stands for is no field of them and follows from <c>notionalUsd</c>. <c>imr</c> and <c>mmr</c> of account
/// and currency are of cross positions; an isolated position has <c>margin</c>, what was allotted to it, instead of
/// <c>imr</c>.
/// </summary>
internal static class OkxMessage
{
    private static readonly string[] PositionFields =
    [
        "instId", "pos", "posSide", "mgnMode", "avgPx", "markPx", "idxPx", "lever", "imr", "margin", "mmr", "liqPx",
        "upl", "notionalUsd", "ccy", "uTime",
    ];

    private static readonly string[] AccountFields = ["details", "totalEq", "imr", "mmr", "adjEq", "ordFroz", "uTime"];

    private static readonly string[] DetailFields = ["ccy", "cashBal", "eq", "eqUsd", "imr", "mmr", "coinUsdPrice"];

    public static Shape[] Shapes { get; } =
    [
        new(Venue.Okx, ["code", "data"], ReadReply),
        new(Venue.Okx, ["arg", "data"], (at, parts) => VenueMessage.Read(
            at.Fields(["data"], ignoreOthers: true).Required("data"), parts)),
        new(Venue.Okx, ["instId", "pos"], ReadPosition),
        new(Venue.Okx, ["details", "totalEq"], ReadAccount),
        new(Venue.Okx, ["acctLv"], (at, parts) =>
            parts.Mode = at.Fields(["acctLv"], ignoreOthers: true).Required("acctLv").Text()),
    ];

    public static (string?, string) RulebookOf(string? mode) => mode switch
    {
        "4" => ("okx-pm", "acctLv 4 is portfolio margin"),
        { } level => ("okx-cross", $"acctLv {level} is margin position by position"),
        null => ("okx-cross", "the messages do not say acctLv: margin position by position is assumed"),
    };

    private static void ReadReply(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(["code", "data"], ignoreOthers: true);
        if (f.Required("code") is var code && code.Digits() is not "0")
            throw code.Error("is an error reply", "repeat the request");
        VenueMessage.Read(f.Required("data"), parts);
    }

    private static void ReadPosition(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(PositionFields, ignoreOthers: true);
        var symbol = f.Required("instId").Text();
        var instrument = OkxSymbol.TryParse(symbol, out var known) ? known : null;
        var size = f.Required("pos") is { IsBlank: false } pos ? pos.Quantity() : Quantity.Zero;
        if (size > Quantity.Zero && f.Filled("posSide")?.Text() is "short") size = -size;
        parts.At(f.Filled("uTime"));
        var isolated = f.Filled("mgnMode")?.Text() is "isolated";
        var position = new VenuePosition(
            symbol, instrument, size, f.Filled("ccy")?.Currency() ?? instrument?.Settlement ?? Currency.Usd)
        {
            Entry = MessageParts.PriceOf(f.Filled("avgPx")),
            Mark = MessageParts.PriceOf(f.Filled("markPx")),
            Index = MessageParts.PriceOf(f.Filled("idxPx")),
            Leverage = MessageParts.LeverageOf(f.Filled("lever")),
            Notional = MessageParts.Number(f.Filled("notionalUsd")),
            Profit = MessageParts.Number(f.Filled("upl")),
            Initial = MessageParts.Number(f.Filled("imr") ?? (isolated ? f.Filled("margin") : null)),
            Maintenance = MessageParts.Number(f.Filled("mmr")),
            LiquidationPrice = MessageParts.Number(f.Filled("liqPx")),
            IsIsolated = isolated,
            IsInitialAllotted = isolated && f.Filled("imr") is null,
        };
        var (contract, lacks) = ContractSize(position);
        if (contract is { } c && size != Quantity.Zero)
        {
            var coin = instrument!.IsInverse && !instrument.IsOption ? instrument.Quote : instrument.Base;
            parts.AddRemark($"{symbol}: one contract is taken as {c} {coin}, from notionalUsd");
        }
        parts.Add(position with { ContractSize = contract, Lacks = lacks });
    }

    // OKX's contracts stand for powers of ten; notionalUsd differs from size × mark by the stable-coin's price only.
    private static (Quantity?, string?) ContractSize(VenuePosition p)
    {
        const string lacks = "the size of a contract: the message has no notionalUsd to tell it";
        if (p.Quantity == Quantity.Zero || p.Instrument is not { } instrument) return (null, null);
        var isQuote = instrument.IsInverse && !instrument.IsOption;
        var price = isQuote ? 1 : instrument.IsOption ? p.Index : p.Mark;
        if (p.Notional is not { Value: > 0 } notional || price is not { } unit) return (null, lacks);
        var size = notional.Value / (Math.Abs(p.Quantity.ToDouble()) * unit);
        for (var power = 1_000_000m; power >= 0.000_001m; power /= 10)
        {
            if (Math.Abs(size / (double)power - 1) < 0.05)
                return (Quantity.Parse(power.ToString("0.######", CultureInfo.InvariantCulture)), null);
        }
        var text = size.ToString("0.######", CultureInfo.InvariantCulture);
        return (null, $"the size of a contract: notionalUsd makes it {text}, no power of ten");
    }

    private static void ReadAccount(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(AccountFields, ignoreOthers: true);
        parts.At(f.Filled("uTime"));
        var whole = f.Filled("imr") is not null || f.Filled("mmr") is not null;
        if (whole)
        {
            parts.Add(new VenueTotal(Currency.Usd, IsAccount: true)
            {
                Initial = MessageParts.Number(f.Filled("imr")),
                Maintenance = MessageParts.Number(f.Filled("mmr")),
                OrderInitial = MessageParts.Number(f.Filled("ordFroz")),
                Equity = MessageParts.Number(f.Filled("adjEq")),
                InitialOfIsolated = IsolatedShare.LeftOut,
                MaintenanceOfIsolated = IsolatedShare.LeftOut,
            });
        }
        foreach (var item in f.Required("details").Items(10_000))
        {
            var d = item.Fields(DetailFields, ignoreOthers: true);
            var currency = d.Required("ccy").Currency();
            parts.AddBalance(currency, d.Filled("cashBal"));
            if (MessageParts.PriceOf(d.Filled("coinUsdPrice")) is { } price) parts.AddPrice(currency, price);
            else if (d.Filled("eq")?.Double() is { } eq and > 0 && d.Filled("eqUsd")?.Double() is { } usd and > 0)
                parts.AddPrice(currency, usd / eq);
            if (whole || (d.Filled("imr") ?? d.Filled("mmr")) is null) continue;
            parts.Add(new VenueTotal(currency, IsAccount: false)
            {
                Initial = MessageParts.Number(d.Filled("imr")),
                Maintenance = MessageParts.Number(d.Filled("mmr")),
                Equity = MessageParts.Number(d.Filled("eq")),
                InitialOfIsolated = IsolatedShare.LeftOut,
                MaintenanceOfIsolated = IsolatedShare.LeftOut,
            });
        }
    }
}
