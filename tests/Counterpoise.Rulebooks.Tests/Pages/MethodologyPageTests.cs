using Counterpoise.Margins;
using Counterpoise.Margins.Dynamic;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>docs/methodology.md prints the rulebook that ships, each static number in one section.</summary>
public sealed class MethodologyPageTests
{
    private const string Page = "docs/methodology.md";

    private static readonly Rulebook Shipped = RulebookLibrary.Find("counterpoise");

    private static readonly IReadOnlyList<StaticParameter> Static = StaticParameters.Of(Shipped.Dynamic!);

    /// <summary>Which static parameters a section shows.</summary>
    private static readonly (string Table, string[] Names)[] Sections =
    [
        ("scan", ["maintenance scan range"]),
        ("vol", ["vol rise", "vol fall", "vol powers", "least vol of an up cell"]),
        ("tails", ["tails"]),
        ("netting",
            [
                "basis", "netting across tenors", "vega tenors", "netting across coins", "correlation used",
                "correlation break", "depth loss",
            ]),
        ("liquidity", ["impact", "vol spread without volume", "depth factor"]),
        ("concentration", ["participation"]),
        ("expiry", ["expiry ramp"]),
        ("leverage", ["short-option minimum", "rate floor on what is hedged"]),
        ("market", ["market-wide add-on"]),
        ("requirement", ["maintenance at least", "maintenance at most"]),
        ("governance", ["oldest value used", "least confidence used"]),
    ];

    public static TheoryData<string> Tables { get; } = [.. Sections.Select(s => s.Table)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_section_prints_its_numbers(string table)
    {
        var names = Sections.Single(s => s.Table == table).Names;
        PageTable.Prints(
            Page, table,
            [
                "| parameter | live |", "|---|---|",
                .. names.Select(n => PageTable.Row(n, Static.Single(p => p.Name == n).Value)),
            ]);
    }

    [Fact]
    public void Every_static_parameter_has_one_section() => Assert.Equal(
        Static.Select(p => p.Name).Order(StringComparer.Ordinal),
        Sections.SelectMany(s => s.Names).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_says_which_rulebook_it_is() => PageTable.Prints(
        Page, "identity",
        [
            "| rulebook | in force since | label | what the label rests on |", "|---|---|---|---|",
            PageTable.Row(Shipped.Name, Shipped.Effective, PageTable.Words(Shipped.Label), Shipped.LabelReason),
        ]);

    [Fact]
    public void The_page_lists_the_classes_of_coins()
    {
        var classes = Shipped.Underlyings.GroupBy(u => u.Dynamic!).Select(g =>
            (Coins: string.Join(", ", g.Select(u => u.Base == default ? "every other" : u.Base.Code)),
                Values: StaticParameters.Of(g.Key))).ToArray();
        string[] lines =
        [
            PageTable.Row(["floor, cap or static value", .. classes.Select(c => c.Coins)]),
            $"|{string.Concat(Enumerable.Repeat("---|", classes.Length + 1))}",
            .. classes[0].Values.Select((v, i) => PageTable.Row([v.Name, .. classes.Select(c => c.Values[i].Value)])),
        ];
        PageTable.Prints(Page, "coins", lines);
    }

    [Fact]
    public void The_page_lists_the_collateral() => PageTable.Prints(
        Page, "collateral",
        [
            "| currency | scanned as a position | haircut, maintenance | initial adds |", "|---|---|--:|--:|",
            .. Shipped.Collateral.OrderBy(c => c.Key).Select(c => PageTable.Row(
                c.Key.Code, c.Value.IsRiskCancelling ? $"with {c.Value.Underlying}" : "no",
                FormattableString.Invariant($"{c.Value.MaintenanceHaircut * 100:0.##} %"),
                FormattableString.Invariant($"{c.Value.InitialHaircut * 100:0.##} %"))),
        ]);
}
