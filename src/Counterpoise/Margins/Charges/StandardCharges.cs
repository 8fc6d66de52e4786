using Counterpoise.Instruments;

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
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double initial = 0, maintenance = 0;
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        var shorts = 0;
        for (var i = 0; i < holdings.Count; i++)
        {
            var h = holdings[i];
            if (!h.IsOption || h.Quantity >= 0) continue;
            var (im, mm) = PerCoin(h);
            var coins = h.Coins * h.UnitRate * (h.Contract.IsInverse ? 1 : h.Contract.Forward);
            initial += initialParts[i] = im * coins;
            maintenance += maintenanceParts[i] = mm * coins;
            shorts++;
        }
        var explanation = shorts == 0 ? "" : $"{shorts} short option position{(shorts == 1 ? "" : "s")}";
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts, explanation);
    }

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
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double initial = 0, maintenance = 0;
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        for (var i = 0; i < holdings.Count; i++)
        {
            var h = holdings[i];
            if (!h.IsFuture) continue;
            var size = h.Coins;
            var notional = size * h.UnitRate * (h.Contract.IsInverse ? 1 : h.Contract.Forward);
            initial += initialParts[i] = notional * (Initial + Slope * size);
            maintenance += maintenanceParts[i] = notional * (Maintenance + Slope * size);
        }
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts,
            initial == 0 ? "" : "notional × tiered rate");
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"notional × ({Initial:0.##%} + {Slope} per coin), "
        + $"maintenance ({Maintenance:0.##%} + {Slope} per coin)";
}
