using System.Globalization;
using Counterpoise.Margins.Charges;
using Counterpoise.Rulebooks.Venues;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>
/// Changes to one position's requirements, in the order in which they are tried: what the message itself contradicts
/// first, then one change, then one change on the entry price.
/// </summary>
/// <param name="Evaluations">How requirements are computed.</param>
/// <param name="Position">Whose.</param>
/// <param name="Ours">Its requirements as they are.</param>
internal sealed record PositionAlterations(Evaluations Evaluations, VenuePosition Position, Pair Ours)
{
    private static readonly double[] RateSteps = [0.001, 0.0005, 0.0001];

    /// <summary>Single changes.</summary>
    public IEnumerable<Alteration> Singles() =>
    [
        .. OfContradictions(), .. OfEntry(), .. OfLeverage(), .. OfTiers("", Position, Ours), .. OfOrders(),
        .. OfUnit(),
    ];

    /// <summary>Changes by tier on the entry price, and rates that no table of ours has, rounder ones first.</summary>
    public IEnumerable<Alteration> Combined()
    {
        const string first = "entry price instead of mark, and ";
        var rates = OfRate("", Position, Ours).ToList();
        if (AtEntry() is { } entry && Evaluations.TryAlone(entry) is { } pair)
        {
            foreach (var alteration in OfTiers(first, entry, pair)) yield return alteration;
            rates.AddRange(OfRate(first, entry, pair));
        }
        foreach (var (_, alteration) in rates.OrderByDescending(r => r.Step)) yield return alteration;
    }

    // Unrealised profit and notional say what size and mark they belong to; where they agree with those of the message,
    // within the digits printed, they say nothing more.
    private IEnumerable<Alteration> OfContradictions()
    {
        if (Position is not { Instrument.IsInverse: false, ContractSize: null, Mark: { } mark }) yield break;
        var size = Position.Quantity.ToDouble();
        if (Position is { Profit: { } profit, Entry: { } from } && !Says(profit, size * (mark - from)))
        {
            if (mark != from && Sized(Math.Abs(profit.Value / (mark - from)), "unrealised profit") is { } sized)
                yield return sized;
            if (Marked(from + profit.Value / size, "unrealised profit") is { } marked) yield return marked;
        }
        if (Position.Notional is not { } notional) yield break;
        var value = Math.Abs(notional.Value);
        var isAtEntry = Position.Entry is { } at && Says(notional with { Value = value }, Math.Abs(size) * at);
        if (isAtEntry || Says(notional with { Value = value }, Math.Abs(size) * mark)) yield break;
        if (Position.Entry is { } entry && Sized(value / entry, "notional at entry") is { } first) yield return first;
        if (Sized(value / mark, "notional at mark") is { } second) yield return second;
        if (Marked(value / Math.Abs(size), "notional") is { } third) yield return third;
    }

    private bool Says(Reported printed, double value) =>
        Math.Abs(printed.Value - value) <= 2 * printed.Grain(Position.Instrument!.Settlement);

    private Alteration? Sized(double size, string witness)
    {
        if (!(size > 0 && size < 9e10)) return null;
        var units = (long)Math.Round(size * Quantity.FromWhole(1).Units);
        var quantity = new Quantity(Position.Quantity < Quantity.Zero ? -units : units);
        if (Evaluations.TryAlone(Position with { Quantity = quantity }) is not { } pair) return null;
        var said = Text(Math.Abs(Position.Quantity.ToDouble()));
        return new Alteration($"size {Text(size)}, which the venue's {witness} belongs to, not {said}", pair);
    }

    private Alteration? Marked(double mark, string witness)
    {
        if (!(mark > 0) || Evaluations.TryAlone(Position with { Mark = mark }) is not { } pair) return null;
        return new Alteration(
            $"mark {Text(mark)}, which the venue's {witness} belongs to, not {Text(Position.Mark!.Value)}", pair);
    }

    private VenuePosition? AtEntry() =>
        Position.Entry is { } entry && Position.Mark != entry ? Position with { Mark = entry } : null;

    private IEnumerable<Alteration> OfEntry()
    {
        if (AtEntry() is { } entry && Evaluations.TryAlone(entry) is { } pair)
            yield return new Alteration("entry price instead of mark", pair);
        if (Position is { Index: { } index, Instrument.IsOption: false } && index != Position.Mark
            && Evaluations.TryAlone(Position with { Mark = index }) is { } atIndex)
        {
            yield return new Alteration("index price instead of mark", atIndex);
        }
    }

    private IEnumerable<Alteration> OfLeverage()
    {
        if (Position.Leverage is { } chosen
            && Evaluations.TryAlone(Position with { Leverage = null }) is { } most)
        {
            yield return new Alteration($"the most leverage its tier allows, not {Text(chosen)}", most);
        }
    }

    private IEnumerable<Alteration> OfOrders()
    {
        if (Position.OrderInitial is { Value: > 0 } orders)
        {
            yield return new Alteration(
                $"open orders of this contract: {Text(orders.Value)} is in the venue's",
                Ours with { Initial = Ours.Initial + orders.Value });
        }
    }

    private IEnumerable<Alteration> OfUnit()
    {
        if (!Evaluations.Account.Prices.TryGetValue(Position.Unit, out var usd) || !Position.Unit.IsDollar || usd == 1)
            yield break;
        yield return new Alteration($"dollars, not {Position.Unit} at {Text(usd)}", Ours * usd);
        yield return new Alteration($"{Position.Unit} taken for a dollar, not at {Text(usd)}", Ours * (1 / usd));
    }

    // Notional, then leverages, tiers and fees on it. The table's own cum holds for linear contracts in the quote
    // currency and for coin tables in coins: the unit of the margin either way.
    private IEnumerable<Alteration> OfTiers(string first, VenuePosition at, Pair ours)
    {
        if (Notional(at) is not { } notional) yield break;
        if (Position.Initial is { Value: > 0 } initial && Whole(notional, initial) is { } leverage)
        {
            var chosen = Position.Leverage is { } l ? $"leverage {leverage}, not {Text(l)}" : $"leverage {leverage}";
            yield return new Alteration(first + chosen, ours with { Initial = notional / leverage });
        }
        var table = Table(at);
        for (var i = 0; i < (table?.Tiers.Count ?? 0); i++)
        {
            var maintenance = notional * table!.Tiers[i].Maintenance - table.Cum(i);
            if (i == table.TierOf(notional) || maintenance <= 0) continue;
            yield return new Alteration(
                $"{first}tier {i + 1} ({Percent(table.Tiers[i].Maintenance)}), not tier {table.TierOf(notional) + 1}",
                ours with { Maintenance = maintenance });
        }
        var side = Math.Sign(at.Quantity.ToDouble());
        for (var step = 1; step <= 20; step++)
        {
            var rate = step * 0.00005;
            var fee = notional * (1 - side / (notional / ours.Initial)) * rate;
            yield return new Alteration(
                $"{first}a closing fee of {Percent(rate)}", new Pair(ours.Initial + fee, ours.Maintenance + fee));
        }
    }

    private IEnumerable<(double Step, Alteration Alteration)> OfRate(string first, VenuePosition at, Pair ours)
    {
        if (Notional(at) is not { } notional || Position.Maintenance is not { } theirs) yield break;
        if (Rate(notional, theirs) is not var (rate, step) || Table(at) is not { } table) yield break;
        var own = Percent(table.Tiers[table.TierOf(notional)].Maintenance);
        yield return (step, new Alteration(
            $"{first}a maintenance rate of {Percent(rate)}, not {own}", ours with { Maintenance = notional * rate }));
    }

    /// <summary>The round share of the notional that the venue's maintenance margin is; null: it is none.</summary>
    public string? RateInWords()
    {
        if (Position.Maintenance is not { } theirs) return null;
        foreach (var (at, word) in new[] { (Position, "mark"), (AtEntry(), "entry") })
        {
            if (at is not null && Notional(at) is { } notional && Rate(notional, theirs) is var (rate, _))
                return $"{Percent(rate)} of the notional at {word}";
        }
        return null;
    }

    // A round rate proves something only where its neighbours lie many digits apart.
    private (double Rate, double Step)? Rate(double notional, Reported theirs)
    {
        foreach (var step in RateSteps)
        {
            var rate = Math.Round(theirs.Value / notional / step) * step;
            var isApart = step * notional >= 20 * theirs.Grain(Position.Unit);
            if (rate is > 0 and <= 1 && isApart && theirs.IsMetBy(notional * rate, Position.Unit)) return (rate, step);
        }
        return null;
    }

    private static int? Whole(double notional, Reported initial)
    {
        var n = (int)Math.Round(Math.Min(notional / initial.Value, 1_000));
        // Where neighbours lie within a few digits of each other a whole number proves nothing.
        return n is >= 1 and <= 200 && notional / n - notional / (n + 1) > 20 * initial.Grain(Currency.Usd) ? n : null;
    }

    // At a rate and a leverage of 1 the margin is the notional.
    private double? Notional(VenuePosition at)
    {
        if (at.Instrument!.IsOption) return null;
        var table = new TierTable("notional", [new MarginTier(0, 1e15, 1, 1)]);
        var tables = new TierTables(
            new Dictionary<Instruments.Instrument, TierTable> { [at.Instrument] = table },
            new Dictionary<Currency, TierTable>());
        var flat = Evaluations.WithTiers(_ => new TieredFutureMargin(tables, 0));
        if (TierCharge(at) is null) return null;
        return Evaluations.TryAlone(at with { Leverage = null }, flat)?.Maintenance;
    }

    private TierTable? Table(VenuePosition at) => TierCharge(at)?.Tables.Find(at.Instrument!)?.Table;

    private TieredFutureMargin? TierCharge(VenuePosition at) =>
        Evaluations.Rulebook.RulesFor(at.Instrument!.Base, at.Instrument.IsInverse && !Evaluations.Rulebook.LinearOnly)
            .Charges.OfType<TieredFutureMargin>().FirstOrDefault();

    internal static string Text(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    internal static string Percent(double rate) =>
        (rate * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";
}
