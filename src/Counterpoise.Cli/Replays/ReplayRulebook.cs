using System.Diagnostics;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>What a whole rulebook asks of the first accounts at an instant.</summary>
/// <param name="Initial">Σ of initial requirements, USD.</param>
/// <param name="Maintenance">Σ of maintenance requirements, USD.</param>
/// <param name="Micros">Time for an account, microseconds.</param>
internal sealed record RulebookMargin(double Initial, double Maintenance, double Micros);

/// <summary>
/// The first accounts of a replay under a whole rulebook, every charge included: the market at the time, with the
/// parameters the indicators give, for rulebooks that take them.
/// </summary>
internal sealed class ReplayRulebook(Rulebook rulebook, Market market, IReadOnlyList<Portfolio> portfolios)
{
    /// <summary>So many accounts.</summary>
    public const int MostAccounts = 1_000;

    /// <summary>Accounts evaluated.</summary>
    public int Accounts => portfolios.Count;

    /// <summary>Evaluates them all.</summary>
    /// <param name="factor">Price over the price of the market.</param>
    /// <param name="elapsed">Time since the market.</param>
    /// <param name="risk">Parameters then.</param>
    /// <exception cref="InvalidInputException">The rulebook has no rule for something held.</exception>
    public RulebookMargin At(double factor, Duration elapsed, RiskParameters risk)
    {
        var moved = new Scenario(factor, VolShock.None, elapsed).Apply(market);
        var underlyings = moved.Underlyings.ToDictionary(u => u.Key, u => u.Value with { Risk = risk });
        var marked = new MarkedMarket(moved with { Underlyings = underlyings });
        double initial = 0, maintenance = 0;
        var start = Stopwatch.GetTimestamp();
        foreach (var portfolio in portfolios)
        {
            var totals = MarginEvaluator.Requirements(rulebook, new MarkedPortfolio(portfolio, marked));
            initial += totals.InitialUsd;
            maintenance += totals.MaintenanceUsd;
        }
        var micros = Stopwatch.GetElapsedTime(start).TotalMicroseconds / portfolios.Count;
        return new RulebookMargin(initial, maintenance, micros);
    }
}
