using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A worked example: everything a margin is computed from, and what it should come to.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Rulebook">By which rules.</param>
/// <param name="Portfolio">Whose margin.</param>
/// <param name="Market">Against which prices.</param>
/// <param name="Expected">What it should come to.</param>
public sealed record GoldenExample(
    string Id, string Source, Rulebook Rulebook, Portfolio Portfolio, Market Market, GoldenExpectation Expected);

/// <summary>Expected values of an example, by the names <see cref="GoldenQuantity"/> knows.</summary>
/// <param name="Printed">Compared with every printed digit.</param>
/// <param name="Computed">Compared to 1e-9 relative (absolute where the value is next to 0).</param>
/// <param name="Pnl">Profit and loss of a scan cell before any treatment of gains, by cell.</param>
/// <param name="Cells">Profit and loss of a scan cell as it competes, by cell.</param>
/// <param name="Binding">Name of the binding competitor; null: not compared.</param>
public sealed record GoldenExpectation(
    IReadOnlyList<KeyValuePair<string, string>> Printed,
    IReadOnlyList<KeyValuePair<string, double>> Computed,
    IReadOnlyList<KeyValuePair<string, double>> Pnl,
    IReadOnlyList<KeyValuePair<string, double>> Cells,
    string? Binding)
{
    /// <summary>How many values are compared.</summary>
    public int Count => Printed.Count + Computed.Count + Pnl.Count + Cells.Count + (Binding is null ? 0 : 1);
}

/// <summary>
/// Worked examples as JSON: <c>{"examples": [{id, source, rulebook, portfolio, market, expected}]}</c>, portfolio and
/// market in their own formats, the rulebook by name or as a file beside this one.
/// </summary>
public static class GoldenFile
{
    private const double Relative = 1e-9;
    private const double Small = 1e-3;

    /// <summary>Reads the examples.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="sibling">Reads a rulebook file named in it.</param>
    /// <exception cref="InvalidInputException">Not such a document, or one without examples.</exception>
    public static IReadOnlyList<GoldenExample> Read(
        ReadOnlyMemory<byte> utf8, Func<string, ReadOnlyMemory<byte>> sibling) => JsonText.Read(utf8, root =>
        {
            var list = root.Fields(["examples"]).Required("examples");
            GoldenExample[] examples = [.. list.Items(10_000).Select(e => ReadExample(e, sibling))];
            return examples.Length > 0 ? examples : throw list.Error(null, "has no examples", "add one");
        });

    /// <summary>Reads and checks the examples of a file.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="sibling">Reads a rulebook file named in it.</param>
    /// <exception cref="InvalidInputException">Not such a document, or one without examples.</exception>
    public static SetOutcome Run(string name, ReadOnlyMemory<byte> utf8, Func<string, ReadOnlyMemory<byte>> sibling)
    {
        var examples = Read(utf8, sibling);
        return new SetOutcome(name, 1, examples.Count, "examples", [.. examples.SelectMany(Compare)]);
    }

    /// <summary>Evaluates an example and compares.</summary>
    /// <exception cref="InvalidInputException">The example names a quantity there is none of.</exception>
    public static IEnumerable<Check> Compare(GoldenExample example)
    {
        var quantity = new GoldenQuantity(example);
        Check Number(string what, double expected, double got) => Check.Number(
            example.Id, what, expected, got, Tolerance.Relative(expected, Relative, Relative, Small));
        foreach (var (what, text) in example.Expected.Printed)
            yield return Check.Printed(example.Id, what, text, quantity.Of(what));
        foreach (var (what, value) in example.Expected.Computed) yield return Number(what, value, quantity.Of(what));
        foreach (var (cell, value) in example.Expected.Pnl)
            yield return Number($"P&L of {cell}", value, quantity.Pnl(cell));
        foreach (var (cell, value) in example.Expected.Cells) yield return Number(cell, value, quantity.Cell(cell));
        if (example.Expected.Binding is { } binding)
            yield return Check.Text(example.Id, "binding", binding, quantity.Binding);
    }

    private static GoldenExample ReadExample(JsonCursor at, Func<string, ReadOnlyMemory<byte>> sibling)
    {
        var f = at.Fields(["id", "source", "rulebook", "portfolio", "market", "expected"]);
        var rulebook = f.Required("rulebook").Text();
        var expected = ReadExpectation(f.Required("expected"));
        if (expected.Count == 0) throw f.Required("expected").Error(null, "expects nothing", "add a value to compare");
        return new GoldenExample(
            f.Required("id").Text(),
            f.Required("source").Text(),
            rulebook.EndsWith(".json", StringComparison.Ordinal)
                ? RulebookJson.Read(sibling(rulebook))
                : RulebookLibrary.Find(rulebook),
            PortfolioJson.Read(f.Required("portfolio")),
            MarketJson.Read(f.Required("market")),
            expected);
    }

    private static GoldenExpectation ReadExpectation(JsonCursor at)
    {
        var f = at.Fields(["printed", "computed", "pnl", "cells", "binding"]);
        KeyValuePair<string, double>[] Numbers(string name) =>
            [.. (f.Optional(name)?.Entries() ?? []).Select(e => KeyValuePair.Create(e.Key, e.Value.Double()))];
        return new GoldenExpectation(
            [.. (f.Optional("printed")?.Entries() ?? []).Select(e => KeyValuePair.Create(e.Key, e.Value.Text()))],
            Numbers("computed"), Numbers("pnl"), Numbers("cells"), f.Optional("binding")?.Text());
    }
}
