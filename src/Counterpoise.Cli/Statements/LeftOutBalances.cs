using System.Text.Json;
using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>Balances that a rulebook does not count, as every command says it.</summary>
/// <param name="Rulebook">The rules.</param>
/// <param name="Balances">Quantities by currency, in order of the codes.</param>
internal sealed record LeftOutBalances(
    Rulebook Rulebook, IReadOnlyList<(Currency Currency, Quantity Quantity)> Balances)
{
    /// <summary>Those of a portfolio.</summary>
    public static LeftOutBalances Of(Rulebook rulebook, Portfolio portfolio) =>
        new(rulebook, MarginEvaluator.LeftOut(rulebook, portfolio));

    /// <summary>Those of an evaluated portfolio.</summary>
    public static LeftOutBalances Of(Margin margin) => new(margin.Rulebook, margin.LeftOut);

    public bool IsEmpty => Balances.Count == 0;

    /// <summary>In words.</summary>
    public override string ToString() =>
        $"{string.Join(", ", Balances.Select(b => $"{b.Quantity} {b.Currency}"))}: no collateral under "
        + $"{Rulebook.Name}, not in the equity";

    /// <summary>A field of a page; nothing if every balance counts.</summary>
    /// <param name="page">Where.</param>
    /// <param name="after">The same after trades or a move: named where it differs.</param>
    public void Write(TextPage page, LeftOutBalances? after = null)
    {
        if (!IsEmpty) page.Field("left out", Tone.Strong, ToString());
        if (!Differs(after)) return;
        page.Field(
            IsEmpty ? "left out" : "", Tone.Strong, $"afterwards {(after!.IsEmpty ? "nothing" : after.ToString())}");
    }

    /// <summary>Members <c>leftOut</c> and, where it differs, <c>leftOutAfter</c>.</summary>
    public void Write(Utf8JsonWriter json, LeftOutBalances? after = null)
    {
        if (!IsEmpty) Write(json, "leftOut", this);
        if (Differs(after)) Write(json, "leftOutAfter", after!);
    }

    private bool Differs(LeftOutBalances? after) => after is not null && !Balances.SequenceEqual(after.Balances);

    private static void Write(Utf8JsonWriter json, string name, LeftOutBalances left)
    {
        json.WriteStartObject(name);
        foreach (var (currency, quantity) in left.Balances) json.WriteString(currency.Code, quantity.ToString());
        json.WriteEndObject();
    }
}
