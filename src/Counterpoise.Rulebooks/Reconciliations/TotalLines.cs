using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>The lines of an account's totals.</summary>
/// <param name="evaluations">How requirements are computed.</param>
/// <param name="positions">The lines above, and what could be evaluated.</param>
internal sealed class TotalLines(Evaluations evaluations, PositionLines positions)
{
    private readonly VenueAccount _account = evaluations.Account;

    /// <summary>Two at most for each total.</summary>
    public IEnumerable<ReconciledLine> Lines => Figures.Select(f => f.Line());

    /// <summary>How totals count isolated positions.</summary>
    public IEnumerable<string> Remarks => Figures.Select(f => f.Remark).OfType<string>();

    private IEnumerable<TotalLine> Figures
    {
        get
        {
            foreach (var total in _account.Totals)
            {
                if (total.Initial is { } initial)
                    yield return new TotalLine(evaluations, positions, total, initial, isInitial: true);
                if (total.Maintenance is { } maintenance)
                    yield return new TotalLine(evaluations, positions, total, maintenance, isInitial: false);
            }
        }
    }
}
