using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>Why a statement differs from an earlier one; also the order in which the causes are taken.</summary>
public enum ChangeCause
{
    /// <summary>The rulebook.</summary>
    Parameters = 0,

    /// <summary>Time passes at the old prices and volatilities; what expires is settled.</summary>
    Time = 1,

    /// <summary>Index, forwards, marks of futures, rates, prices of stable-coins.</summary>
    Prices = 2,

    /// <summary>Implied volatilities.</summary>
    Volatility = 3,

    /// <summary>
    /// Balances beyond what was settled, and gains of untraded futures paid into them: deposits, withdrawals, premiums,
    /// fees, funding.
    /// </summary>
    Collateral = 4,

    /// <summary>Positions, orders, reserved margin and leverage chosen.</summary>
    Trades = 5,
}

/// <summary>What a statement is made from.</summary>
/// <param name="Rulebook">The rules.</param>
/// <param name="Portfolio">What is held.</param>
/// <param name="Market">What it is held against.</param>
public sealed record StatementInput(Rulebook Rulebook, Portfolio Portfolio, Market Market)
{
    /// <summary>What was fitted to the market; only a rulebook that prices from a surface looks at it.</summary>
    public SmileSet? Smiles { get; init; }
}

/// <summary>
/// Why margin changed between two statements: the states between them, one cause after another in the order of
/// <see cref="ChangeCause"/>, each evaluated. A part is the difference of two neighbours, so the parts sum to the whole
/// exactly; which part a joint effect falls to depends on the order.
/// </summary>
public sealed class MarginChange
{
    private readonly Margin[] _states;

    private MarginChange(StatementInput[] inputs, Margin[] states, RolledPortfolio rolled) =>
        (InputBefore, InputAfter, _states, Rolled) = (inputs[0], inputs[1], states, rolled);

    /// <summary>What the statement before was made from.</summary>
    public StatementInput InputBefore { get; }

    /// <summary>What the statement after was made from.</summary>
    public StatementInput InputAfter { get; }

    /// <summary>The statement before.</summary>
    public Margin Before => _states[0];

    /// <summary>The statement after.</summary>
    public Margin After => _states[^1];

    /// <summary>The statement before, then that after each cause.</summary>
    public IReadOnlyList<Margin> States => _states;

    /// <summary>
    /// The portfolio before in the prices after: what expired, and the cash it is taken to be settled for.
    /// </summary>
    public RolledPortfolio Rolled { get; }

    /// <summary>Margin currencies of any of the states, in order of their code.</summary>
    public IReadOnlyList<Currency> Units =>
        [.. _states.SelectMany(s => s.Buckets).Select(b => b.Unit).Distinct().Order()];

    /// <summary>Explains a change.</summary>
    /// <param name="before">The earlier statement.</param>
    /// <param name="after">The later one.</param>
    /// <exception cref="InvalidInputException">
    /// A state cannot be evaluated: a rulebook has no rule for something held, or the later market lacks the price or
    /// volatility of something held before. The message names the step.
    /// </exception>
    public static MarginChange Between(StatementInput before, StatementInput after)
    {
        var aged = MarketSteps.AtTime(before.Market, after.Market);
        var repriced = MarketSteps.AtPrices(before.Market, after.Market);
        var rules = after.Rulebook;
        var first = Evaluate("before", before);
        var ruled = before with { Rulebook = rules };
        RolledPortfolio Roll(string step, Market market) => In(
            step, () => PortfolioRoll.Roll(rules, before.Portfolio, before.Market, market));
        var waited = Roll("time", aged);
        var moved = Roll("prices", repriced);
        var paid = Paid(moved.Portfolio, after.Portfolio);
        Margin[] states =
        [
            first,
            Evaluate("parameters", ruled),
            Evaluate("time", new StatementInput(rules, waited.Portfolio, aged) { Smiles = Sticky(aged) }),
            Evaluate("prices", new StatementInput(rules, moved.Portfolio, repriced) { Smiles = Sticky(repriced) }),
            Evaluate("volatility", after with { Portfolio = moved.Portfolio }),
            Evaluate("collateral", after with { Portfolio = paid }),
            Evaluate("trades", after),
        ];
        return new MarginChange([before, after], states, moved);

        Margin Evaluate(string step, StatementInput input) => In(step, () => MarginEvaluator.Evaluate(
            input.Rulebook, input.Portfolio, input.Market, input.Smiles));

        SmileSet? Sticky(Market market) => StickySmiles.Of(before.Smiles, before.Market, market, static _ => 1);
    }

    /// <summary>A requirement or equity of one margin currency.</summary>
    /// <param name="measure">Which.</param>
    /// <param name="unit">The margin currency; a state without it has 0.</param>
    /// <param name="decimals">Grain, 0 to 9; before and after are rounded as in a statement.</param>
    public ChangeParts Of(ChangeMeasure measure, Currency unit, int decimals = Amount.Decimals) =>
        new(measure, unit, decimals, Array.ConvertAll(_states, s => ValueOf(measure, s, unit)));

    /// <summary>The same of all margin currencies, USD at the index of each state.</summary>
    public ChangeParts OfUsd(ChangeMeasure measure, int decimals = Amount.Decimals) =>
        new(measure, Currency.Usd, decimals, Array.ConvertAll(_states, s => measure switch
        {
            ChangeMeasure.Initial => s.InitialUsd,
            ChangeMeasure.Maintenance => s.MaintenanceUsd,
            _ => s.EquityUsd,
        }));

    private static double ValueOf(ChangeMeasure measure, Margin state, Currency unit)
    {
        foreach (var bucket in state.Buckets)
        {
            if (bucket.Unit != unit) continue;
            return measure switch
            {
                ChangeMeasure.Initial => bucket.Initial.Exact,
                ChangeMeasure.Maintenance => bucket.Maintenance.Exact,
                _ => bucket.Equity.Total,
            };
        }
        return 0;
    }

    // Balances as they are afterwards; rows of what was not traded too, so that a gain that was paid out is neutral.
    private static Portfolio Paid(Portfolio rolled, Portfolio after)
    {
        var (old, now) = (NetOf(rolled), NetOf(after));
        bool IsUntraded(Position p) => old.GetValueOrDefault(p.Instrument) == now.GetValueOrDefault(p.Instrument);
        return rolled with
        {
            Balances = after.Balances,
            Positions = [.. rolled.Positions.Where(p => !IsUntraded(p)), .. after.Positions.Where(IsUntraded)],
        };
    }

    private static Dictionary<Instruments.Instrument, Quantity> NetOf(Portfolio portfolio) =>
        portfolio.NetPositions().ToDictionary(p => p.Instrument, p => p.Quantity);

    private static T In<T>(string step, Func<T> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (InvalidInputException e)
        {
            throw e.In($"step {step}");
        }
    }
}
