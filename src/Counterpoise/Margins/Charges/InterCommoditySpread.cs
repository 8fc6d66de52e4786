using Counterpoise.Margins.Scanning;
using Counterpoise.Units;

namespace Counterpoise.Margins.Charges;

/// <summary>What a coin of delta in a spread is worth: SPAN's weighted price risk.</summary>
public enum SpreadMethod
{
    /// <summary>max(price risk / |net delta|, 0).</summary>
    Normal = 0,

    /// <summary>The price scan range.</summary>
    ScanRange = 1,

    /// <summary>The normal one, at most the price scan range.</summary>
    ScanRangeCap = 2,
}

/// <summary>
/// An inter-commodity spread of SPAN: two coins of opposite delta form n = min(|Δ₁|/ratio₁, |Δ₂|/ratio₂) spreads; each
/// leg earns weighted price risk × n × ratio × rate, off its own scanning risk. Spreads are formed in their order,
/// each using up delta. Price risk = (loss of the active scenario + loss of its pair, the same price move with the
/// other volatility)/2 − time risk; time risk = mean loss of the scenarios without a price move.
/// Sources: HKEX PRiME summary, CME report definitions; time risk and current (not composite) deltas: our reading.
/// </summary>
/// <param name="First">One coin.</param>
/// <param name="FirstRatio">Coins of it in a spread.</param>
/// <param name="Second">The other, of opposite delta.</param>
/// <param name="SecondRatio">Coins of it in a spread.</param>
/// <param name="Rate">Credit rate, 0 to 1.</param>
/// <param name="Method">Weighted price risk.</param>
public sealed record InterCommoditySpread(
    Currency First, double FirstRatio, Currency Second, double SecondRatio, double Rate, SpreadMethod Method)
{
    /// <summary>The rule in words and numbers, for <c>rulebooks show</c>.</summary>
    public string Describe()
    {
        var risk = Method switch
        {
            SpreadMethod.ScanRange => "the price scan range",
            SpreadMethod.ScanRangeCap => "the weighted price risk, at most the price scan range",
            _ => "the weighted price risk",
        };
        return $"{FirstRatio:0.####} {First} against {SecondRatio:0.####} {Second}: {Rate:0.##%} of {risk}";
    }

    /// <summary>Gives the units their credits.</summary>
    internal static void Apply(IReadOnlyList<InterCommoditySpread> spreads, UnitMargin[] units)
    {
        if (spreads.Count == 0) return;
        var deltas = Array.ConvertAll(units, u => u.NetDelta);
        foreach (var spread in spreads)
        {
            var first = Array.FindIndex(units, u => u.Coin == spread.First);
            var second = Array.FindIndex(units, u => u.Coin == spread.Second);
            if (first < 0 || second < 0 || Math.Sign(deltas[first]) * Math.Sign(deltas[second]) >= 0) continue;
            var count = Math.Min(
                Math.Abs(deltas[first]) / spread.FirstRatio, Math.Abs(deltas[second]) / spread.SecondRatio);
            spread.Take(units[first], ref deltas[first], count * spread.FirstRatio);
            spread.Take(units[second], ref deltas[second], count * spread.SecondRatio);
        }
    }

    private void Take(UnitMargin unit, ref double delta, double coins)
    {
        unit.Credit += WeightedPriceRisk(unit) * coins * Rate;
        delta -= Math.Sign(delta) * coins;
    }

    private double WeightedPriceRisk(UnitMargin unit)
    {
        var range = ScanRange(unit.Scan) * unit.CoinRate;
        if (Method == SpreadMethod.ScanRange) return range;
        var normal = Math.Max(PriceRisk(unit.Scan) / Math.Abs(unit.NetDelta), 0);
        return Method == SpreadMethod.Normal ? normal : Math.Min(normal, range);
    }

    private static double PriceRisk(ScanResult scan)
    {
        if (scan.Binding is not { Cell: { } active } binding) return 0;
        var pair = binding.Loss;
        double time = 0, unmoved = 0;
        foreach (var competitor in scan.Competitors)
        {
            if (competitor.Cell is not { } cell) continue;
            if (cell.Scenario.Spot == 1)
            {
                time += competitor.Loss;
                unmoved++;
            }
            if (cell.Scenario.Spot == active.Scenario.Spot && cell.Scenario.Vol != active.Scenario.Vol)
                pair = competitor.Loss;
        }
        return (binding.Loss + pair) / 2 - (unmoved > 0 ? time / unmoved : 0);
    }

    // The farthest move that counts in full.
    private static double ScanRange(ScanResult scan) => scan.Competitors
        .Where(c => c.Cell is { Weight: 1 }).Select(c => Math.Abs(c.Cell!.Scenario.SpotMove)).DefaultIfEmpty(0).Max();
}
