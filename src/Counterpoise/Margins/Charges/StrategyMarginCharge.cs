using Counterpoise.Margins.Strategies;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Strategy-based margin: positions on a coin are formed into recognised strategies (FINRA 4210(f)(2), Cboe 10.3) at
/// the least margin over all ways to do so; initial and maintenance are minimised separately.
/// </summary>
/// <param name="Rates">The rule's numbers.</param>
public sealed record StrategyMarginCharge(StrategyRates Rates) : Charge("strategies", Cause.StrikeNetting)
{
    /// <inheritdoc />
    public override bool NetsInstruments => true;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var held = new HeldStrategies(Rates, holdings);
        var (initialParts, maintenanceParts) = (held.Parts(isInitial: true), held.Parts(isInitial: false));
        return new ChargeResult(
            Sum(initialParts), Sum(maintenanceParts), initialParts, maintenanceParts, Explain(held, holdings));
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"the least margin: naked short price + max({Rates.Short:0.##%} × S − OTM, {Rates.Minimum:0.##%} "
        + $"× S or put strike), underlying {Rates.Initial:0.##%} initial, {Rates.LongMaintenance:0.##%} long and "
        + $"{Rates.ShortMaintenance:0.##%} short maintenance, {StrategyShapes.All.Count} shapes";

    private static double Sum(double[] parts)
    {
        var sum = 0.0;
        foreach (var part in parts) sum += part;
        return sum;
    }

    private static string Explain(HeldStrategies held, IReadOnlyList<Holding> holdings)
    {
        var coin = holdings[0].Base;
        var (initial, maintenance) = (Formed(held.Initial), Formed(held.Maintenance));
        var pieces = new List<string>();
        if (string.Equals(initial, maintenance, StringComparison.Ordinal)) pieces.Add(initial);
        else pieces.AddRange([$"initial {initial}", $"maintenance {maintenance}"]);
        pieces.RemoveAll(p => p.Length == 0);
        var alone = held.Alone.Count(a => a > 0);
        if (alone > 0) pieces.Add($"{alone} underlying in part or whole alone");
        if (pieces.Count == 0) return "";
        var lot = held.Book.LotSize > 0 ? $" in lots of {held.Book.LotSize:0.########}" : "";
        return $"{coin}{lot}: {string.Join(", ", pieces)}, {Proof(held)}";
    }

    private static string Proof(HeldStrategies held) => held.Initial.IsProven && held.Maintenance.IsProven
        ? "gap 0"
        : $"gap {held.Initial.Gap:0.##} initial, {held.Maintenance.Gap:0.##} maintenance, not proven";

    private static string Formed(Decomposition decomposition) => string.Join(
        " + ", decomposition.Strategies.GroupBy(s => s.Shape.Name).Select(g => $"{g.Sum(s => s.Count)} {g.Key}"));
}
