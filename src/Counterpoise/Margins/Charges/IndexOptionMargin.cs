using Counterpoise.Instruments;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Standard margin of short options on the index S, each position alone; long options need none (the premium is paid).
/// With m the mark, U index or forward, per coin: IM = f·S·max(a − OTM/U, b) + m, MM = f·max(c·S, c·m) + m + d·S, IM
/// not below MM. Where the mark is no floor of a call, its MM has c·S alone. Coin-settled options: the same with S = 1.
/// Bybit "Comparison of Spread Strategies"; OKX "Option Margin"; Aevo standard margin.
/// </summary>
/// <param name="Base">a.</param>
/// <param name="Minimum">b.</param>
/// <param name="Maintenance">c.</param>
/// <param name="Fee">d, rate of the liquidation fee on the index.</param>
/// <param name="Factor">f, the margin factor of the size tier.</param>
public sealed record IndexOptionMargin(
    double Base, double Minimum, double Maintenance, double Fee, double Factor)
    : Charge("short options", Cause.Standard)
{
    /// <summary>True if the out-of-the-money amount is that of the expiry's forward (OKX), not of the index.</summary>
    public bool OnForward { get; init; }

    /// <summary>True if the mark is a floor of a call's maintenance too (Bybit), not only of a put's.</summary>
    public bool MarkFloorsCalls { get; init; }

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) =>
        ShortOptions.Evaluate(holdings, h => h.UnitRate, PerCoin);

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => ShortOptions.Bound(legs, leg =>
    {
        var (index, mark) = (leg.CoinPrice, leg.MarkPerCoin);
        var isCall = leg.Today.Contract.Right == OptionRight.Call;
        var floor = isCall && !MarkFloorsCalls ? index : Band.Max(index, mark);
        return Factor * Maintenance * floor + mark + Fee * index;
    });

    /// <inheritdoc />
    public override string Describe() =>
        $"initial max({Base:0.##%} − OTM, {Minimum:0.##%}) of index + mark, maintenance "
        + $"{Maintenance:0.##%} of index (puts{(MarkFloorsCalls ? " and calls" : "")}: or of mark) + mark"
        + (Fee > 0 ? $" + {Fee:0.##%} of index" : "") + (Factor == 1 ? "" : $"; factor {Factor:0.##}")
        + "; initial not below maintenance; long options none";

    // In the option's own unit: dollars, or coins of a coin-settled one.
    private (double Initial, double Maintenance) PerCoin(Holding h)
    {
        var c = h.Contract;
        var index = c.IsInverse ? 1 : h.Index;
        var reference = OnForward ? c.Forward : h.Index;
        var isCall = c.Right == OptionRight.Call;
        var outOfTheMoney = Math.Max(isCall ? c.Strike - reference : reference - c.Strike, 0) / reference;
        var floor = isCall && !MarkFloorsCalls ? index : Math.Max(index, h.Mark);
        var maintenance = Factor * Maintenance * floor + h.Mark + Fee * index;
        var initial = Factor * index * Math.Max(Base - outOfTheMoney, Minimum) + h.Mark;
        return (Math.Max(initial, maintenance), maintenance);
    }
}
