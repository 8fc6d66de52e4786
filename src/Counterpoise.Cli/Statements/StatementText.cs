using Counterpoise.Margins;
using Counterpoise.Markets;

namespace Counterpoise.Cli.Statements;

/// <summary>The margin statement as text, for a terminal or a pipe.</summary>
internal static class StatementText
{
    /// <summary>Positions shown one by one; the rest is summed.</summary>
    public const int PositionLimit = 20;

    /// <summary>Writes one statement.</summary>
    /// <param name="statement">What to show.</param>
    /// <param name="page">Where.</param>
    /// <param name="all">Every position, however many there are.</param>
    public static void Write(Statement statement, TextPage page, bool all = false)
    {
        WriteHeader(statement, page);
        foreach (var bucket in statement.Buckets) BucketText.Write(statement, bucket, page, all);
        if (statement.Buckets.Count != 1 || statement.Buckets[0].Bucket.UnitUsd != 1) WriteTotals(statement, page);
        ParameterText.Write(statement, page);
        WriteLegend(statement, page);
    }

    /// <summary>What was evaluated, against what, by which rules, and how far those are to be trusted.</summary>
    public static void WriteHeader(Statement statement, TextPage page)
    {
        var (margin, rulebook) = (statement.Margin, statement.Rulebook);
        page.Line("MARGIN STATEMENT", Tone.Strong);
        WriteMarket(statement, page);
        WriteRulebook(statement.Market, rulebook, page);
        page.Field("vols", statement.Vols);
        WriteLabel(rulebook, page);
        if (rulebook.Unknown.Count > 0) page.Field("not known", rulebook.Unknown);
        page.Field("netting", SubAdditivity(rulebook));
        if (margin.IsTranslated)
            page.Field("translated", Tone.Strong, "coin-settled contracts are evaluated as their linear twins");
        LeftOutBalances.Of(margin).Write(page);
    }

    public static void WriteMarket(Statement statement, TextPage page)
    {
        var count = statement.PositionCount;
        page.Field("portfolio", $"{statement.Portfolio}, {count:N0} net position{(count == 1 ? "" : "s")}");
        WriteMarket(statement.Market, page);
    }

    /// <summary>A market, and a warning where its prices are made up.</summary>
    public static void WriteMarket(Market market, TextPage page)
    {
        page.Field("market", market.Name.Contains(market.Time.ToString(), StringComparison.Ordinal)
            ? $"{market.Name}, source {market.Source}"
            : $"{market.Name}, {market.Time}, source {market.Source}");
        if (market.Synthetic)
            page.Field("", Tone.Bad, "SYNTHETIC: these prices are made from a formula, no venue ever showed them");
    }

    /// <summary>By which rules, and a warning where the market is older.</summary>
    public static void WriteRulebook(Market market, Rulebook rulebook, TextPage page)
    {
        page.Field("rulebook", $"{rulebook.Title}  [{rulebook.Name}, in force {rulebook.Effective}]");
        if (string.CompareOrdinal(market.Time.ToString(), rulebook.Effective) < 0)
            page.Field("", Tone.Bad, "the market is older than these rules: the venue may have applied others then");
    }

    /// <summary>How far rules are to be trusted, and why.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="page">Where.</param>
    /// <param name="of">Whose label it is, where several stand on a page.</param>
    public static void WriteLabel(Rulebook rulebook, TextPage page, string of = "") => page.Field(
        "label", Tone.Strong, $"{of}{Statement.NameOf(rulebook.Label).ToUpperInvariant()}: {rulebook.LabelReason}");

    public static string SubAdditivity(Rulebook rulebook) => rulebook.SubAdditive
        ? "sub-additive: a portfolio never needs more than its positions alone"
        : "not sub-additive: a portfolio can need more than its positions alone; such a cost stands with a +";

    public static string Reducing(Rulebook rulebook) => rulebook.ReducingNeverRaises
        ? "making any one position smaller never raises maintenance"
        : "positions hedge each other: closing one can raise maintenance";

    private static void WriteTotals(Statement statement, TextPage page)
    {
        var usd = statement.Usd;
        page.Title("ALL MARGIN CURRENCIES", "USD at the index; not interchangeable: each bucket must stand by itself");
        var grid = new TextGrid("lrrrrrrrrr");
        grid.Head(
            "bucket", "index", "alone", "\u2212 offset", "+ add-ons", "= initial", "maintenance", "equity",
            "excess init.",
            "excess maint.");
        for (var b = 0; b < statement.Buckets.Count; b++)
        {
            var bucket = statement.Buckets[b].Bucket;
            grid.Add(
                bucket.Unit.Code, Figures.Price(bucket.UnitUsd), M(usd.GrossOf(b)), M(usd.OffsetOf(b)),
                M(usd.AddOnsOf(b)),
                M(usd.InitialOf(b)), M(usd.MaintenanceOf(b)), M(usd.EquityOf(b)),
                Excess(usd.EquityOf(b) - usd.InitialOf(b)), Excess(usd.EquityOf(b) - usd.MaintenanceOf(b)));
        }
        if (statement.Buckets.Count > 0) grid.Rule();
        grid.Add(
            Tone.Strong, "total USD", "", M(usd.Gross), M(usd.Offset), M(usd.AddOns), M(usd.Initial),
            M(usd.Maintenance),
            M(usd.Equity), Excess(usd.InitialExcess), Excess(usd.MaintenanceExcess));
        grid.Write(page);

        string M(Units.Amount amount) => Figures.Money(amount, usd.Decimals);

        TextCell Excess(Units.Amount amount) => new(M(amount), amount.Nanos < 0 ? Tone.Bad : Tone.Plain);
    }

    private static void WriteLegend(Statement statement, TextPage page)
    {
        page.Line();
        page.Line(
            "offset: positive gives back, negative costs. Causes are taken in this order: "
            + string.Join(" > ", Causes.All.Select(c => c.Name())) + ".", Tone.Faint);
        page.Line(
            "requirements are rounded up, equity down; every printed column adds up to its printed total.", Tone.Faint);
        if (statement.Buckets.Count == 0) page.Line("nothing is held: nothing is required.");
    }
}
