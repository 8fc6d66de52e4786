using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Charges;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks;

/// <summary>The part of a rulebook for one base coin: volatility shocks, scan tables, discounts, charges.</summary>
internal static class UnderlyingJson
{
    private static readonly string[] UnderlyingFields =
    [
        "base", "settlement", "asOf", "volUp", "volDown", "volUpPoints", "volDownPoints", "skewLinear", "skewAbsolute",
        "tables", "discount", "basis", "gains", "charges", "minimum", "provisions",
    ];

    /// <summary>The rules of one block: one for each coin it names.</summary>
    public static IEnumerable<UnderlyingRules> Read(JsonCursor at)
    {
        var f = at.Fields(UnderlyingFields);
        var shocks = new VolShocks(
            f.Optional("volUp") is { } up ? ReadVol(up, isUp: true) : null,
            f.Optional("volDown") is { } down ? ReadVol(down, isUp: false) : null,
            f.Optional("volUpPoints") is { } upPoints ? ReadTable(upPoints, isUp: true, inPoints: true) : null,
            f.Optional("volDownPoints") is { } downPoints ? ReadTable(downPoints, isUp: false, inPoints: true) : null,
            f.Optional("skewLinear") is { } linear ? ReadSkew(linear, isAbsolute: false) : null,
            f.Optional("skewAbsolute") is { } absolute ? ReadSkew(absolute, isAbsolute: true) : null);
        var coins = Bases(f.Required("base"));
        var cells = (f.Optional("tables")?.Items(100) ?? []).SelectMany(t => ScanTableJson.Read(t, shocks));
        var rules = new UnderlyingRules(
            coins[0],
            f.Optional("settlement")?.Choice(
                ("any", SettlementScope.Any), ("inverse", SettlementScope.Inverse), ("linear", SettlementScope.Linear))
                ?? SettlementScope.Any,
            [.. cells],
            ReadCharges(f.Required("charges")))
        {
            Minimum = ReadCharges(f.Optional("minimum")),
            Provisions = ReadCharges(f.Optional("provisions")),
            AsOf = f.Optional("asOf")?.Text(),
            Discount = f.Optional("discount") is { } d ? ReadDiscount(d) : null,
            Basis = f.Optional("basis") is { } b ? ReadBasis(b) : null,
            Gains = f.Optional("gains") is { } g ? ReadGains(g) : null,
        };
        return coins.Select(coin => rules with { Base = coin });
    }

    /// <summary>The coins of a block: one, a list, or <c>*</c>.</summary>
    internal static Currency[] Bases(JsonCursor name)
    {
        Currency[] coins = [.. (name.IsArray ? name.Items(1_000) : [name]).Select(ReadBase)];
        return coins.Length > 0
            ? coins
            : throw name.Error("names no coin", "name at least one, or \"*\" for every other coin");
    }

    private static Currency ReadBase(JsonCursor at) => at.Text() is "*" ? default : at.Currency();

    private static Charge[] ReadCharges(JsonCursor? at) =>
        at is null ? [] : [.. at.Items(100).Select(ChargeJson.Read)];

    private static VolShock ReadVol(JsonCursor at, bool isUp)
    {
        var f = at.Fields(["days", "sizes", "range", "shortPower", "longPower", "dteFloorDays", "floor", "wholeDays"]);
        if (f.Optional("days") is not null) return ReadTable(at, isUp, inPoints: false);
        return new PowerVolShock(
            isUp,
            f.Required("range").Double(0, 10),
            f.Required("shortPower").Double(0, 2),
            f.Required("longPower").Double(0, 2),
            f.Required("dteFloorDays").Double(1e-6, 365),
            f.Optional("floor")?.Double(0, 10) ?? 0)
        {
            WholeDays = f.Optional("wholeDays")?.Boolean() ?? false,
        };
    }

    private static TableVolShock ReadTable(JsonCursor at, bool isUp, bool inPoints)
    {
        var f = at.Fields(["days", "sizes"]);
        double[] days = [.. f.Required("days").Items(1_000).Select(d => d.Double(0, 100_000))];
        double[] sizes = [.. f.Required("sizes").Items(1_000).Select(s => s.Double(0, 10))];
        if (days.Length == 0 || days.Length != sizes.Length)
        {
            throw at.Error(
                null, "does not give one size for each of its days", "give as many sizes as days, at least one");
        }
        for (var i = 1; i < days.Length; i++)
            if (days[i] <= days[i - 1]) throw at.Error(null, "does not list its days in ascending order", "sort them");
        return new TableVolShock(isUp, inPoints) { Days = days, Sizes = sizes };
    }

    private static SkewVolShock ReadSkew(JsonCursor at, bool isAbsolute)
    {
        var f = at.Fields(["capBase", "capSlope", "minWidth", "width", "volStatic", "volScale"]);
        return new SkewVolShock(
            isAbsolute,
            f.Required("capBase").Double(0, 10),
            f.Required("capSlope").Double(-10, 10),
            f.Required("minWidth").Double(1e-9, 10, "use a width > 0: the skew is divided by it"),
            f.Required("width").Double(0, 100),
            f.Required("volStatic").Double(0, 10),
            f.Required("volScale").Double(-10, 10));
    }

    private static StaticDiscount ReadDiscount(JsonCursor at)
    {
        var f = at.Fields(["longBase", "shortBase", "longRate", "shortRate", "longAdd", "shortAdd"]);
        double Number(string name) => f.Required(name).Double(0, 10);
        return new StaticDiscount(
            Number("longBase"), Number("shortBase"), Number("longRate"), Number("shortRate"), Number("longAdd"),
            Number("shortAdd"));
    }

    private static BasisContingency ReadBasis(JsonCursor at)
    {
        var f = at.Fields(["up", "down", "add", "multiple"]);
        return new BasisContingency(
            new Scenario(f.Required("up").Double(1e-6, 10), VolShock.None),
            new Scenario(f.Required("down").Double(1e-6, 10), VolShock.None),
            f.Required("add").Double(0, 100),
            f.Required("multiple").Double(0, 100));
    }

    private static GainOffset ReadGains(JsonCursor at)
    {
        var f = at.Fields(["factor", "capUsd"]);
        return new GainOffset(f.Required("factor").Double(0, 1), f.Required("capUsd").Double(0, 1e15));
    }
}

/// <summary>The volatility shocks a scan table may name.</summary>
internal sealed record VolShocks(
    VolShock? Up, VolShock? Down, VolShock? UpPoints, VolShock? DownPoints, VolShock? SkewLinear,
    VolShock? SkewAbsolute)
{
    /// <summary>The shock of a word such as <c>up</c>.</summary>
    public VolShock Of(JsonCursor at) => at.Choice(
        ("same", VolShock.None), ("up", Up), ("down", Down), ("upPoints", UpPoints),
        ("downPoints", DownPoints), ("skewLinear", SkewLinear), ("skewAbsolute", SkewAbsolute))
        ?? throw at.Error("is a shock this underlying does not define", "add it beside \"tables\"");
}

/// <summary>A scan table: cells listed one by one, a grid of moves × vols, or weighted extreme moves.</summary>
internal static class ScanTableJson
{
    public static IEnumerable<ScanCell> Read(JsonCursor at, VolShocks shocks)
    {
        var f = at.Fields(
            ["name", "cells", "range", "steps", "vols", "moves", "vol", "factor", "dampenerUsd", "clipGains"]);
        var name = f.Required("name").Text();
        if (f.Optional("cells") is { } cells) return [.. cells.Items(10_000).Select(c => ReadCell(c, name, shocks))];
        if (f.Optional("steps") is not null) return ReadGrid(f, name, shocks);
        return ReadExtreme(f, name, shocks);
    }

    private static ScanCell ReadCell(JsonCursor at, string table, VolShocks shocks)
    {
        var f = at.Fields(["spot", "vol", "hours", "weight", "absolute"]);
        var weight = f.Optional("weight")?.Double(0, 10) ?? 1;
        var time = Duration.FromSeconds(3_600 * (f.Optional("hours")?.Double(0, 10_000) ?? 0));
        return new ScanCell(table, new Scenario(Spot(f.Required("spot")), shocks.Of(f.Required("vol")), time))
        {
            Weight = weight,
            InverseWeight = weight,
            IsAbsolute = f.Optional("absolute")?.Boolean() ?? false,
        };
    }

    // A price of 0 has no coin value.
    private static double Spot(JsonCursor at) => at.Double(1e-6, 100, "use a factor on spot > 0: 0.84 is -16 %");

    // Moves are steps of the range; rows of volatility within each move.
    private static IEnumerable<ScanCell> ReadGrid(JsonFields f, string table, VolShocks shocks)
    {
        var range = f.Required("range").Double(0, 0.999999);
        VolShock[] vols = [.. f.Required("vols").Items(10).Select(shocks.Of)];
        foreach (var step in f.Required("steps").Items(1_000))
        {
            var spot = 1 + range * step.Double(-1, 1);
            foreach (var vol in vols) yield return new ScanCell(table, new Scenario(spot, vol));
        }
    }

    // Extreme moves m weigh factor·range/|m|; a coin P&L is also brought to dollars at the shocked price and back at
    // the range: (1 + m)/(1 + sign(m)·range) (margin-models: exact for inverse futures).
    private static IEnumerable<ScanCell> ReadExtreme(JsonFields f, string table, VolShocks shocks)
    {
        var range = f.Required("range").Double(1e-6, 1);
        var factor = f.Required("factor").Double(0, 10);
        var vol = shocks.Of(f.Required("vol"));
        var dampener = f.Optional("dampenerUsd")?.Double(0, 1e12) ?? 0;
        var clip = f.Optional("clipGains")?.Boolean() ?? false;
        foreach (var item in f.Required("moves").Items(1_000))
        {
            var move = item.Double(-0.999999, 100);
            if (move == 0) throw item.Error("is no move", "use a move other than 0");
            var weight = factor * range / Math.Abs(move);
            var divisor = 1 + Math.Sign(move) * range;
            yield return new ScanCell(table, new Scenario(1 + move, vol))
            {
                Weight = weight,
                InverseWeight = weight * (1 + move) / divisor,
                DampenerUsd = (Math.Max(Math.Abs(move) / range, 1) - 1) * dampener,
                InverseDampenerDivisor = divisor,
                ClipsGains = clip,
            };
        }
    }
}
