using Counterpoise.Instruments;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Standard margin of options, each position alone; long options need none (the premium is paid). In coin per coin,
/// with m the mark, F the forward of the expiry, OTM the out-of-the-money amount:
/// short call IM = max(a − OTM/F, b) + m, MM = c + m;
/// short put IM = max(max(a − OTM/F, b) + m, MM), MM = max(c, c·m) + m.
/// Deribit standard margin (support.deribit.com); linear options: the same times F.
/// </summary>
/// <param name="Base">a.</param>
/// <param name="Minimum">b.</param>
/// <param name="Maintenance">c.</param>
public sealed record StandardOptionMargin(double Base, double Minimum, double Maintenance)
    : Charge("short options", Cause.Standard)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => ShortOptions.Evaluate(
        holdings, h => h.UnitRate * (h.Contract.IsInverse ? 1 : h.Contract.Forward), PerCoin);

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => ShortOptions.Bound(legs, leg =>
    {
        var (floor, mark) = (Maintenance * leg.ForwardPerCoin, leg.MarkPerCoin);
        return leg.Today.Contract.Right == OptionRight.Call ? floor + mark : Band.Max(floor, Maintenance * mark) + mark;
    });

    /// <inheritdoc />
    public override string Describe() =>
        $"initial max({Base:0.##%} − OTM/F, {Minimum:0.##%}) + mark, "
        + $"maintenance {Maintenance:0.##%} + mark "
        + $"(puts: max({Maintenance:0.##%}, {Maintenance:0.##%} of mark) + mark, initial not below); long options none";

    private (double Initial, double Maintenance) PerCoin(Holding h)
    {
        var c = h.Contract;
        var mark = c.IsInverse ? h.Mark : h.Mark / c.Forward;
        var isCall = c.Right == OptionRight.Call;
        var outOfTheMoney = Math.Max(isCall ? c.Strike - c.Forward : c.Forward - c.Strike, 0);
        var initial = Math.Max(Base - outOfTheMoney / c.Forward, Minimum) + mark;
        return isCall
            ? (initial, Maintenance + mark)
            : (Math.Max(initial, Math.Max(Maintenance, Maintenance * mark) + mark),
                Math.Max(Maintenance, Maintenance * mark) + mark);
    }
}

/// <summary>
/// Standard margin of futures, each position alone: notional × (base + slope·size), size in coins.
/// Deribit standard margin (support.deribit.com, Linear Perpetual; release note of 2022-01-11).
/// </summary>
/// <param name="Initial">Base rate, initial.</param>
/// <param name="Maintenance">Base rate, maintenance.</param>
/// <param name="Slope">Rise of both rates per coin.</param>
public sealed record StandardFutureMargin(double Initial, double Maintenance, double Slope)
    : Charge("futures", Cause.Standard)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => ChargeResult.FromEach(
        holdings, h => h.IsFuture ? Alone(h) : null, _ => "notional × tiered rate");

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => PathLeg.Sum(
        legs, leg => leg.Today.IsFuture,
        leg => Maintenance * leg.ForwardNotional + Slope * leg.ForwardNotionalTimesCoins);

    /// <inheritdoc />
    public override string Describe() =>
        $"notional × ({Initial:0.##%} + {Slope} per coin), "
        + $"maintenance ({Maintenance:0.##%} + {Slope} per coin)";

    private (double Initial, double Maintenance) Alone(Holding h)
    {
        var size = h.Coins;
        var notional = size * h.UnitRate * (h.Contract.IsInverse ? 1 : h.Contract.Forward);
        return (notional * (Initial + Slope * size), notional * (Maintenance + Slope * size));
    }
}

/// <summary>Standard margin of options: short ones, each alone; long ones need none, their premium is paid.</summary>
internal static class ShortOptions
{
    /// <summary>Adds them up.</summary>
    /// <param name="holdings">All rows.</param>
    /// <param name="rate">Bucket units per unit of <paramref name="perCoin"/>.</param>
    /// <param name="perCoin">Initial and maintenance of one coin.</param>
    public static ChargeResult Evaluate(
        IReadOnlyList<Holding> holdings, Func<Holding, double> rate,
        Func<Holding, (double Initial, double Maintenance)> perCoin) =>
        ChargeResult.FromEach(
            holdings, h => h.IsOption && h.Quantity < 0 ? Times(perCoin(h), h.Coins * rate(h)) : null,
            count => $"{count} short option position{(count == 1 ? "" : "s")}");

    /// <summary>Bounds of the maintenance margin, USD.</summary>
    /// <param name="legs">All rows.</param>
    /// <param name="perCoin">Maintenance of one coin, USD.</param>
    public static Band Bound(IReadOnlyList<PathLeg> legs, Func<PathLeg, Band> perCoin) => PathLeg.Sum(
        legs, leg => leg.Today.IsOption && leg.Today.Quantity < 0, leg => leg.Today.Coins * perCoin(leg));

    private static (double Initial, double Maintenance) Times((double Initial, double Maintenance) one, double coins) =>
        (one.Initial * coins, one.Maintenance * coins);
}
