using Counterpoise.Margins;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;

namespace Counterpoise.Cli.Statements;

/// <summary>Rulebooks as a list, and one of them in words and numbers.</summary>
internal static class RulebookText
{
    public static void WriteList(IReadOnlyList<Rulebook> rulebooks, TextPage page)
    {
        var grid = new TextGrid("llllll");
        grid.Head("name", "in force", "label", "sub-additive", "buckets", "title");
        foreach (var r in rulebooks)
        {
            grid.Add(
                new TextCell(r.Name, Tone.Strong), r.Effective, Statement.NameOf(r.Label), r.SubAdditive ? "yes" : "no",
                Buckets(r), r.Title);
        }
        grid.Write(page, "");
        page.Line();
        page.Line(
            "counterpoise rulebooks show NAME explains one; --rulebook NAME, NAME/DATE or a .json file uses it",
            Tone.Faint);
    }

    public static void Write(Rulebook rulebook, TextPage page)
    {
        page.Line(rulebook.Title, Tone.Strong);
        page.Field("name", $"{rulebook.Name}, in force {rulebook.Effective}");
        StatementText.WriteLabel(rulebook, page);
        page.Field("not known", rulebook.Unknown);
        page.Field("netting", StatementText.SubAdditivity(rulebook));
        page.Field("reducing", StatementText.Reducing(rulebook));
        page.Field("sources", rulebook.Sources);
        page.Title("HOW IT WORKS");
        for (var i = 0; i < rulebook.Explanation.Count; i++) page.Line($"  {i + 1}. {rulebook.Explanation[i]}");
        page.Title("IN NUMBERS");
        page.Field("buckets", Buckets(rulebook));
        page.Field(
            "risk unit",
            rulebook.RiskUnit == RiskUnitRule.Bucket ? "everything in the bucket" : "everything on one coin");
        page.Field("pools", rulebook.Pool == PoolRule.Expiry ? "options per expiry, the rest by itself" : "per coin");
        page.Field("factors", Factors(rulebook.Factors));
        page.Field(
            "rounding", rulebook.WorstCaseDecimals is { } d ? $"worst case to {d} decimals" : "worst case not rounded");
        page.Field("contracts", Contracts(rulebook));
        page.Field("vols", rulebook.Vols.Describe());
        page.Field("orders", rulebook.Orders?.Describe() ?? "no rule is known: nothing is added");
        page.Field("ratio", rulebook.MarginRatio);
        WriteCollateral(rulebook, page);
        if (rulebook.Dynamic is { } dynamic)
        {
            page.Title("STATIC PARAMETERS", "of every coin");
            Write(StaticParameters.Of(dynamic), page);
        }
        foreach (var spread in rulebook.Spreads) page.Field("spread", spread.Describe());
        foreach (var rules in rulebook.Underlyings) Write(rules, page);
    }

    public static string Buckets(Rulebook rulebook) =>
        rulebook.Bucket == BucketRule.Account ? $"one, in {rulebook.AccountUnit}" : "per settlement currency";

    private static string Factors(LossFactors factors)
    {
        var what = factors.OnTotal ? "(loss and charges)" : "loss";
        var text = $"initial {factors.Initial:0.####} \u00D7 {what}, "
            + $"maintenance {factors.Maintenance:0.####} \u00D7 {what}";
        return factors.PegThreshold == 0
            ? text
            : $"{text}; below a stable-coin price of {factors.PegThreshold:0.####} initial grows by "
                + $"{factors.PegFactor:0.####} \u00D7 the shortfall";
    }

    private static string Contracts(Rulebook rulebook)
    {
        List<string> parts = [rulebook.LinearOnly ? "every contract as its linear twin" : "coin-settled and linear"];
        if (!rulebook.DatedFutures) parts.Add("no dated futures");
        if (!rulebook.Options) parts.Add("no options");
        if (rulebook.FuturesAtIndex) parts.Add("futures' gains at the index");
        parts.Add(
            rulebook.Discounting ? "option values discounted at the expiry's rate" : "option values not discounted");
        parts.Add(rulebook.ValueAtMark ? "equity at the venue's mark" : "equity at the model value");
        return string.Join("; ", parts);
    }

    private static void WriteCollateral(Rulebook rulebook, TextPage page)
    {
        if (rulebook.Collateral.Count == 0) return;
        page.Title("COLLATERAL", "haircuts: share of value");
        var hasMore = rulebook.Collateral.Values.Any(r => !r.IsFlat || r.Debt is not null);
        var grid = new TextGrid(hasMore ? "llrrll" : "llrrl");
        TextCell[] more = hasMore ? ["size and debt"] : [];
        grid.Head(["currency", "follows", "maintenance", "initial adds", "in the scenarios", .. more]);
        foreach (var (currency, rule) in rulebook.Collateral.OrderBy(c => c.Key))
        {
            more = hasMore ? [SizeAndDebt(rule)] : [];
            grid.Add(
            [
                currency == default ? "any other" : currency.Code,
                rule.Underlying == default ? "-" : rule.Underlying.Code,
                rule.Tiers.Count > 0 ? "by value" : Figures.Percent(rule.MaintenanceHaircut, 2),
                Figures.Percent(rule.InitialHaircut, 2),
                rule.IsRiskCancelling ? "yes" : rule.IsSpotInUse ? "part in use" : "no",
                .. more,
            ]);
        }
        grid.Write(page);
    }

    public static string SizeAndDebt(CollateralRule rule)
    {
        List<string> parts = [];
        if (rule.Tiers.Count > 0)
            parts.Add(string.Join(", ", rule.Tiers.Select(t => $"from ${t.FromUsd:N0} {t.Haircut:0.##%}")));
        if (rule.CapUsd is { } cap) parts.Add($"at most ${cap:N0} counts");
        if (rule.SizeSlope > 0) parts.Add($"initial weight at most 1.1/(1 + {rule.SizeSlope}\u00B7\u221Acoins)");
        if (rule.Debt is { } debt)
        {
            var size = debt.SizeSlope > 0 ? $", weight at least 0.8\u00B7w + {debt.SizeSlope}\u00B7\u221Acoins" : "";
            parts.Add($"debt {debt.Initial:0.##%}, maintenance {debt.Maintenance:0.##%}{size}");
        }
        return string.Join("; ", parts);
    }

    private static void Write(UnderlyingRules rules, TextPage page)
    {
        page.Title(NameOf(rules), rules.AsOf is { } date ? $"parameters of {date}" : "");
        if (rules.Dynamic is { } coin)
        {
            Write(StaticParameters.Of(coin), page);
            page.Line("  what follows is as without market data: every dynamic parameter at its fallback", Tone.Faint);
        }
        foreach (var charge in rules.Charges) page.Field("  charge", $"{charge.Name}: {charge.Describe()}");
        foreach (var charge in rules.Minimum) page.Field("  at least", $"{charge.Name}: {charge.Describe()}");
        foreach (var charge in rules.Provisions) page.Field("  provision", $"{charge.Name}: {charge.Describe()}");
        if (rules.Discount is { } d) page.Field("  discount", Describe(d));
        if (rules.Basis is { } b) page.Field("  basis", Describe(b));
        if (rules.Gains is { } g)
            page.Field("  gains", $"\u00D7 {g.Factor:0.####}, at most {g.CapUsd:N0} USD against losses of other coins");
        foreach (var table in rules.Cells.GroupBy(c => c.Table, StringComparer.Ordinal))
            Write(table.Key, [.. table], page);
    }

    private static void Write(IReadOnlyList<StaticParameter> parameters, TextPage page)
    {
        var grid = new TextGrid("ll");
        foreach (var parameter in parameters) grid.Add(parameter.Name, parameter.Value);
        grid.Write(page);
    }

    public static string NameOf(UnderlyingRules rules)
    {
        var coin = rules.Base == default ? "EVERY OTHER COIN" : rules.Base.Code;
        return rules.Scope switch
        {
            SettlementScope.Inverse => $"{coin}, coin-settled",
            SettlementScope.Linear => $"{coin}, linear",
            _ => coin,
        };
    }

    private static void Write(string table, ScanCell[] cells, TextPage page)
    {
        var grid = new TextGrid("llll");
        grid.Head(new TextCell($"{table}, {cells.Length} cells", Tone.Strong), "spot", "what the vol does", "then");
        foreach (var row in cells.GroupBy(c => (c.Scenario.Vol, c.Scenario.Time)))
        {
            var moves = row.Select(c => c.Move + (c.Weight == 1 ? "" : $" \u00D7 {c.Weight:0.####}"));
            var vol = row.Key.Vol;
            grid.Add(ScenarioGrid.NameOf(vol), string.Join(", ", moves), Describe(vol), After(row.First()));
        }
        grid.Write(page);
    }

    public static string Describe(VolShock vol) => vol switch
    {
        PowerVolShock { IsUp: true } p =>
            $"max({p.Floor:0.##%}, \u03C3\u00B7(1 + {p.Range:0.####}\u00B7\u03C4^p)), {Tau(p)}",
        PowerVolShock p => $"\u03C3\u00B7max(0, 1 \u2212 {p.Range:0.####}\u00B7\u03C4^p), {Tau(p)}",
        TableVolShock t => Describe(t),
        SkewVolShock s =>
            $"\u03C3\u00B7max(0, 1 + m), m = {(s.IsAbsolute ? "|k|" : "k")}\u00B7cap/k*, "
            + $"cap = {s.CapSlope:0.####}\u00B7\u221AT + {s.CapBase:0.####}, "
            + $"k* = max({s.MinWidth:0.####}, \u221AT\u00B7{s.Width:0.####}\u00B7"
            + $"({s.VolStatic:0.####} + \u221AT\u00B7{s.VolScale:0.####}))",
        _ => "\u03C3",
    };

    private static string Describe(TableVolShock t)
    {
        var sizes = string.Join(", ", t.Days.Zip(t.Sizes, (d, s) => $"{d:0.##} d {s * 100:0.##}"));
        var sign = t.IsUp ? "+" : "\u2212";
        return t.InPoints ? $"max(0, \u03C3 {sign} points): {sizes}" : $"\u03C3\u00B7(1 {sign} percent): {sizes}";
    }

    private static string Tau(PowerVolShock p) =>
        $"\u03C4 = 30 d / max(T{(p.WholeDays ? " in whole days, rounded up" : "")}, {p.DteFloorDays:0.##} d), "
        + $"p = {p.ShortPower:0.###} to 30 d, {p.LongPower:0.###} beyond";

    private static string After(ScanCell cell)
    {
        List<string> steps = [];
        if (cell.IsAbsolute) steps.Add("\u2212|P&L| per pool");
        if (cell.DampenerUsd != 0) steps.Add($"towards 0 by {cell.DampenerUsd:N0} USD");
        if (cell.ClipsGains) steps.Add("gains count 0");
        return string.Join(", ", steps);
    }

    private static string Describe(StaticDiscount d) =>
        $"value \u2265 0: {d.LongBase:0.####}\u00B7e^(\u2212T(r\u00B7{d.LongRate:0.####} + {d.LongAdd:0.####})); "
        + "value < 0: "
        + $"min(e^(rT), {d.ShortBase:0.####}\u00B7e^(T(r\u00B7{d.ShortRate:0.####} + {d.ShortAdd:0.####})))";

    private static string Describe(BasisContingency b) =>
        $"per expiry min(P&L at {b.Up.SpotMove * 100:+0.##;-0.##}%, at {b.Down.SpotMove * 100:+0.##;-0.##}%, 0) \u00D7 "
        + $"({b.Add:0.####} + {b.Multiple:0.####}\u00B7T); it competes with the cells";
}
