using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// Bybit, API v5: <c>position/list</c>, <c>account/wallet-balance</c>, <c>account/info</c> and the private topics
/// <c>position</c> and <c>wallet</c>. Recorded replies were at hand. <c>positionValue</c> is at the entry price for
/// linear contracts. Totals of a wallet are of cross margin.
/// </summary>
internal static class BybitMessage
{
    private static readonly string[] PositionFields =
    [
        "symbol", "side", "size", "avgPrice", "entryPrice", "markPrice", "leverage", "positionValue", "positionIM",
        "positionMM", "liqPrice", "unrealisedPnl", "tradeMode", "updatedTime",
    ];

    private static readonly string[] WalletFields =
    [
        "coin", "totalInitialMargin", "totalMaintenanceMargin", "totalMarginBalance",
    ];

    private static readonly string[] CoinFields = ["coin", "walletBalance", "equity", "usdValue", "totalOrderIM"];

    public static Shape[] Shapes { get; } =
    [
        new(Venue.Bybit, ["retCode", "result"], ReadReply),
        new(Venue.Bybit, ["topic", "data"], ReadTopic),
        new(Venue.Bybit, ["symbol", "size", "positionValue"], ReadPosition),
        new(Venue.Bybit, ["accountType", "coin"], ReadWallet),
        new(Venue.Bybit, ["marginMode", "unifiedMarginStatus"], (at, parts) =>
            parts.Mode = at.Fields(["marginMode"], ignoreOthers: true).Required("marginMode").Text()),
    ];

    public static (string?, string) RulebookOf(string? mode) => mode switch
    {
        "PORTFOLIO_MARGIN" => ("bybit-pm", "the message says PORTFOLIO_MARGIN"),
        { } other => ("bybit-cross", $"the message says {other}"),
        null => ("bybit-cross", "the messages do not say marginMode: margin position by position is assumed"),
    };

    private static void ReadReply(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(["retCode", "result", "time"], ignoreOthers: true);
        if (f.Required("retCode") is var code && code.Digits() is not "0")
            throw code.Error("is an error reply", "repeat the request");
        parts.At(f.Filled("time"));
        var result = f.Required("result");
        var list = result.IsObject ? result.Fields(["list"], ignoreOthers: true).Present("list") : null;
        VenueMessage.Read(list ?? result, parts);
    }

    private static void ReadTopic(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(["data", "creationTime"], ignoreOthers: true);
        parts.At(f.Filled("creationTime"));
        VenueMessage.Read(f.Required("data"), parts);
    }

    private static void ReadPosition(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(PositionFields, ignoreOthers: true);
        var symbol = f.Required("symbol").Text();
        var instrument = ConcatenatedSymbol.TryParse(symbol, out var known) ? known : null;
        var size = f.Required("size") is { IsBlank: false } given ? given.Quantity() : Quantity.Zero;
        if (size != Quantity.Zero)
        {
            var side = f.Required("side");
            size = side.Text() switch
            {
                "Buy" => size,
                "Sell" => -size,
                _ => throw side.Error("is neither Buy nor Sell", "give the side as the venue sent it"),
            };
        }
        parts.At(f.Filled("updatedTime"));
        parts.Add(new VenuePosition(symbol, instrument, size, instrument?.Settlement ?? Currency.Usd)
        {
            Entry = MessageParts.PriceOf(f.Filled("avgPrice") ?? f.Filled("entryPrice")),
            Mark = MessageParts.PriceOf(f.Filled("markPrice")),
            Leverage = MessageParts.LeverageOf(f.Filled("leverage")),
            Notional = MessageParts.Number(f.Filled("positionValue")),
            Profit = MessageParts.Number(f.Filled("unrealisedPnl")),
            Initial = MessageParts.Number(f.Filled("positionIM")),
            Maintenance = MessageParts.Number(f.Filled("positionMM")),
            LiquidationPrice = MessageParts.Number(f.Filled("liqPrice")),
            IsIsolated = f.Filled("tradeMode")?.Whole() is 1,
        });
    }

    private static void ReadWallet(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(WalletFields, ignoreOthers: true);
        Reported? orders = null;
        foreach (var item in f.Required("coin").Items(10_000))
        {
            var c = item.Fields(CoinFields, ignoreOthers: true);
            var coin = c.Required("coin").Currency();
            parts.AddBalance(coin, c.Filled("walletBalance"));
            double? price = null;
            if (c.Filled("equity")?.Double() is { } equity and > 0 && c.Filled("usdValue")?.Double() is { } usd and > 0)
                parts.AddPrice(coin, (price = usd / equity).Value);
            if (MessageParts.Number(c.Filled("totalOrderIM")) is { Value: > 0 } held && price is { } dollars)
                orders = new Reported((orders?.Value ?? 0) + held.Value * dollars, held.Decimals);
        }
        if ((f.Filled("totalInitialMargin") ?? f.Filled("totalMaintenanceMargin")) is null) return;
        parts.Add(new VenueTotal(Currency.Usd, IsAccount: true)
        {
            Initial = MessageParts.Number(f.Filled("totalInitialMargin")),
            Maintenance = MessageParts.Number(f.Filled("totalMaintenanceMargin")),
            OrderInitial = orders,
            Equity = MessageParts.Number(f.Filled("totalMarginBalance")),
            InitialOfIsolated = IsolatedShare.LeftOut,
            MaintenanceOfIsolated = IsolatedShare.LeftOut,
        });
    }
}
