using Counterpoise.Margins;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>Initial or maintenance margin of one total.</summary>
internal sealed class TotalLine
{
    private readonly Evaluations _evaluations;
    private readonly VenueTotal _total;
    private readonly Reported _theirs;
    private readonly bool _isInitial;
    private readonly string _name;
    private readonly VenuePosition[] _isolated;
    private readonly IsolatedShare _share;
    private readonly VenuePosition[] _counted;
    private readonly ReconciledLine[] _lines;

    public TotalLine(
        Evaluations evaluations, PositionLines positions, VenueTotal total, Reported theirs, bool isInitial)
    {
        (_evaluations, _total, _theirs, _isInitial) = (evaluations, total, theirs, isInitial);
        _name = total.IsAccount ? "account" : $"total {total.Unit}";
        _share = isInitial ? total.InitialOfIsolated : total.MaintenanceOfIsolated;
        _isolated =
            [.. evaluations.Account.Positions.Where(p => p.IsIsolated && (total.IsAccount || p.Unit == total.Unit))];
        _counted = [.. positions.Answered.Where(p => !p.IsIsolated || _share == IsolatedShare.Required)];
        _lines =
        [
            .. positions.Lines.Where(l => l.IsInitial == isInitial && (total.IsAccount || l.Unit == total.Unit)
                && (!l.IsIsolated || _share == IsolatedShare.Required)),
        ];
    }

    /// <summary>How isolated positions are counted; null: there are none, or like any other.</summary>
    public string? Remark
    {
        get
        {
            var names = string.Join(", ", _isolated.Select(p => p.Symbol));
            var what = $"{_name} {(_isInitial ? "initial" : "maintenance")}";
            return _isolated.Length == 0 ? null : _share switch
            {
                IsolatedShare.LeftOut => $"{what} is of cross positions: ours is without isolated ones ({names})",
                IsolatedShare.Allotted => $"{what} counts what is allotted to isolated positions: so does ours, as the "
                    + $"message has it ({names})",
                _ => null,
            };
        }
    }

    /// <summary>Compares.</summary>
    public ReconciledLine Line()
    {
        var allotted = _share == IsolatedShare.Allotted ? _isolated.Sum(p => p.Initial?.Value ?? 0) : 0;
        var (ours, reason) = Ours();
        if (ours is not { } pair)
        {
            var haircut = _isInitial ? Haircut(_theirs) : null;
            return Line(null, Agreement.NotComputable, haircut is null ? reason : $"{reason}; {haircut}");
        }
        var mine = pair.Of(_isInitial);
        var required = _theirs with { Value = _theirs.Value - allotted };
        if (required.IsMetBy(mine, _total.Unit)) return Line(mine + allotted, Agreement.Equal, "");
        return Cause(required, mine) is { } cause
            ? Line(mine + allotted, Agreement.Explained, cause)
            : Line(mine + allotted, Agreement.Unexplained, "unexplained");
    }

    private ReconciledLine Line(double? ours, Agreement agreement, string cause) =>
        new(_name, true, _isInitial, _total.Unit, _theirs, ours, agreement, cause);

    private (Pair?, string) Ours()
    {
        var account = _evaluations.Account;
        if (account.Positions.Count == 0)
        {
            var flat = account.Flat == 0 ? "" : $" ({account.Flat} of quantity 0)";
            return (null, $"no positions{flat}");
        }
        if (_isolated.Length > 0 && _share == IsolatedShare.Ignored)
        {
            var venue = VenueMessage.NameOf(account.Venue);
            return (null, $"{venue} says to ignore it where a position is isolated ({_isolated[0].Symbol})");
        }
        if (_share == IsolatedShare.Allotted && _isolated.FirstOrDefault(p => p.Initial is null) is { } silent)
            return (null, $"the message does not say what is allotted to {silent.Symbol}");
        if (_share != IsolatedShare.Required && account.Positions.All(p => p.IsIsolated))
            return (null, "no cross positions");
        if (_counted.Length == 0) return (null, "none of its positions is");
        try
        {
            return (_evaluations.Of(_total, _counted, _evaluations.Rulebook, balances: true), "");
        }
        catch (InvalidInputException e)
        {
            return (null, $"{e.Field} {e.Problem}");
        }
    }

    // In the order in which they are tried.
    private string? Cause(Reported theirs, double mine)
    {
        var (explained, shift) = OfLines();
        var orders = _isInitial && _total.OrderInitial is { Value: > 0 } held ? held.Value : 0;
        var ordered = $"open orders: {PositionAlterations.Text(orders)} is in the venue's";
        if (orders > 0 && theirs.IsMetBy(mine + orders, _total.Unit)) return ordered;
        if (explained.Length > 0 && theirs.IsMetBy(mine + shift, _total.Unit)) return explained;
        if (orders > 0 && explained.Length > 0 && theirs.IsMetBy(mine + shift + orders, _total.Unit))
            return $"{explained}; {ordered}";
        foreach (var alteration in Alterations())
            if (theirs.IsMetBy(alteration.Pair.Of(_isInitial), _total.Unit)) return alteration.Cause;
        var stated = _lines.Sum(l => l.Theirs.Value) + orders;
        if (_lines.Length == 0 || _evaluations.Rulebook.NetsInstruments || theirs.Value <= stated) return null;
        var lacking = PositionAlterations.Text(theirs.Value - stated);
        return "a position or order that the message does not show: what it shows adds up to "
            + $"{PositionAlterations.Text(stated)}, {lacking} less than its total";
    }

    // What the lines above differ by, and what of them is not in ours at all.
    private (string Cause, double Shift) OfLines()
    {
        var answered = _counted.Select(p => p.Symbol).ToHashSet(StringComparer.Ordinal);
        ReconciledLine[] absent = [.. _lines.Where(l => !answered.Contains(l.Name))];
        ReconciledLine[] differing =
            [.. _lines.Where(l => answered.Contains(l.Name) && l.Ours is not null && l.Agreement != Agreement.Equal)];
        var causes = new List<string>();
        if (differing.Length > 0)
            causes.Add($"the lines above that differ: {string.Join(", ", differing.Select(l => l.Name))}");
        if (absent.Length > 0) causes.Add($"not in ours: {string.Join(", ", absent.Select(l => l.Name))}");
        return (
            string.Join("; ", causes), absent.Sum(l => l.Theirs.Value) - differing.Sum(l => l.Difference ?? 0));
    }

    private IEnumerable<Alteration> Alterations()
    {
        if (Try(_evaluations.Rulebook, balances: false) is { } without)
            yield return new Alteration("no haircut on collateral", without);
        var family = _evaluations.Rulebook.Name.Split('-')[0] + "-";
        foreach (var other in RulebookLibrary.All)
        {
            if (!other.Name.StartsWith(family, StringComparison.Ordinal) || other.Name == _evaluations.Rulebook.Name)
                continue;
            if (Try(other, balances: true) is { } pair)
                yield return new Alteration($"another margin mode: {other.Name} needs that", pair);
        }
        foreach (var (currency, usd) in _evaluations.Account.Prices)
        {
            if (!currency.IsDollar || usd == 1) continue;
            if (Try(_evaluations.Rulebook, balances: true) is not { } pair) continue;
            var price = PositionAlterations.Text(usd);
            yield return new Alteration($"dollars, not {currency} at {price}", pair * usd);
            yield return new Alteration($"{currency} taken for a dollar, not at {price}", pair * (1 / usd));
        }
    }

    private Pair? Try(Rulebook rulebook, bool balances)
    {
        try
        {
            return _evaluations.Of(_total, _counted, rulebook, balances);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    // Initial margin beyond what the factors make of maintenance margin is held on collateral, or for orders: a round
    // share of a balance is the former.
    private string? Haircut(Reported initial)
    {
        const double step = 0.001;
        var factors = _evaluations.Rulebook.Factors;
        var rest = initial.Value - (_total.Maintenance?.Value ?? 0) * factors.Initial / factors.Maintenance;
        if (rest <= 1e-6 * initial.Value) return null;
        foreach (var (currency, quantity) in _evaluations.Account.Balances)
        {
            if (Price(currency) is not { } price || Price(_total.Unit) is not { } unit) continue;
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
        currency == Units.Currency.Usd ? 1
        : _evaluations.Account.Prices.TryGetValue(currency, out var usd) ? usd
        : null;
}
