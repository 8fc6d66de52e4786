using Counterpoise.Cli.Changes;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli;

/// <summary>A portfolio with trades, in a market that moves.</summary>
/// <param name="path">File of the portfolio, for messages.</param>
/// <param name="portfolio">Before the trades.</param>
/// <param name="market">Today.</param>
/// <param name="trades">Done today; may be none.</param>
/// <param name="decimals">Null for people.</param>
internal sealed class WhatIf(
    string path, Portfolio portfolio, Market market, IReadOnlyList<Trade> trades, int? decimals)
{
    private readonly Portfolio _traded = Trade.Apply(trades, portfolio, market);

    /// <summary>Before and after, by rulebook.</summary>
    /// <param name="books">Rulebooks; of several, one that has no rule for this book is named and left out.</param>
    /// <param name="course">One move, or none.</param>
    /// <param name="error">Where what is left out is named.</param>
    public IReadOnlyList<StatementChange> Changes(
        IReadOnlyList<Rulebook> books, IReadOnlyList<MarketMove> course, TextWriter error)
    {
        // One fit serves before and after: of a market that moves, the strikes keep what was fitted.
        var smiles = FittedSmiles.Of(market, books);
        return Each(books, error, book =>
        {
            var before = Today(portfolio);
            if (course.Count == 0) return new StatementChange(before, Today(_traded), trades);
            var moved = MovedMargin.Of(book, _traded, market, course[0], smiles);
            return new StatementChange(before, new Statement(moved.Margin, moved.Market, decimals), trades, moved);

            Statement Today(Portfolio held) =>
                new(MarginEvaluator.Evaluate(book, held, market, smiles), market, decimals);
        });
    }

    /// <summary>The path through several days, by rulebook.</summary>
    public IReadOnlyList<MarginPath> Paths(
        IReadOnlyList<Rulebook> books, IReadOnlyList<MarketMove> course, TextWriter error)
    {
        var smiles = FittedSmiles.Of(market, books);
        return Each(books, error, book => new MarginPath(
            new Statement(MarginEvaluator.Evaluate(book, _traded, market, smiles), market, decimals),
            [.. course.Select(move => MovedMargin.Of(book, _traded, market, move, smiles))], decimals));
    }

    private List<T> Each<T>(IReadOnlyList<Rulebook> books, TextWriter error, Func<Rulebook, T> evaluate)
    {
        List<T> found = [];
        foreach (var book in books)
        {
            try
            {
                found.Add(evaluate(book));
            }
            catch (InvalidInputException e)
            {
                if (books.Count == 1) throw e.In(path);
                error.WriteLine($"{book.Name} not applicable: {e.Message}");
            }
        }
        return found;
    }
}
