using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Units;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Standard margin of the options of an expiry: the lesser of what they need one by one and the most they can lose at
/// expiry. With V the value, S the index, F the forward, OTM the out-of-the-money amount, per coin:
/// <para>
/// One by one, a long option needs its value (it lends nothing to the rest). A short call: initial
/// S·max(a − OTM/S, b), maintenance S·c. A short put: maintenance M = max(S·p, m·V), initial
/// max(S·max(a − OTM/S, b), k·M + (k − 1)·V).
/// </para>
/// <para>
/// Together: value of all − min(0, least payoff over settlement at 0 and at every strike) + u·F per coin sold in calls
/// beyond those bought.
/// </para>
/// Equity holds the options' value, so the requirement does not. Derive SRM.
/// The lesser of two sums is not sub-additive: an option that would need less alone may need more in its expiry.
/// </summary>
/// <param name="Base">a, share of the index.</param>
/// <param name="Minimum">b, share of the index.</param>
/// <param name="MaintenanceCall">c, share of the index.</param>
/// <param name="MaintenancePut">p, share of the index.</param>
public sealed record ExpiryOptionMargin(double Base, double Minimum, double MaintenanceCall, double MaintenancePut)
    : Charge("options by expiry", Cause.StrikeNetting)
{
    /// <summary>m, share of a put's value.</summary>
    public required double MaintenancePutValue { get; init; }

    /// <summary>k, initial margin of a put over its maintenance margin.</summary>
    public required double PutInitialFactor { get; init; }

    /// <summary>u, initial.</summary>
    public required double UnpairedInitial { get; init; }

    /// <summary>u, maintenance.</summary>
    public required double UnpairedMaintenance { get; init; }

    /// <inheritdoc />
    public override bool NetsInstruments => true;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        var notes = new List<string>();
        foreach (var (_, rows) in ByExpiry(holdings))
        {
            var worst = WorstSettlement.Of(holdings, rows);
            var isPaired = Fill(holdings, rows, worst, isInitial: true, initialParts);
            Fill(holdings, rows, worst, isInitial: false, maintenanceParts);
            if (rows.Count > 1) notes.Add(Note(holdings[rows[0]], worst, isPaired));
        }
        double initial = 0, maintenance = 0;
        for (var i = 0; i < holdings.Count; i++)
        {
            initial += initialParts[i];
            maintenance += maintenanceParts[i];
        }
        return new ChargeResult(
            initial, maintenance, initialParts, maintenanceParts, initial == 0 ? "" : string.Join(", ", notes));
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        Holding[] holdings = [.. legs.Select(leg => leg.Today)];
        var sum = Band.Constant(0);
        foreach (var (_, rows) in ByExpiry(holdings))
        {
            var worst = WorstSettlement.Of(holdings, rows);
            var (alone, together) = (Band.Constant(0), Band.Constant(0));
            foreach (var row in rows)
            {
                alone += BoundAlone(legs[row]);
                together += BoundTogether(legs[row], worst);
            }
            sum += Band.Min(alone, together);
        }
        return sum;
    }

    /// <inheritdoc />
    public override string Describe() =>
        "per expiry the lesser of (each alone) long: value, short: initial index × "
        + $"max({Base:0.##%} − OTM, {Minimum:0.##%}), maintenance {MaintenanceCall:0.##%} (puts: at least "
        + $"{MaintenancePutValue:0.##%} of value, initial ≥ {PutInitialFactor:0.##} × maintenance); and (together) "
        + "value − worst payoff at 0 and the strikes + calls sold beyond those bought × forward × "
        + $"{UnpairedInitial:0.##} (maintenance {UnpairedMaintenance:0.##})";

    private static SortedDictionary<Instant, List<int>> ByExpiry(IReadOnlyList<Holding> holdings)
    {
        var expiries = new SortedDictionary<Instant, List<int>>();
        for (var i = 0; i < holdings.Count; i++)
        {
            if (!holdings[i].IsOption) continue;
            var expiry = holdings[i].Expiry!.Value;
            if (!expiries.TryGetValue(expiry, out var rows)) expiries[expiry] = rows = [];
            rows.Add(i);
        }
        return expiries;
    }

    // True if the options are cheaper together. Ties go to each alone.
    private bool Fill(
        IReadOnlyList<Holding> holdings, List<int> rows, WorstSettlement worst, bool isInitial, double[] parts)
    {
        double alone = 0, together = 0;
        foreach (var row in rows)
        {
            alone += Alone(holdings[row], isInitial);
            together += Together(holdings[row], worst, isInitial);
        }
        var isPaired = Rounding.Compare(together, alone) < 0;
        foreach (var row in rows)
            parts[row] = isPaired ? Together(holdings[row], worst, isInitial) : Alone(holdings[row], isInitial);
        return isPaired;
    }

    private double Alone(Holding h, bool isInitial)
    {
        if (h.Quantity >= 0) return h.Value;
        var c = h.Contract;
        var (isCall, index, notional) = (c.Right == OptionRight.Call, h.CoinRate, h.Coins * h.CoinRate);
        var outOfTheMoney = Math.Max(isCall ? c.Strike - index : index - c.Strike, 0);
        var initial = notional * Math.Max(Base - outOfTheMoney / index, Minimum);
        if (isCall) return isInitial ? initial : notional * MaintenanceCall;
        var maintenance = Math.Max(notional * MaintenancePut, -h.Value * MaintenancePutValue);
        return isInitial
            ? Math.Max(initial, PutInitialFactor * maintenance - (PutInitialFactor - 1) * h.Value)
            : maintenance;
    }

    private double Together(Holding h, WorstSettlement worst, bool isInitial)
    {
        var coins = h.Quantity * h.Contract.Size;
        var part = h.Value - (worst.Loss > 0 ? coins * WorstSettlement.Payoff(h, worst.Price) : 0);
        return worst.UnpairedCalls > 0 && h.Contract.Right == OptionRight.Call
            ? part - coins * h.Contract.Forward * (isInitial ? UnpairedInitial : UnpairedMaintenance)
            : part;
    }

    private Band BoundAlone(PathLeg leg)
    {
        if (leg.Today.Quantity >= 0) return leg.Value;
        return leg.Today.Contract.Right == OptionRight.Call
            ? MaintenanceCall * leg.Notional
            : Band.Max(MaintenancePut * leg.Notional, MaintenancePutValue * -leg.Value);
    }

    private Band BoundTogether(PathLeg leg, WorstSettlement worst)
    {
        var coins = leg.Today.Quantity * leg.Today.Contract.Size;
        var paid = worst.Loss > 0 ? coins * WorstSettlement.Payoff(leg.Today, worst.Price) * leg.Today.UnitUsd : 0;
        var part = leg.Value - Band.Constant(paid);
        return worst.UnpairedCalls > 0 && leg.Today.Contract.Right == OptionRight.Call
            ? part - coins * UnpairedMaintenance * leg.ForwardPerCoin
            : part;
    }

    private static string Note(Holding h, WorstSettlement worst, bool isPaired)
    {
        var expiry = h.Expiry!.Value.ToUtcDateTime().ToString("d MMM yy", CultureInfo.InvariantCulture);
        if (!isPaired) return $"{h.Base} {expiry}: each alone";
        var calls = worst.UnpairedCalls > 0 ? $", {worst.UnpairedCalls:0.####} calls unpaired" : "";
        return $"{h.Base} {expiry}: worst if settled at {worst.Price:0.##}{calls}";
    }
}

/// <summary>Where the options of an expiry pay least.</summary>
/// <param name="Price">Settlement price, 0 or a strike; the lowest of several.</param>
/// <param name="Loss">−payoff there, bucket units; ≤ 0 if they never lose.</param>
/// <param name="UnpairedCalls">Calls sold beyond calls bought, coins; ≤ 0 if none.</param>
internal readonly record struct WorstSettlement(double Price, double Loss, double UnpairedCalls)
{
    /// <summary>Payoff of one coin.</summary>
    public static double Payoff(Holding h, double price) =>
        Math.Max(h.Contract.Right == OptionRight.Call ? price - h.Contract.Strike : h.Contract.Strike - price, 0);

    /// <summary>Of the options in some rows.</summary>
    public static WorstSettlement Of(IReadOnlyList<Holding> holdings, List<int> rows)
    {
        // The payoff is linear between strikes: one pass from 0 upwards, the slope changing at each.
        double payoff = 0, slope = 0, unpaired = 0;
        var strikes = new double[rows.Count];
        var coins = new double[rows.Count];
        for (var i = 0; i < strikes.Length; i++)
        {
            var h = holdings[rows[i]];
            strikes[i] = h.Contract.Strike;
            coins[i] = h.Quantity * h.Contract.Size;
            if (h.Contract.Right == OptionRight.Call)
            {
                unpaired -= coins[i];
                continue;
            }
            payoff += coins[i] * strikes[i];
            slope -= coins[i];
        }
        Array.Sort(strikes, coins);
        var (at, worst, price) = (0.0, payoff, 0.0);
        for (var i = 0; i < strikes.Length; i++)
        {
            payoff += slope * (strikes[i] - at);
            at = strikes[i];
            // A call starts to pay, a put ceases to cost.
            slope += coins[i];
            if (Rounding.Compare(payoff, worst) < 0) (worst, price) = (payoff, at);
        }
        return new WorstSettlement(price, -worst, unpaired);
    }
}
