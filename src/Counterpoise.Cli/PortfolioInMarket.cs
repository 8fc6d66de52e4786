using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli;

/// <summary>Whether a portfolio can stand in a market; what is wrong is said with the portfolio's file.</summary>
internal static class PortfolioInMarket
{
    /// <summary>Says nothing if all is well.</summary>
    /// <exception cref="InvalidInputException">A position has expired, is off its lot, or cannot be priced.</exception>
    public static void Check(string path, Portfolio portfolio, Market market) =>
        InputFile.Parse(path, default, _ =>
        {
            PortfolioCheck.Validate(portfolio, market);
            return portfolio;
        });
}
