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
                var share = isInitial ? Haircut(total, theirs) : null;
                var why = share is null ? reason : $"{reason}; {share}";
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
        ReconciledLine[] lines =
        [
            .. positions.Lines.Where(l => l.IsInitial == isInitial && (total.IsAccount || l.Unit == total.Unit)),
        ];
        var (explained, shift) = OfLines(lines);
        var orders = isInitial && total.OrderInitial is { Value: > 0 } held ? held.Value : 0;
        var ordered = $"open orders: {PositionAlterations.Text(orders)} is in the venue's";
        if (orders > 0 && theirs.IsMetBy(mine + orders, total.Unit)) return ordered;
        if (explained.Length > 0 && theirs.IsMetBy(mine + shift, total.Unit)) return explained;
        if (orders > 0 && explained.Length > 0 && theirs.IsMetBy(mine + shift + orders, total.Unit))
            return $"{explained}; {ordered}";
        foreach (var alteration in Alterations(total))
            if (theirs.IsMetBy(alteration.Pair.Of(isInitial), total.Unit)) return alteration.Cause;
        var stated = lines.Sum(l => l.Theirs.Value) + orders;
        if (lines.Length == 0 || evaluations.Rulebook.NetsInstruments || theirs.Value <= stated) return null;
        var lacking = PositionAlterations.Text(theirs.Value - stated);
        return "a position or order that the message does not show: what it shows adds up to "
            + $"{PositionAlterations.Text(stated)}, {lacking} less than its total";
    }

    // What the lines above differ by, and what of them is not in ours at all.
    private (string Cause, double Shift) OfLines(ReconciledLine[] lines)
    {
        var answered = positions.Answered.Select(p => p.Symbol).ToHashSet(StringComparer.Ordinal);
        ReconciledLine[] absent = [.. lines.Where(l => !answered.Contains(l.Name))];
        ReconciledLine[] differing =
            [.. lines.Where(l => answered.Contains(l.Name) && l.Ours is not null && l.Agreement != Agreement.Equal)];
        var causes = new List<string>();
        if (differing.Length > 0)
            causes.Add($"the lines above that differ: {string.Join(", ", differing.Select(l => l.Name))}");
        if (absent.Length > 0) causes.Add($"not in ours: {string.Join(", ", absent.Select(l => l.Name))}");
        return (
            string.Join("; ", causes), absent.Sum(l => l.Theirs.Value) - differing.Sum(l => l.Difference ?? 0));
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

    // Initial margin beyond what the factors make of maintenance margin is held on collateral, or for orders: a round
    // share of a balance is the former.
    private string? Haircut(VenueTotal total, Reported initial)
    {
        const double step = 0.001;
        var factors = evaluations.Rulebook.Factors;
        var rest = initial.Value - (total.Maintenance?.Value ?? 0) * factors.Initial / factors.Maintenance;
        if (rest <= 1e-6 * initial.Value) return null;
        foreach (var (currency, quantity) in _account.Balances)
        {
            if (Price(currency) is not { } price || Price(total.Unit) is not { } unit) continue;
            var balance = quantity.ToDouble() * price / unit;
            var share = Math.Round(rest / balance / step) * step;
            if (share is not (> 0 and < 1) || Math.Abs(share * balance - rest) > 1e-6 * rest) continue;
            var what = rest == initial.Value
                ? "the venue's" : $"the venue's, less {Ratio(factors)} of its maintenance,";
            return $"{what} is {PositionAlterations.Percent(share)} of the {currency} balance: a haircut";
        }
        return null;
    }

    private static string Ratio(LossFactors factors) =>
        PositionAlterations.Text(factors.Initial / factors.Maintenance) + " times";

    private double? Price(Units.Currency currency) =>
        currency == Units.Currency.Usd ? 1 : _account.Prices.TryGetValue(currency, out var usd) ? usd : null;
}
