using System.Diagnostics;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli;

/// <summary>What evaluations take once their code is compiled: the fastest of all rounds within some seconds.</summary>
internal static class EvaluationTimes
{
    private const double Seconds = 3;

    /// <summary>Milliseconds of each rulebook, evaluated one after the other in every round.</summary>
    /// <param name="rulebooks">They have been evaluated before: none refuses the portfolio.</param>
    /// <param name="portfolio">What is held.</param>
    /// <param name="market">Against what.</param>
    /// <param name="smiles">What was fitted to it.</param>
    public static double[] Fastest(
        IReadOnlyList<Rulebook> rulebooks, Portfolio portfolio, Market market, SmileSet? smiles)
    {
        var fastest = new double[rulebooks.Count];
        Array.Fill(fastest, double.PositiveInfinity);
        var begin = Stopwatch.GetTimestamp();
        do
        {
            // What rulebooks share is looked up anew, at the cost of the first.
            var held = new MarkedPortfolio(portfolio, market, smiles);
            for (var i = 0; i < fastest.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                MarginEvaluator.Evaluate(rulebooks[i], held);
                fastest[i] = Math.Min(fastest[i], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds);
        return fastest;
    }

    /// <summary>True for a rulebook that searches strategies or runs a history: it takes a time of its own.</summary>
    public static bool IsApart(Rulebook rulebook) =>
        rulebook.InitialReducer.Kind != ReducerKind.Worst
        || rulebook.Underlyings.Any(u => u.Charges.Any(c => c is StrategyMarginCharge));
}
