namespace Counterpoise.Margins.Strategies;

/// <summary>Margin of one unit of a strategy, quote currency per coin (or share), ≥ 0.</summary>
/// <param name="Initial">May it be opened?</param>
/// <param name="Maintenance">May it be kept?</param>
public readonly record struct StrategyMargin(double Initial, double Maintenance);

/// <summary>Where a shape and its margin come from.</summary>
public enum RuleOrigin
{
    /// <summary>The table of Lean's models, read.</summary>
    Read = 0,

    /// <summary>The rule's text as remembered, no page at hand.</summary>
    Known = 1,

    /// <summary>Follows from other rules by symmetry or by adding parts.</summary>
    Inferred = 2,
}

/// <summary>One leg of a shape.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Units">Signed lots per unit of the strategy.</param>
/// <param name="Strike">
/// Place among the shape's strikes: equal places are equal strikes, a higher place is a higher strike; −1: any strike.
/// </param>
/// <param name="Expiry">0 near, 1 far; equal places are equal expiries, far is later.</param>
public readonly record struct ShapeLeg(LegKind Kind, int Units, int Strike, int Expiry);

/// <summary>A relation between the widths of a shape's strikes.</summary>
public enum Widths
{
    /// <summary>Any.</summary>
    Free = 0,

    /// <summary>All intervals between neighbouring strikes are equal.</summary>
    Equal = 1,

    /// <summary>The lowest and the highest interval are equal.</summary>
    EqualWings = 2,
}

/// <summary>
/// A strategy the rules recognise: legs with relations of strike and expiry, and a margin. Written
/// <c>"+P0 -P1 -C1 +C2"</c>: sign and units, P, C or U (underlying), place of the strike (<c>?</c>: any), and
/// <c>'</c> for the far expiry.
/// </summary>
public sealed class StrategyShape
{
    private StrategyShape(
        string name, string text, Widths widths, RuleOrigin origin, ShapeLeg[] legs, MarginRule rule)
    {
        Name = name;
        Text = text;
        Widths = widths;
        Origin = origin;
        Legs = legs;
        Rule = rule;
    }

    /// <summary>The margin from the rates, the underlying's price and the legs in the shape's order.</summary>
    internal delegate StrategyMargin MarginRule(StrategyRates rates, double spot, ReadOnlySpan<StrategyLeg> legs);

    /// <summary>As printed, e.g. <c>short strangle</c>.</summary>
    public string Name { get; }

    /// <summary>Its legs as written.</summary>
    public string Text { get; }

    /// <summary>Relation of its widths.</summary>
    public Widths Widths { get; }

    /// <summary>Where it comes from.</summary>
    public RuleOrigin Origin { get; }

    /// <summary>Its legs.</summary>
    public IReadOnlyList<ShapeLeg> Legs { get; }

    private MarginRule Rule { get; }

    /// <summary>The margin of one unit.</summary>
    /// <param name="rates">The rule's numbers.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="legs">In the order of <see cref="Legs"/>.</param>
    public StrategyMargin Margin(StrategyRates rates, double spot, ReadOnlySpan<StrategyLeg> legs) =>
        Rule(rates, spot, legs);

    /// <summary>True if legs, in the shape's order, have its strikes, expiries and widths.</summary>
    public bool Fits(ReadOnlySpan<StrategyLeg> legs)
    {
        for (var i = 0; i < legs.Length; i++)
            if (!FitsNext(legs[..(i + 1)])) return false;
        return true;
    }

    /// <summary>The same for the last of some first legs, given that those before it fit.</summary>
    internal bool FitsNext(ReadOnlySpan<StrategyLeg> legs)
    {
        var last = legs.Length - 1;
        var (leg, place) = (legs[last], Legs[last]);
        if (leg.Kind != place.Kind || Math.Sign(leg.Lots) != Math.Sign(place.Units)) return false;
        if (place.Kind != LegKind.Underlying)
        {
            for (var i = 0; i < last; i++)
            {
                if (Legs[i].Kind == LegKind.Underlying) continue;
                if (leg.Expiry.CompareTo(legs[i].Expiry) != place.Expiry.CompareTo(Legs[i].Expiry)) return false;
                if (place.Strike < 0 || Legs[i].Strike < 0) continue;
                if (leg.Strike.CompareTo(legs[i].Strike) != place.Strike.CompareTo(Legs[i].Strike)) return false;
            }
        }
        return last < Legs.Count - 1 || HasWidths(legs);
    }

    internal static StrategyShape Parse(
        string name, string text, RuleOrigin origin, MarginRule rule, Widths widths = Widths.Free) =>
        new(name, text, widths, origin, [.. text.Split(' ').Select(ParseLeg)], rule);

    private static ShapeLeg ParseLeg(string text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var at = 1;
        var units = char.IsDigit(text[at]) ? text[at++] - '0' : 1;
        var kind = text[at++] switch { 'U' => LegKind.Underlying, 'C' => LegKind.Call, _ => LegKind.Put };
        if (kind == LegKind.Underlying) return new ShapeLeg(kind, sign * units, 0, 0);
        var strike = text[at] == '?' ? -1 : text[at] - '0';
        return new ShapeLeg(kind, sign * units, strike, text.EndsWith('\'') ? 1 : 0);
    }

    private bool HasWidths(ReadOnlySpan<StrategyLeg> legs)
    {
        if (Widths == Widths.Free) return true;
        Span<double> strikes = stackalloc double[4];
        var count = 0;
        for (var i = 0; i < legs.Length; i++)
        {
            strikes[Legs[i].Strike] = legs[i].Strike;
            count = Math.Max(count, Legs[i].Strike + 1);
        }
        if (Widths == Widths.EqualWings)
            return strikes[1] - strikes[0] == strikes[count - 1] - strikes[count - 2];
        for (var i = 2; i < count; i++)
            if (strikes[i] - strikes[i - 1] != strikes[1] - strikes[0]) return false;
        return true;
    }
}
