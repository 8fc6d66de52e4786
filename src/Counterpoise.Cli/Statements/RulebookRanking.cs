using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// Rulebooks by the initial margin they ask for one portfolio, cheapest first. Equity is not compared: it is not the
/// same thing everywhere (a rulebook may leave balances or options out), and is shown where it differs.
/// </summary>
internal sealed class RulebookRanking
{
    /// <summary>Ranks them.</summary>
    /// <param name="evaluations">Of several rulebooks.</param>
    /// <param name="against">The name of the one that savings are against; null: the dearest.</param>
    /// <exception cref="InvalidInputException">None applies, or the one named is not among those that do.</exception>
    public RulebookRanking(IReadOnlyList<Evaluation> evaluations, string? against)
    {
        NotApplicable = [.. evaluations.Where(e => e.Statement is null)];
        Rows =
        [
            .. evaluations.Select(e => e.Statement).OfType<Statement>().OrderBy(s => s.Usd.Initial.Nanos)
                .ThenBy(s => s.Rulebook.Name, StringComparer.Ordinal),
        ];
        if (Rows.Count == 0)
        {
            throw new InvalidInputException(
                "--rulebook", null, "none applies to this portfolio", "see margin without --sort for the reasons");
        }
        IsAgainstNamed = against is not null;
        // The dearest of those that count most of what is held: rows are cheapest first.
        var fewest = Rows.Min(r => r.Margin.LeftOut.Count);
        Against = against is null
            ? Rows.Last(r => r.Margin.LeftOut.Count == fewest)
            : Rows.FirstOrDefault(s => s.Rulebook.Name == against)
            ?? throw new InvalidInputException(
                "--against", against, NotApplicable.FirstOrDefault(e => e.Rulebook.Name == against) is { } refused
                    ? $"is not applicable: {refused.Reason}"
                    : "is none of the rulebooks compared",
                $"use one of {string.Join(", ", Rows.Select(s => s.Rulebook.Name))}");
    }

    /// <summary>Those that apply, cheapest first.</summary>
    public IReadOnlyList<Statement> Rows { get; }

    public IReadOnlyList<Evaluation> NotApplicable { get; }

    /// <summary>What savings are against.</summary>
    public Statement Against { get; }

    /// <summary>It was named; else it is the dearest.</summary>
    public bool IsAgainstNamed { get; }

    /// <summary>True if not all count the same equity.</summary>
    public bool EquitiesDiffer => Rows.Any(s => s.Usd.Equity != Rows[0].Usd.Equity);

    /// <summary>
    /// Initial margin that a rulebook asks less than <see cref="Against"/>, USD; negative: more. Null where it leaves
    /// other balances out: then it margins another portfolio, and nothing is saved by that.
    /// </summary>
    public Amount? Saved(Statement statement) => LeftOut(statement).SequenceEqual(LeftOut(Against))
        ? Against.Usd.Initial - statement.Usd.Initial
        : null;

    /// <summary>Balances a rulebook leaves out of its equity.</summary>
    public static IReadOnlyList<string> LeftOut(Statement statement) =>
        [.. statement.Margin.LeftOut.Select(l => $"{l.Quantity} {l.Currency}")];
}
