using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Orders;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks;

/// <summary>Reads a rulebook from its dated JSON. The format is described in docs/rulebooks.md.</summary>
public static class RulebookJson
{
    private static readonly string[] RulebookFields =
    [
        "name", "effective", "title", "sources", "label", "labelReason", "explanation", "unknown", "subAdditive",
        "reducingNeverRaises",
        "marginRatio", "bucket", "accountUnit", "riskUnit", "pool", "linearOnly", "discounting", "valueAtMark",
        "optionEquity", "vols", "smile", "worstCaseDecimals", "datedFutures", "options", "futures", "futuresAtIndex",
        "factors", "underlyings", "collateral", "leavesOutOtherBalances", "spreads", "orders",
        "dynamic",
    ];

    /// <summary>Reads a rulebook.</summary>
    /// <exception cref="InvalidInputException">Not a rulebook; names field and value.</exception>
    public static Rulebook Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, Read);

    private static Rulebook Read(JsonCursor root)
    {
        var f = root.Fields(RulebookFields);
        var unit = f.Required("riskUnit").Choice(
            ("bucket", RiskUnitRule.Bucket), ("underlying", RiskUnitRule.Underlying));
        var pool = f.Required("pool").Choice(("underlying", PoolRule.Underlying), ("expiry", PoolRule.Expiry));
        var dynamic = f.Optional("dynamic") is { } own ? DynamicJson.Read(own) : null;
        return DynamicJson.WithReducers(new Rulebook(f.Required("name").Text(), ReadDate(f.Required("effective")))
        {
            Title = f.Required("title").Text(),
            Sources = Texts(f.Required("sources")),
            Label = f.Required("label").Choice(
                ("verified", HonestyLabel.Verified),
                ("partly verified", HonestyLabel.PartlyVerified),
                ("approximate", HonestyLabel.Approximate)),
            LabelReason = f.Required("labelReason").Text(),
            Explanation = Texts(f.Optional("explanation")),
            Unknown = Texts(f.Optional("unknown")),
            SubAdditive = f.Required("subAdditive").Boolean(),
            ReducingNeverRaises = f.Optional("reducingNeverRaises")?.Boolean() ?? false,
            MarginRatio = f.Required("marginRatio").Text(),
            Bucket = f.Required("bucket").Choice(
                ("settlementCurrency", BucketRule.SettlementCurrency), ("account", BucketRule.Account)),
            AccountUnit = f.Optional("accountUnit")?.Currency() ?? Currency.Usd,
            RiskUnit = unit,
            Pool = pool,
            LinearOnly = f.Optional("linearOnly")?.Boolean() ?? false,
            Discounting = f.Optional("discounting")?.Boolean() ?? false,
            ValueAtMark = f.Optional("valueAtMark")?.Boolean() ?? false,
            OptionEquity = f.Optional("optionEquity")?.Choice(
                ("all", OptionEquity.All), ("shorts", OptionEquity.Shorts), ("none", OptionEquity.None))
                ?? OptionEquity.All,
            Vols = ReadVols(f),
            WorstCaseDecimals = f.Optional("worstCaseDecimals") is { } d ? (int)d.Double(0, 12) : null,
            DatedFutures = f.Optional("datedFutures")?.Boolean() ?? true,
            Options = f.Optional("options")?.Boolean() ?? true,
            FuturesAtIndex = f.Optional("futuresAtIndex")?.Boolean() ?? false,
            Futures = f.Optional("futures")?.Boolean() ?? true,
            Factors = ReadFactors(f.Required("factors")),
            Dynamic = dynamic,
            Underlyings = dynamic is null
                ? ReadUnderlyings(f.Required("underlyings"), pool, unit)
                : ReadDynamic(f, dynamic),
            Spreads = ReadSpreads(f.Optional("spreads"), unit),
            LeavesOut = f.Optional("leavesOutOtherBalances")?.Boolean() ?? false,
            Collateral = CollateralJson.Read(f.Optional("collateral")),
            Orders = f.Optional("orders") is { } orders ? ReadOrders(orders) : null,
        });
    }

    // Joint moves are of coins scanned by themselves, in one unit, by factors of 1.
    private static UnderlyingRules[] ReadDynamic(JsonFields f, DynamicRules rules)
    {
        foreach (var (name, word) in new[]
            { ("riskUnit", "underlying"), ("pool", "underlying"), ("bucket", "account") })
        {
            if (f.Required(name).Text() != word)
                throw f.Required(name).Error("does not go with \"dynamic\"", $"use \"{word}\"");
        }
        if (!(f.Optional("linearOnly")?.Boolean() ?? false))
            throw f.Required("dynamic").Error(null, "needs linear contracts", "set linearOnly to true");
        var factors = ReadFactors(f.Required("factors"));
        if (factors is not { Initial: 1, Maintenance: 1, OnTotal: false })
            throw f.Required("factors").Error(null, "are not 1", "use 1 for both: each requirement has its own scan");
        return [.. f.Required("underlyings").Items(1_000).SelectMany(u => DynamicJson.ReadCoins(u, rules))];
    }

    private static UnderlyingRules[] ReadUnderlyings(JsonCursor at, PoolRule pool, RiskUnitRule unit)
    {
        UnderlyingRules[] rules = [.. at.Items(1_000).SelectMany(UnderlyingJson.Read)];
        // A discount or basis belongs to an expiry, and a basis competes within one coin.
        var isPerExpiry = pool == PoolRule.Expiry && unit == RiskUnitRule.Underlying;
        if (!isPerExpiry && rules.Any(r => r.Discount is not null || r.Basis is not null))
        {
            throw at.Error(
                null, "have a discount or basis",
                "set pool to \"expiry\" and riskUnit to \"underlying\", or remove them");
        }
        // Pools of one risk unit add up cell by cell, so their lists must be the same length.
        if (rules.Select(r => r.Cells.Count).Distinct().Count() > 1)
            throw at.Error(null, "have scenario lists of different lengths", "give every underlying the same cells");
        return rules;
    }

    private static InterCommoditySpread[] ReadSpreads(JsonCursor? at, RiskUnitRule unit)
    {
        if (at is null) return [];
        if (unit != RiskUnitRule.Underlying)
            throw at.Error(null, "credit coins that share a risk unit", "set riskUnit to \"underlying\"");
        return [.. at.Items(1_000).Select(ReadSpread)];
    }

    private static InterCommoditySpread ReadSpread(JsonCursor at)
    {
        var f = at.Fields(["first", "firstRatio", "second", "secondRatio", "rate", "method"]);
        var spread = new InterCommoditySpread(
            f.Required("first").Currency(), f.Required("firstRatio").Double(1e-9, 1e9),
            f.Required("second").Currency(), f.Required("secondRatio").Double(1e-9, 1e9),
            f.Required("rate").Double(0, 1),
            f.Optional("method")?.Choice(
                ("normal", SpreadMethod.Normal), ("scanRange", SpreadMethod.ScanRange),
                ("scanRangeCap", SpreadMethod.ScanRangeCap)) ?? SpreadMethod.Normal);
        return spread.First != spread.Second
            ? spread
            : throw at.Error(null, $"has {spread.First} on both sides", "name two coins");
    }

    private static OrderRules ReadOrders(JsonCursor at)
    {
        var f = at.Fields(["rule", "source", "applies", "fills", "notional", "premium", "fixedUsd", "options"]);
        var rule = f.Required("rule").Choice(
            ("none", OrderRule.None), ("perInstrumentWorst", OrderRule.PerInstrumentWorst),
            ("openSize", OrderRule.OpenSize), ("worstSide", OrderRule.WorstSide),
            ("deltaSide", OrderRule.DeltaSide), ("worstSubset", OrderRule.WorstSubset));
        return new OrderRules(rule, f.Required("source").Text())
        {
            OnMaintenance = f.Optional("applies")?.Choice(("initial", false), ("both", true)) ?? false,
            AtMark = f.Optional("fills")?.Choice(("limit", false), ("mark", true)) ?? false,
            NotionalAtLimit = f.Optional("notional")?.Choice(("mark", false), ("limit", true)) ?? false,
            PremiumAtLimit = f.Optional("premium")?.Choice(("worse", false), ("limit", true)) ?? false,
            FixedUsd = f.Optional("fixedUsd")?.Double(0, 1e6) ?? 0,
            Options = f.Optional("options") is { } options
                ? new OptionOrderRule(options.Fields(["minimum"]).Required("minimum").Double(0, 1))
                : null,
        };
    }

    private static string ReadDate(JsonCursor at) =>
        at.Text() is { Length: 10 } date && Instant.TryParse(date, out _)
            ? date
            : throw at.Error("is not a date", "use e.g. 2026-02-15");

    private static VolRule ReadVols(JsonFields f)
    {
        var smile = f.Optional("smile")?.Choice([.. VolRule.SmileWords]) ?? SmileRule.StickyStrike;
        return new VolRule(f.Optional("vols")?.Choice([.. VolRule.VolsWords]) ?? VolKind.Chain, smile);
    }

    private static LossFactors ReadFactors(JsonCursor at)
    {
        var f = at.Fields(["initial", "maintenance", "pegThreshold", "pegFactor", "onTotal"]);
        var (initial, maintenance) = (f.Required("initial"), f.Required("maintenance"));
        if (initial.Double(0, 10) < maintenance.Double(0, 10))
            throw initial.Error("is less than the maintenance factor", "let initial margin be the larger one");
        return new LossFactors(
            f.Required("initial").Double(0, 10),
            f.Required("maintenance").Double(0, 10),
            f.Optional("pegThreshold")?.Double(0, 2) ?? 0,
            f.Optional("pegFactor")?.Double(0, 1_000) ?? 0)
        {
            OnTotal = f.Optional("onTotal")?.Boolean() ?? false,
        };
    }

    private static string[] Texts(JsonCursor? at) => at is null ? [] : [.. at.Items(1_000).Select(i => i.Text())];

    /// <summary>One of a list of words.</summary>
    internal static T Choice<T>(this JsonCursor at, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var text = at.Text();
        foreach (var (word, value) in choices)
            if (string.Equals(word, text, StringComparison.Ordinal)) return value;
        var words = new List<string>();
        foreach (var (word, _) in choices) words.Add(word);
        throw at.Error("is not one of the choices", $"use {string.Join(" or ", words)}");
    }
}
