using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Cli.Liquidations;

/// <summary>What a rulebook's liquidation search found.</summary>
/// <param name="Rulebook">By which rules.</param>
/// <param name="Held">The portfolio on its market.</param>
/// <param name="Paths">One per bucket and coin; none if it does not apply.</param>
/// <param name="Reason">Why it does not apply; null if it does.</param>
internal sealed record LiquidationPage(
    Rulebook Rulebook, MarkedPortfolio Held, IReadOnlyList<LiquidationPath> Paths, string? Reason)
{
    /// <summary>The path in words, for every form.</summary>
    public const string Path =
        "the index of one coin moves; its forwards, futures' marks and coin collateral move in proportion, option "
        + "values with them; vols, time, rates, other coins and stable-coins are held; tiers and worst cases are "
        + "selected anew at every price; open orders are cancelled first";

    /// <summary>Balances that stand against nothing.</summary>
    public LeftOutBalances LeftOut => LeftOutBalances.Of(Rulebook, Held.Portfolio);

    /// <summary>
    /// A side in words: a price, "already below" or "none", and how far there is none where the rulebook's rules end.
    /// </summary>
    public static string Name(LiquidationPath path, LiquidationSide side, bool isUp) => side.Outcome switch
    {
        LiquidationOutcome.Price => Price(path, side.Price),
        LiquidationOutcome.AlreadyBelow => "already below",
        _ when !IsCut(path, isUp) => "none",
        _ => isUp ? $"none up to {Price(path, path.Range.To)}" : $"none down to {Price(path, path.Range.From)}",
    };

    /// <summary>Relative distance of a side from today; null without a price.</summary>
    public static double? Distance(LiquidationPath path, LiquidationSide side) =>
        side.Outcome == LiquidationOutcome.Price ? side.Price / path.Today - 1 : null;

    /// <summary>The same in daily standard deviations of ln S; null without a price or a volatility.</summary>
    public static double? Sigmas(LiquidationPath path, LiquidationSide side) =>
        side.Outcome == LiquidationOutcome.Price && path.Moves is { } moves
            ? Math.Log(side.Price / path.Today) / moves.DailyVol
            : null;

    /// <summary>A price with the decimals of its tick.</summary>
    public static string Price(LiquidationPath path, double price) => Figures.Number(price, Decimals(path.Grid.Tick));

    // The reason why a range ends is that of either side or of both.
    private static bool IsCut(LiquidationPath path, bool isUp)
    {
        const double reach = 100;
        var (grid, today) = (path.Grid, path.Today);
        if (path.RangeEnds is null) return false;
        return isUp
            ? path.Range.To < grid.PriceOf(grid.Below(today * reach))
            : path.Range.From > grid.PriceOf(Math.Max(grid.Above(today / reach), 1));
    }

    private static int Decimals(decimal tick)
    {
        var decimals = 0;
        while (decimals < 12 && tick != Math.Floor(tick)) (tick, decimals) = (tick * 10, decimals + 1);
        return decimals;
    }
}
