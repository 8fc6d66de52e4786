using static Counterpoise.Margins.Strategies.RuleOrigin;
using static Counterpoise.Margins.Strategies.StrategyRules;

namespace Counterpoise.Margins.Strategies;

/// <summary>Every strategy recognised: the table of <c>docs/numerics/strategies.md</c>.</summary>
public static class StrategyShapes
{
    private static readonly StrategyShape[] Singles =
    [
        Shape("long call", "+C0", Read, None),
        Shape("long put", "+P0", Read, None),
        Shape("naked call", "-C0", Read, NakedLeg(0)),
        Shape("naked put", "-P0", Read, NakedLeg(0)),
        Shape("long underlying", "+U", Known, Long),
        Shape("short underlying", "-U", Known, Short),
    ];

    private static readonly StrategyShape[] WithUnderlying =
    [
        Shape("conversion", "+U +P0 -C0", Read, Conversion),
        Shape("reverse conversion", "-U +C0 -P0", Read, Conversion),
        Shape("collar", "+U +P0 -C1", Read, Collar),
        Shape("covered call", "+U -C0", Read, CoveredCall),
        Shape("covered put", "-U -P0", Known, CoveredPut),
        Shape("protective put", "+U +P0", Read, ProtectedLong),
        Shape("protective call", "-U +C0", Read, ProtectedShort),
    ];

    private static readonly StrategyShape[] FourLegs =
    [
        Shape("iron butterfly", "+P0 -P1 -C1 +C2", Read, WiderWing, Widths.Equal),
        Shape("short iron butterfly", "-P0 +P1 +C1 -C2", Read, None, Widths.Equal),
        Shape("iron condor", "+P0 -P1 -C2 +C3", Read, WiderWing),
        Shape("short iron condor", "-P0 +P1 +C2 -C3", Read, None),
        Shape("long call condor", "+C0 -C1 -C2 +C3", Known, None, Widths.EqualWings),
        Shape("long put condor", "+P0 -P1 -P2 +P3", Known, None, Widths.EqualWings),
        Shape("short call condor", "-C0 +C1 +C2 -C3", Known, Interval(0, 1), Widths.EqualWings),
        Shape("short put condor", "-P0 +P1 +P2 -P3", Known, Interval(0, 1), Widths.EqualWings),
        Shape("long box", "+C0 -C1 -P0 +P1", Read, None),
        Shape("short box", "-C0 +C1 +P0 -P1", Read, ShortBox),
        Shape("jelly roll", "-C0 +P0 +C0' -P0'", Read, NakedLeg(3)),
        Shape("short jelly roll", "+C0 -P0 -C0' +P0'", Read, NakedLeg(2)),
    ];

    private static readonly StrategyShape[] ThreeLegs =
    [
        Shape("long call butterfly", "+C0 -2C1 +C2", Read, None, Widths.Equal),
        Shape("long put butterfly", "+P0 -2P1 +P2", Read, None, Widths.Equal),
        Shape("short call butterfly", "-C0 +2C1 -C2", Read, Interval(0, 1), Widths.Equal),
        Shape("short put butterfly", "-P0 +2P1 -P2", Read, Interval(0, 1), Widths.Equal),
        Shape("bear call ladder", "-C0 +C1 +C2", Read, Width(0, 1)),
        Shape("bull call ladder", "+C0 -C1 -C2", Read, NakedLeg(2)),
        Shape("bear put ladder", "-P0 -P1 +P2", Read, NakedLeg(0)),
        Shape("bull put ladder", "+P0 +P1 -P2", Read, Width(2, 1)),
    ];

    private static readonly StrategyShape[] Spreads =
    [
        Shape("call backspread", "-C0 +2C1", Inferred, Width(0, 1)),
        Shape("put backspread", "+2P0 -P1", Inferred, Width(1, 0)),
        Shape("call ratio spread", "+C0 -2C1", Inferred, NakedLeg(1)),
        Shape("put ratio spread", "-2P0 +P1", Inferred, NakedLeg(0)),
        Shape("bear call spread", "-C0 +C1", Read, Width(0, 1)),
        Shape("bull call spread", "+C0 -C1", Read, None),
        Shape("bull put spread", "+P0 -P1", Read, Width(1, 0)),
        Shape("bear put spread", "-P0 +P1", Read, None),
        Shape("call calendar spread", "-C0 +C0'", Read, None),
        Shape("put calendar spread", "-P0 +P0'", Read, None),
        Shape("short call calendar spread", "+C0 -C0'", Read, NakedLeg(1)),
        Shape("short put calendar spread", "+P0 -P0'", Read, NakedLeg(1)),
        Shape("bear call diagonal", "-C0 +C1'", Known, Width(0, 1)),
        Shape("bull call diagonal", "+C0' -C1", Known, None),
        Shape("bull put diagonal", "+P0' -P1", Known, Width(1, 0)),
        Shape("bear put diagonal", "-P0 +P1'", Known, None),
    ];

    private static readonly StrategyShape[] Pairs =
    [
        Shape("long straddle", "+C0 +P0", Read, None),
        Shape("long strangle", "+P0 +C1", Read, None),
        Shape("long guts", "+C0 +P1", Inferred, None),
        Shape("short straddle", "-C0 -P0", Read, ShortPair),
        Shape("short strangle", "-P0 -C1", Read, ShortPair),
        Shape("short guts", "-C0 -P1", Known, ShortPair),
        Shape("short combination, call later", "-P? -C?'", Known, ShortPair),
        Shape("short combination, put later", "-C? -P?'", Known, ShortPair),
    ];

    /// <summary>All shapes, those with more legs first; single legs last.</summary>
    public static IReadOnlyList<StrategyShape> All { get; } =
        [.. FourLegs, .. ThreeLegs, .. WithUnderlying, .. Spreads, .. Pairs, .. Singles];

    /// <summary>The shape of one leg alone, by its kind and sign.</summary>
    public static StrategyShape Single(ShapeLeg leg) =>
        Array.Find(Singles, s => s.Legs[0].Kind == leg.Kind && s.Legs[0].Units > 0 == leg.Units > 0)!;

    private static StrategyShape Shape(
        string name, string text, RuleOrigin origin, StrategyShape.MarginRule rule, Widths widths = Widths.Free) =>
        StrategyShape.Parse(name, text, origin, rule, widths);
}
