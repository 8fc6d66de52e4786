using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// Binance futures: <c>account</c> and <c>positionRisk</c>, USD-M and COIN-M (a recorded USD-M account of version 2 was
/// at hand, of the rest the documentation). The account has no mark price: it follows from <c>notional</c> or from
/// entry and unrealised profit. A position's <c>initialMargin</c> is what it requires, isolated or not; the
/// documentation says to ignore the total of initial margin where one is isolated. Margins of cross positions alone
/// are no field.
/// </summary>
internal static class BinanceMessage
{
    private const string CoinM = "COIN-M";
    private const string MultiAssets = "multi-assets";

    private static readonly string[] PositionFields =
    [
        "symbol", "positionAmt", "positionSide", "entryPrice", "markPrice", "leverage", "isolated", "marginType",
        "notional", "initialMargin", "positionInitialMargin", "openOrderInitialMargin", "maintMargin",
        "unrealizedProfit", "unRealizedProfit", "liquidationPrice", "updateTime",
    ];

    private static readonly string[] AccountFields =
    [
        "assets", "positions", "updateTime", "multiAssetsMargin", "totalInitialMargin", "totalMaintMargin",
        "totalOpenOrderInitialMargin", "totalMarginBalance",
    ];

    private static readonly string[] AssetFields =
    [
        "asset", "walletBalance", "marginBalance", "initialMargin", "maintMargin", "openOrderInitialMargin",
        "updateTime",
    ];

    public static Shape[] Shapes { get; } =
    [
        new(Venue.Binance, ["assets", "positions"], ReadAccount),
        new(Venue.Binance, ["symbol", "positionAmt"], ReadPosition),
    ];

    public static (string?, string) RulebookOf(string? mode) => mode switch
    {
        CoinM => ("binance-coinm", "the contracts are coin-settled"),
        MultiAssets => ("binance-usdm", "USD-M; multi-assets mode has no rulebook: single-asset rules are used"),
        _ => ("binance-usdm", "USD-M account"),
    };

    private static void ReadAccount(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(AccountFields, ignoreOthers: true);
        parts.At(f.Filled("updateTime"));
        var isMulti = f.Present("multiAssetsMargin")?.Boolean() ?? false;
        if (isMulti) parts.Mode = MultiAssets;
        var before = parts.Totals;
        foreach (var item in f.Required("assets").Items(10_000)) ReadAsset(item, parts, isMulti);
        if (parts.Totals == before && f.Filled("totalInitialMargin") is { } initial)
        {
            parts.Add(new VenueTotal(Currency.Usd, IsAccount: true)
            {
                Initial = MessageParts.Number(initial),
                Maintenance = MessageParts.Number(f.Filled("totalMaintMargin")),
                OrderInitial = MessageParts.Number(f.Filled("totalOpenOrderInitialMargin")),
                Equity = MessageParts.Number(f.Filled("totalMarginBalance")),
                InitialOfIsolated = IsolatedShare.Ignored,
            });
        }
        VenueMessage.Read(f.Required("positions"), parts);
    }

    // In single-asset mode every margin currency stands by itself; assets that hold and need nothing say nothing.
    private static void ReadAsset(JsonCursor at, MessageParts parts, bool isMulti)
    {
        var f = at.Fields(AssetFields, ignoreOthers: true);
        var asset = f.Required("asset").Currency();
        parts.At(f.Filled("updateTime"));
        parts.AddBalance(asset, f.Filled("walletBalance"));
        if (isMulti) return;
        var total = new VenueTotal(asset, IsAccount: false)
        {
            Initial = MessageParts.Number(f.Filled("initialMargin")),
            Maintenance = MessageParts.Number(f.Filled("maintMargin")),
            OrderInitial = MessageParts.Number(f.Filled("openOrderInitialMargin")),
            Equity = MessageParts.Number(f.Filled("marginBalance")),
            InitialOfIsolated = IsolatedShare.Ignored,
        };
        var isEmpty = total is { Initial: null or { Value: 0 }, Maintenance: null or { Value: 0 } }
            && total.Equity is null or { Value: 0 };
        if (!isEmpty) parts.Add(total);
    }

    private static void ReadPosition(JsonCursor at, MessageParts parts)
    {
        var f = at.Fields(PositionFields, ignoreOthers: true);
        var symbol = f.Required("symbol").Text();
        var instrument = ConcatenatedSymbol.TryParse(symbol, out var known) ? known : null;
        var size = f.Required("positionAmt").Quantity();
        if (size > Quantity.Zero && f.Filled("positionSide")?.Text() is "SHORT") size = -size;
        parts.At(f.Filled("updateTime"));
        var isInverse = instrument?.IsInverse ?? false;
        if (isInverse && size != Quantity.Zero) parts.Mode = CoinM;
        var orders = MessageParts.Number(f.Filled("openOrderInitialMargin"));
        var own = MessageParts.Number(f.Filled("positionInitialMargin"));
        var position = new VenuePosition(symbol, instrument, size, instrument?.Settlement ?? Currency.Usd)
        {
            // COIN-M contract specifications: $100 for bitcoin, $10 for others.
            ContractSize = isInverse ? Quantity.FromWhole(instrument!.Base.Code == "BTC" ? 100 : 10) : null,
            Entry = MessageParts.PriceOf(f.Filled("entryPrice")),
            Mark = MessageParts.PriceOf(f.Filled("markPrice")),
            Leverage = MessageParts.LeverageOf(f.Filled("leverage")),
            Notional = MessageParts.Number(f.Filled("notional")),
            Profit = MessageParts.Number(f.Filled("unrealizedProfit") ?? f.Filled("unRealizedProfit")),
            Initial = own ?? MessageParts.Number(f.Filled("initialMargin")),
            OrderInitial = own is null ? orders : null,
            Maintenance = MessageParts.Number(f.Filled("maintMargin")),
            LiquidationPrice = MessageParts.Number(f.Filled("liquidationPrice")),
            IsIsolated = f.Present("isolated")?.Boolean() ?? f.Filled("marginType")?.Text() is "isolated",
        };
        parts.Add(position.Mark is null ? WithMark(position, parts) : position);
    }

    private static VenuePosition WithMark(VenuePosition p, MessageParts parts)
    {
        var quantity = p.Quantity.ToDouble();
        if (quantity == 0 || p.Instrument is not { IsInverse: false }) return p;
        if (p.Notional is { } notional && notional.Value / quantity is > 0 and var mark)
        {
            parts.AddRemark($"{p.Symbol}: the mark price is notional / positionAmt");
            return p with { Mark = mark };
        }
        if (p.Entry is { } entry && p.Profit is { } profit && entry + profit.Value / quantity is > 0 and var price)
        {
            parts.AddRemark($"{p.Symbol}: the mark price follows from entry price and unrealised profit");
            return p with { Mark = price };
        }
        return p;
    }
}
