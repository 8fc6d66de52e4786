namespace Counterpoise.Margins.Strategies;

/// <summary>
/// Holdings on one coin as a book of legs. A lot is the largest common step of all quantities. An underlying that would
/// make it finer than a thousandth of the options' common step is left out of that; the lot is then a hundredth of the
/// others' common step, and what is not a whole lot of such an underlying stands alone. Without options there are no
/// lots and everything stands alone.
/// </summary>
public sealed class HeldStrategies
{
    // Quantities are whole numbers of this many to a coin.
    private const double StepsPerCoin = 1e8;
    private const long FinestShare = 1_000;
    private const long MostFineLots = 1_000_000;

    private static readonly long[] Parts100 = [100, 50, 20, 10, 5, 4, 2, 1];

    private readonly IReadOnlyList<Holding> _holdings;
    private readonly StrategyRates _rates;
    private readonly List<int> _rows = [];

    /// <summary>Takes holdings apart.</summary>
    /// <param name="rates">The rule's numbers.</param>
    /// <param name="holdings">On one coin, linear; other collateral than the coin has no part in it.</param>
    /// <exception cref="InvalidInputException">A coin-settled contract: these rules know dollars only.</exception>
    public HeldStrategies(StrategyRates rates, IReadOnlyList<Holding> holdings)
    {
        (_rates, _holdings) = (rates, holdings);
        Alone = new double[holdings.Count];
        var lot = LotSteps(holdings);
        var legs = new List<StrategyLeg>();
        for (var row = 0; row < holdings.Count; row++)
        {
            var h = holdings[row];
            if (h.Base == default || h.Quantity == 0) continue;
            var lots = lot == 0 ? 0 : Steps(h) / lot;
            // Half a step is rounding, not a holding.
            var rest = h.Coins - lots * (lot / StepsPerCoin);
            if (!h.IsOption && rest > 0.5 / StepsPerCoin) Alone[row] = rest;
            if (lots == 0) continue;
            legs.Add(LegOf(h, lots));
            _rows.Add(row);
        }
        Book = new StrategyBook(holdings[0].Index, lot / StepsPerCoin, legs);
        Initial = Decomposition.Of(rates, Book, isInitial: true);
        Maintenance = Decomposition.Of(rates, Book, isInitial: false);
    }

    /// <summary>The legs.</summary>
    public StrategyBook Book { get; }

    /// <summary>The least initial margin and what is formed for it.</summary>
    public Decomposition Initial { get; }

    /// <summary>The least maintenance margin and what is formed for it.</summary>
    public Decomposition Maintenance { get; }

    /// <summary>By holding: coins of an underlying that are no whole lot, ≥ 0.</summary>
    public double[] Alone { get; }

    /// <summary>
    /// Margin by holding, quote currency: a strategy's margin goes to its legs in proportion to what they need alone.
    /// All parts are whole grains, so their sum is exact.
    /// </summary>
    public double[] Parts(bool isInitial)
    {
        var parts = new double[_holdings.Count];
        var grain = (isInitial ? Initial : Maintenance).Grain;
        for (var row = 0; row < parts.Length; row++)
        {
            if (Alone[row] == 0) continue;
            var leg = new ShapeLeg(LegKind.Underlying, _holdings[row].Quantity > 0 ? 1 : -1, 0, 0);
            var margin = StrategyShapes.Single(leg).Margin(_rates, Book.Spot, []);
            var amount = Alone[row] * (isInitial ? margin.Initial : margin.Maintenance);
            parts[row] = grain == 0 ? amount : Math.Ceiling(amount / grain) * grain;
        }
        foreach (var strategy in (isInitial ? Initial : Maintenance).Strategies)
            Share(strategy, isInitial, grain, parts);
        return parts;
    }

    private void Share(FormedStrategy strategy, bool isInitial, double grain, double[] parts)
    {
        if (strategy.Margin == 0) return;
        var weights = new double[strategy.Legs.Count];
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var leg = Book.Legs[strategy.Legs[i]];
            var place = strategy.Shape.Legs[i];
            var alone = StrategyShapes.Single(place).Margin(_rates, Book.Spot, [leg]);
            weights[i] = Math.Abs(place.Units) * (isInitial ? alone.Initial : alone.Maintenance);
            sum += weights[i];
        }
        var left = strategy.Margin;
        var heaviest = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var part = Math.Floor(strategy.Margin * (weights[i] / sum) / grain) * grain;
            parts[_rows[strategy.Legs[i]]] += part;
            left -= part;
            if (weights[i] > weights[heaviest]) heaviest = i;
        }
        parts[_rows[strategy.Legs[heaviest]]] += left;
    }

    private static StrategyLeg LegOf(Holding h, long lots)
    {
        var signed = h.Quantity > 0 ? lots : -lots;
        if (!h.IsOption) return new StrategyLeg(h.Name, LegKind.Underlying, 0, 0, 0, signed);
        var kind = h.Contract.Right == Instruments.OptionRight.Call ? LegKind.Call : LegKind.Put;
        return new StrategyLeg(h.Name, kind, h.Contract.Strike, h.Contract.Seconds, Math.Max(h.Mark, 0), signed);
    }

    private static long LotSteps(IReadOnlyList<Holding> holdings)
    {
        var lot = 0L;
        foreach (var h in holdings)
        {
            if (h.Contract.IsInverse)
            {
                throw new InvalidInputException(
                    "rulebook", null, "forms strategies of coin-settled contracts", "set \"linearOnly\" to true");
            }
            if (h.IsOption) lot = CommonStep(lot, Steps(h));
        }
        var options = lot;
        var isOdd = false;
        foreach (var h in holdings)
        {
            if (lot == 0 || h.IsOption || h.Base == default) continue;
            var common = CommonStep(lot, Steps(h));
            if (common >= options / FinestShare) lot = common;
            else isOdd = true;
        }
        if (!isOdd) return lot;
        var lots = holdings.Sum(Steps) / lot;
        var parts = Array.Find(Parts100, p => lot % p == 0 && (p == 1 || lots * p <= MostFineLots));
        return lot / parts;
    }

    private static long Steps(Holding h) => (long)Math.Round(h.Coins * StepsPerCoin);

    private static long CommonStep(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
