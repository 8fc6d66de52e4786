using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// Hyperliquid: <c>clearinghouseState</c> of the info endpoint, bare or in a notification. No recorded account message
/// was at hand: every field name here is assumed from the venue's documentation. The state has no mark price: it is
/// <c>positionValue</c> / |<c>szi</c>|. <c>totalMarginUsed</c> is the sum of <c>marginUsed</c>, which is what an
/// isolated position was given; <c>crossMaintenanceMarginUsed</c> is of cross positions alone.
/// </summary>
internal static class HyperliquidMessage
{
    private static readonly Currency Usdc = Currency.Parse("USDC");

    private static readonly string[] PositionFields =
    [
        "coin", "szi", "entryPx", "positionValue", "unrealizedPnl", "liquidationPx", "marginUsed", "leverage",
    ];

    private static readonly string[] SummaryFields = ["accountValue", "totalMarginUsed", "totalRawUsd"];

    public static Shape[] Shapes { get; } =
    [
        new(Venue.Hyperliquid, ["marginSummary", "assetPositions"], ReadState),
        new(Venue.Hyperliquid, ["clearinghouseState"], (at, parts) => VenueMessage.Read(
            at.Fields(["clearinghouseState"], ignoreOthers: true).Required("clearinghouseState"), parts)),
        new(Venue.Hyperliquid, ["channel", "data"], (at, parts) => VenueMessage.Read(
            at.Fields(["data"], ignoreOthers: true).Required("data"), parts)),
    ];

    private static void ReadState(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(
            ["marginSummary", "assetPositions", "crossMaintenanceMarginUsed", "time"], ignoreOthers: true);
        parts.At(f.Filled("time"));
        var summary = f.Required("marginSummary").Fields(SummaryFields, ignoreOthers: true);
        parts.AddBalance(Usdc, summary.Filled("totalRawUsd"));
        parts.Add(new VenueTotal(Usdc, IsAccount: true)
        {
            Initial = MessageParts.Number(summary.Filled("totalMarginUsed")),
            Maintenance = MessageParts.Number(f.Filled("crossMaintenanceMarginUsed")),
            Equity = MessageParts.Number(summary.Filled("accountValue")),
            InitialOfIsolated = IsolatedShare.Allotted,
            MaintenanceOfIsolated = IsolatedShare.LeftOut,
        });
        foreach (var item in f.Required("assetPositions").Items(10_000))
            ReadPosition(item.Fields(["position"], ignoreOthers: true).Required("position"), parts);
        parts.AddRemark("Hyperliquid's field names are assumed: no recorded account message was at hand");
    }

    private static void ReadPosition(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(PositionFields, ignoreOthers: true);
        var coin = f.Required("coin").Text();
        var instrument = CcxtSymbol.TryParse($"{coin}/USDC:USDC", out var known) ? known : null;
        var size = f.Required("szi").Quantity();
        var value = MessageParts.Number(f.Filled("positionValue"));
        var leverage = f.Present("leverage")?.Fields(["type", "value"], ignoreOthers: true);
        var isolated = leverage?.Filled("type")?.Text() is "isolated";
        var mark = size == Quantity.Zero ? null : value?.Value / Math.Abs(size.ToDouble());
        parts.Add(new VenuePosition(coin, instrument, size, Usdc)
        {
            Entry = MessageParts.PriceOf(f.Filled("entryPx")),
            Mark = mark is > 0 ? mark : null,
            Leverage = MessageParts.LeverageOf(leverage?.Filled("value")),
            Notional = value,
            Profit = MessageParts.Number(f.Filled("unrealizedPnl")),
            Initial = MessageParts.Number(f.Filled("marginUsed")),
            LiquidationPrice = MessageParts.Number(f.Filled("liquidationPx")),
            IsIsolated = isolated,
            IsInitialAllotted = isolated,
        });
    }
}
