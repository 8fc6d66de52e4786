using Counterpoise.Margins;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>The lines of an account's totals.</summary>
/// <param name="evaluations">How requirements are computed.</param>
/// <param name="positions">The lines above, and what could be evaluated.</param>
internal sealed class TotalLines(Evaluations evaluations, PositionLines positions)
{
    private readonly VenueAccount _account = evaluations.Account;

    /// <summary>Two at most for each total.</summary>
    public IEnumerable<ReconciledLine> Lines => _account.Totals.SelectMany(Of);

    private IEnumerable<ReconciledLine> Of(VenueTotal total)
    {
        var name = total.IsAccount ? "account" : $"total {total.Unit}";
        var (ours, reason) = Ours(total);
        foreach (var isInitial in new[] { true, false })
        {
            if ((isInitial ? total.Initial : total.Maintenance) is not { } theirs) continue;
            if (ours is not { } pair)
            {
                var why = theirs.Value > 0 && HaircutShare(theirs) is { } share ? $"{reason}; the venue's is {share}" : reason;
                yield return new ReconciledLine(
                    name, true, isInitial, total.Unit, theirs, null, Agreement.NotComputable, why);
                continue;
            }
            var mine = pair.Of(isInitial);
            var isMet = theirs.IsMetBy(mine, total.Unit);
            var cause = isMet ? "" : Cause(total, theirs, isInitial, mine);
            yield return new ReconciledLine(
                name, true, isInitial, total.Unit, theirs, mine,
                isMet ? Agreement.Equal : cause is null ? Agreement.Unexplained : Agreement.Explained,
                cause ?? "unexplained");
        }
    }

    private (Pair?, string) Ours(VenueTotal total)
    {
        if (_account.Positions.Count == 0)
        {
            var flat = _account.Flat == 0 ? "" : $" ({_account.Flat} of quantity 0)";
            return (null, $"no positions{flat}");
        }
        if (positions.Answered.Count == 0) return (null, "none of its positions is");
        try
        {
            return (evaluations.Of(total, positions.Answered, evaluations.Rulebook, balances: true), "");
        }
        catch (InvalidInputException e)
        {
            return (null, $"{e.Field} {e.Problem}");
        }
    }

    // In the order in which they are tried.
    private string? Cause(VenueTotal total, Reported theirs, bool isInitial, double mine)
    {
        if (isInitial && total.OrderInitial is { Value: > 0 } orders && theirs.IsMetBy(mine + orders.Value, total.Unit))
            return $"open orders: {PositionAlterations.Text(orders.Value)} is in the venue's";
        ReconciledLine[] lines =
        [
            .. positions.Lines.Where(l => l.IsInitial == isInitial && (total.IsAccount || l.Unit == total.Unit)),
        ];
        var missing = lines.Where(l => l.Ours is null).Sum(l => l.Theirs.Value);
        var differing = lines.Sum(l => l.Difference ?? 0);
        if (lines.Length > 0 && theirs.IsMetBy(mine - differing + missing, total.Unit))
        {
            var parts = lines.Where(l => l.Agreement != Agreement.Equal).Select(l => l.Name).Distinct();
            return $"the differences of the lines above: {string.Join(", ", parts)}";
        }
        foreach (var alteration in Alterations(total))
            if (theirs.IsMetBy(alteration.Pair.Of(isInitial), total.Unit)) return alteration.Cause;
        var stated = lines.Sum(l => l.Theirs.Value);
        if (lines.Length == 0 || evaluations.Rulebook.NetsInstruments || theirs.Value <= stated) return null;
        var lacking = theirs.Value - stated;
        return $"a position or order that the message does not show: its lines add up to "
            + $"{PositionAlterations.Text(stated)}, {PositionAlterations.Text(lacking)} less than its total";
    }

    private IEnumerable<Alteration> Alterations(VenueTotal total)
    {
        if (Try(total, evaluations.Rulebook, balances: false) is { } without)
            yield return new Alteration("no haircut on collateral", without);
        var family = evaluations.Rulebook.Name.Split('-')[0] + "-";
        foreach (var other in RulebookLibrary.All)
        {
            if (!other.Name.StartsWith(family, StringComparison.Ordinal) || other.Name == evaluations.Rulebook.Name)
                continue;
            if (Try(total, other, balances: true) is { } pair)
                yield return new Alteration($"another margin mode: {other.Name} needs that", pair);
        }
        foreach (var (currency, usd) in _account.Prices)
        {
            if (!currency.IsDollar || usd == 1) continue;
            if (Try(total, evaluations.Rulebook, balances: true) is not { } pair) continue;
            var price = PositionAlterations.Text(usd);
            yield return new Alteration($"dollars, not {currency} at {price}", pair * usd);
            yield return new Alteration($"{currency} taken for a dollar, not at {price}", pair * (1 / usd));
        }
    }

    private Pair? Try(VenueTotal total, Rulebook rulebook, bool balances)
    {
        try
        {
            return evaluations.Of(total, positions.Answered, rulebook, balances);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    // A requirement without positions is held for orders or on collateral; a round share of the balances is the latter.
    private string? HaircutShare(Reported theirs)
    {
        const double step = 0.001;
        var balances = 0.0;
        foreach (var (currency, quantity) in _account.Balances)
        {
            var price = _account.Prices.TryGetValue(currency, out var usd) ? usd : currency.IsDollar ? 1 : 0;
            balances += quantity.ToDouble() * price;
        }
        var share = Math.Round(theirs.Value / balances / step) * step;
        var isRound = balances > 0 && share is > 0 and < 1
            && Math.Abs(share * balances - theirs.Value) <= 1e-6 * theirs.Value;
        return isRound ? $"{PositionAlterations.Percent(share)} of the balances, as a haircut on collateral" : null;
    }
}
