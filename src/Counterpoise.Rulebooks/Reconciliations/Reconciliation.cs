using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>
/// Our requirements beside those a venue returned in the same message, line by line, with the likeliest cause of each
/// difference. A cause is found, not looked up: a fixed list of changes is tried, each by computing again, and the
/// first that closes the difference within the digits printed is named.
/// </summary>
/// <param name="Account">What the venue said.</param>
/// <param name="Rulebook">By which rules ours are; null: none, and nothing is computable.</param>
/// <param name="Lines">Positions in the order of the message, then totals.</param>
/// <param name="Remarks">How the message was understood, and what it does not say.</param>
public sealed record Reconciliation(
    VenueAccount Account, Rulebook? Rulebook, IReadOnlyList<ReconciledLine> Lines, IReadOnlyList<string> Remarks)
{
    /// <summary>How many lines came out so.</summary>
    public int Count(Agreement agreement) => Lines.Count(l => l.Agreement == agreement);

    /// <summary>Why these rules, or why none.</summary>
    public string RulebookReason => Rulebook is null || Rulebook.Name == Account.Rulebook
        ? Account.RulebookReason : "chosen by name";

    /// <summary>Compares.</summary>
    /// <param name="account">What the venue said.</param>
    /// <param name="rulebook">By which rules; null: those of the account's mode, if any ship.</param>
    /// <param name="market">Prices and volatilities that the message lacks; null: none.</param>
    public static Reconciliation Of(VenueAccount account, Rulebook? rulebook = null, Market? market = null)
    {
        rulebook ??= account.Rulebook is { } name ? RulebookLibrary.Find(name) : null;
        List<string> remarks = [.. account.Remarks];
        var lines = new List<ReconciledLine>();
        if (rulebook is null)
        {
            foreach (var p in account.Positions) lines.AddRange(PositionLines.NotComputable(p, account.RulebookReason));
        }
        else
        {
            if (account.Time is { } time && string.CompareOrdinal(time.ToString()[..10], rulebook.Effective) < 0)
            {
                remarks.Add(
                    $"the message is of {time.ToString()[..10]}, before {rulebook.Name} of {rulebook.Effective}: "
                    + "the venue's rules may have been others");
            }
            var positions = new PositionLines(new Evaluations(account, rulebook, market));
            lines.AddRange(positions.Lines);
            remarks.AddRange(positions.Remarks);
            var totals = new TotalLines(new Evaluations(account, rulebook, market), positions);
            lines.AddRange(totals.Lines);
            remarks.AddRange(totals.Remarks);
        }
        return new Reconciliation(account, rulebook, lines, remarks);
    }
}
