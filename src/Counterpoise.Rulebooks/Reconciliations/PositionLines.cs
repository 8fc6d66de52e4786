using Counterpoise.Margins.Charges;
using Counterpoise.Rulebooks.Venues;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>The lines of an account's positions, each margined alone.</summary>
internal sealed class PositionLines
{
    private const string Allotted = "the trader allots an isolated position's margin";

    private readonly Evaluations _evaluations;
    private readonly List<VenuePosition> _answered = [];
    private readonly List<ReconciledLine> _lines = [];
    private readonly List<string> _remarks = [];

    public PositionLines(Evaluations evaluations)
    {
        _evaluations = evaluations;
        foreach (var position in evaluations.Account.Positions) Add(Required(position));
    }

    /// <summary>Two at most for each position.</summary>
    public IReadOnlyList<ReconciledLine> Lines => _lines;

    /// <summary>Positions the rulebook could evaluate.</summary>
    public IReadOnlyList<VenuePosition> Answered => _answered;

    /// <summary>What is not said in a line.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>The lines of a position there is nothing of ours to compare with.</summary>
    public static IEnumerable<ReconciledLine> NotComputable(VenuePosition p, string reason)
    {
        if (p.Initial is { } initial) yield return Line(p, true, initial, null, Agreement.NotComputable, reason);
        if (p.Maintenance is { } maintenance)
            yield return Line(p, false, maintenance, null, Agreement.NotComputable, reason);
    }

    // What the trader put there is no requirement to compare with.
    private VenuePosition Required(VenuePosition p)
    {
        if (p is not { IsInitialAllotted: true, Initial: { } allotted }) return p;
        _lines.Add(Line(p, true, allotted, null, Agreement.NotComputable, Allotted));
        return p with { Initial = null };
    }

    private void Add(VenuePosition p)
    {
        if (AccountMarket.Lacking(_evaluations.Account, p, _evaluations.Market) is { } lacking)
        {
            Refuse(p, lacking);
            return;
        }
        if (!_evaluations.Rulebook.NetsInstruments
            && AccountMarket.AtIndex(_evaluations.Account, p, _evaluations.Market) is { } assumed)
        {
            p = assumed;
            _remarks.Add($"{p.Symbol}: the message has no forward: the index stands for it; give --market for another");
        }
        try
        {
            var ours = _evaluations.Alone(p);
            _answered.Add(p);
            if (_evaluations.Rulebook.NetsInstruments) Refuse(p, "portfolio margin has no requirement of one position");
            else Compare(p, ours);
        }
        catch (InvalidInputException e)
        {
            if (WithoutTable(p) is { } provisional)
                CompareInitial(p, provisional, $"no tier table in {_evaluations.Rulebook.Name}");
            else Refuse(p, $"{e.Field} {e.Problem}");
        }
    }

    private void Refuse(VenuePosition p, string reason)
    {
        if (StatesNothing(p)) _remarks.Add($"{p.Symbol}: not compared: {reason}");
        _lines.AddRange(NotComputable(p, reason));
    }

    private void Compare(VenuePosition p, Pair ours)
    {
        if (StatesNothing(p)) _remarks.Add($"{p.Symbol}: the message states no requirement of it");
        var alterations = new PositionAlterations(_evaluations, p, ours);
        Alteration[] singles = IsMet(p, ours) ? [] : [.. alterations.Singles()];
        Alteration? both = singles.Where(a => IsMet(p, a.Pair)).Select(a => (Alteration?)a).FirstOrDefault();
        foreach (var isInitial in new[] { true, false })
        {
            if ((isInitial ? p.Initial : p.Maintenance) is not { } theirs) continue;
            var mine = ours.Of(isInitial);
            if (theirs.IsMetBy(mine, p.Unit))
            {
                _lines.Add(Line(p, isInitial, theirs, mine, Agreement.Equal, ""));
                continue;
            }
            var cause = both?.Cause ?? First(singles, isInitial, theirs, p.Unit)
                ?? First(alterations.Combined(), isInitial, theirs, p.Unit);
            _lines.Add(Line(
                p, isInitial, theirs, mine, cause is null ? Agreement.Unexplained : Agreement.Explained,
                cause ?? "unexplained"));
        }
    }

    // Without a table the initial margin still is notional / leverage, where one is chosen.
    private void CompareInitial(VenuePosition p, Evaluations provisional, string reason)
    {
        var ours = provisional.Alone(p);
        var alterations = new PositionAlterations(provisional, p, ours);
        if (p.Initial is { } initial)
        {
            var isMet = initial.IsMetBy(ours.Initial, p.Unit);
            var cause = isMet ? "" : First(alterations.Singles(), isInitial: true, initial, p.Unit)
                ?? First(alterations.Combined(), isInitial: true, initial, p.Unit);
            _lines.Add(Line(
                p, true, initial, ours.Initial,
                isMet ? Agreement.Equal : cause is null ? Agreement.Unexplained : Agreement.Explained,
                cause ?? "unexplained"));
        }
        if (p.Maintenance is not { } maintenance) return;
        var rate = alterations.RateInWords() is { } words ? $"; the venue's is {words}" : "";
        _lines.Add(Line(p, false, maintenance, null, Agreement.NotComputable, reason + rate));
    }

    private Evaluations? WithoutTable(VenuePosition p)
    {
        if (p.Leverage is not { } leverage || p.Instrument!.IsOption) return null;
        var table = new TierTable(p.Symbol, [new MarginTier(0, 1e15, 1e-9, Math.Ceiling(leverage))]);
        var tables = new TierTables(
            new Dictionary<Instruments.Instrument, TierTable> { [p.Instrument] = table },
            new Dictionary<Currency, TierTable>());
        var rulebook = _evaluations.WithTiers(
            t => t.Tables.Find(p.Instrument) is null ? t with { Tables = tables } : t);
        var provisional = _evaluations with { Rulebook = rulebook };
        return provisional.TryAlone(p) is null ? null : provisional;
    }

    private static bool StatesNothing(VenuePosition p) => p is { Initial: null, Maintenance: null };

    private static bool IsMet(VenuePosition p, Pair ours) =>
        (p.Initial?.IsMetBy(ours.Initial, p.Unit) ?? true)
        && (p.Maintenance?.IsMetBy(ours.Maintenance, p.Unit) ?? true);

    private static string? First(IEnumerable<Alteration> alterations, bool isInitial, Reported theirs, Currency unit)
    {
        foreach (var alteration in alterations)
            if (theirs.IsMetBy(alteration.Pair.Of(isInitial), unit)) return alteration.Cause;
        return null;
    }

    private static ReconciledLine Line(
        VenuePosition p, bool isInitial, Reported theirs, double? ours, Agreement agreement, string cause) =>
        new(p.Symbol, IsTotal: false, isInitial, p.Unit, theirs, ours, agreement, cause)
        {
            IsIsolated = p.IsIsolated,
        };
}
