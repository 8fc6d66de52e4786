using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Scanning;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks;

/// <summary>
/// The static parameters of a dynamic rulebook: those of every coin, and those of a class of coins. Ranges are
/// <c>[floor, cap]</c>.
/// </summary>
internal static class DynamicJson
{
    private static readonly string[] RuleFields =
    [
        "greatestAgeSeconds", "leastConfidence", "maintenanceScan", "volRise", "volFall", "shortPower", "longPower",
        "volFloor", "tails", "basisMove", "leastBasisMove", "vegaNetting", "vegaTenors", "crossNetting",
        "greatestCorrelation", "correlationBreak", "depthLoss", "impact", "illiquidVolSpread", "greatestDepthFactor",
        "participation", "expiryRampHours", "shortOption", "hedgedShare", "marketWide", "leastMaintenance",
        "greatestMaintenance",
    ];

    private static readonly string[] CoinFields =
    [
        "base", "asOf", "scan", "dailyVol", "spread", "dailyVolumeUsd", "volSpread", "vegaVolume", "volMove",
        "leverage", "doublingUsd", "openInterestUsd",
    ];

    /// <summary>What holds for every coin.</summary>
    public static DynamicRules Read(JsonCursor at)
    {
        var f = at.Fields(RuleFields);
        double Number(string name, double least, double most) => f.Required(name).Double(least, most);
        return new DynamicRules
        {
            GreatestAge = Duration.FromSeconds(Number("greatestAgeSeconds", 1, 1e9)),
            LeastConfidence = Number("leastConfidence", 0, 1),
            MaintenanceScan = Number("maintenanceScan", 0.01, 1),
            VolRise = Range(f.Required("volRise"), 10),
            VolFall = Number("volFall", 0, 1),
            ShortPower = Number("shortPower", 0, 2),
            LongPower = Number("longPower", 0, 2),
            VolFloor = Number("volFloor", 0, 10),
            Tails = [.. f.Required("tails").Items(100).Select(Tail)],
            BasisMove = Number("basisMove", 0, 10),
            LeastBasisMove = Number("leastBasisMove", 0, 1),
            VegaNetting = Number("vegaNetting", 0, 1),
            VegaTenors = Ascending(f.Required("vegaTenors")),
            CrossNetting = Number("crossNetting", 0, 1),
            GreatestCorrelation = Number("greatestCorrelation", 0, 1),
            CorrelationBreak = Apart(f.Required("correlationBreak"), isRising: true, 2),
            DepthLoss = Apart(f.Required("depthLoss"), isRising: false, 10),
            Impact = Number("impact", 0, 100),
            IlliquidVolSpread = Number("illiquidVolSpread", 0, 10),
            GreatestDepthFactor = Number("greatestDepthFactor", 1, 100),
            Participation = Number("participation", 1e-6, 1),
            ExpiryRampHours = Apart(f.Required("expiryRampHours"), isRising: false, 8_760),
            ShortOption = Number("shortOption", 0, 1),
            HedgedShare = Number("hedgedShare", 0, 1),
            MarketWide = Number("marketWide", 0, 10),
            LeastMaintenance = Number("leastMaintenance", 0, 1),
            GreatestMaintenance = Number("greatestMaintenance", 0.01, 1),
        };
    }

    /// <summary>What holds for a class of coins: one set of rules for each it names.</summary>
    public static IEnumerable<UnderlyingRules> ReadCoins(JsonCursor at, DynamicRules rules)
    {
        var f = at.Fields(CoinFields);
        var coin = new DynamicCoin
        {
            Scan = Range(f.Required("scan"), 0.99),
            DailyVol = Range(f.Required("dailyVol"), 10),
            Spread = Range(f.Required("spread"), 2),
            DailyVolumeUsd = Worst(f.Required("dailyVolumeUsd")),
            VolSpread = Range(f.Required("volSpread"), 10),
            VegaVolume = Worst(f.Required("vegaVolume")),
            VolMove = f.Required("volMove").Double(0, 10),
            Leverage = f.Required("leverage").Double(1e-6, 1),
            DoublingUsd = f.Required("doublingUsd").Double(1, 1e15),
            OpenInterestUsd = f.Optional("openInterestUsd") is { } open ? Apart(open, isRising: true, 1e15) : null,
        };
        foreach (var name in UnderlyingJson.Bases(f.Required("base")))
            yield return DynamicRulebook.Template(rules, coin, name) with { AsOf = f.Optional("asOf")?.Text() };
    }

    /// <summary>The reducers of a dynamic rulebook: its cells for initial margin come first.</summary>
    public static Rulebook WithReducers(Rulebook rulebook)
    {
        if (rulebook.Dynamic is not { } rules) return rulebook;
        var count = rules.CellCount;
        return rulebook with
        {
            InitialReducer = Reducer.Worst with { Count = count },
            MaintenanceReducer = Reducer.Worst with { First = count, Count = count },
        };
    }

    private static ParameterRange Range(JsonCursor at, double most)
    {
        double[] ends = [.. at.Items(2).Select(v => v.Double(0, most))];
        return ends.Length == 2 && ends[0] <= ends[1]
            ? new ParameterRange(ends[0], ends[1])
            : throw at.Error(null, "is no range", "use [floor, cap], the floor at most the cap");
    }

    // A floor that stands in for what is not known; there is no cap.
    private static ParameterRange Worst(JsonCursor at) =>
        new(at.Double(1e-9, 1e15), 1e18) { LessIsWorse = true };

    private static (double From, double To) Apart(JsonCursor at, bool isRising, double most)
    {
        double[] ends = [.. at.Items(2).Select(v => v.Double(0, most))];
        return ends.Length == 2 && (isRising ? ends[0] < ends[1] : ends[0] > ends[1])
            ? (ends[0], ends[1])
            : throw at.Error(null, "are no two ends", $"use [from, to], {(isRising ? "rising" : "falling")}");
    }

    private static double[] Ascending(JsonCursor at)
    {
        double[] days = [.. at.Items(100).Select(d => d.Double(1e-3, 100_000))];
        for (var i = 1; i < days.Length; i++)
            if (days[i] <= days[i - 1]) throw at.Error(null, "are not ascending", "sort the days");
        return days.Length > 0 ? days : throw at.Error(null, "are none", "name at least one tenor, in days");
    }

    private static double Tail(JsonCursor at)
    {
        var move = at.Double(-0.999, 100);
        return move != 0 ? move : throw at.Error("is no move", "use a relative move, e.g. -0.66");
    }
}
