using System.CommandLine;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli;

/// <summary>The options of commands that ask something of one portfolio in one market.</summary>
internal sealed class PortfolioQuestion
{
    private readonly Argument<string> _file = new("portfolio")
    {
        Description = "portfolio file (JSON, may be .gz; - is standard input)",
    };

    private readonly Option<string?> _market = Options.Market();
    private readonly Option<string[]> _rulebook = RulebookChoice.Option();
    private readonly Option<string?> _tiers = RulebookChoice.Tiers();
    private readonly HistoryOptions _history = new();
    private readonly VolOptions _vols = new();
    private readonly Option<bool> _json = Options.Json();

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _file);
        foreach (var option in (Option[])[_market, _rulebook, _tiers, _json]) command.Options.Add(option);
        _history.AddTo(command);
        _vols.AddTo(command);
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="InvalidInputException">One cannot be used.</exception>
    public AskedPortfolio Read(ParseResult parsed)
    {
        var path = parsed.GetValue(_file)!;
        var portfolio = InputFile.Read(path, PortfolioJson.Read);
        var source = MarketFile.Read(parsed.GetValue(_market), path);
        PortfolioInMarket.Check(path, portfolio, source.Market);
        var configuration = parsed.InvocationConfiguration;
        if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
        var chosen = _history.Apply(RulebookChoice.Read(parsed.GetValue(_rulebook)), parsed);
        var books = _vols.Apply(RulebookChoice.WithTiers(chosen, parsed.GetValue(_tiers)), parsed);
        return new AskedPortfolio(
            path, portfolio, new MarkedMarket(source.Market, FittedSmiles.Of(source.Market, books)), books)
        {
            Inputs =
            [
                path, source.Path, .. RulebookChoice.Files(parsed.GetValue(_rulebook)), .. _history.Paths(parsed),
                .. parsed.GetValue(_tiers) is { } own ? [own] : (string[])[],
            ],
            AsJson = parsed.GetValue(_json),
            Output = configuration.Output,
            Error = configuration.Error,
        };
    }
}

/// <summary>A portfolio in its market, and the rulebooks asked.</summary>
/// <param name="Path">The portfolio's file.</param>
/// <param name="Portfolio">As read.</param>
/// <param name="Marked">Its market.</param>
/// <param name="Rulebooks">In the order asked.</param>
internal sealed record AskedPortfolio(
    string Path, Portfolio Portfolio, MarkedMarket Marked, IReadOnlyList<Rulebook> Rulebooks)
{
    /// <summary>The files read: no output may replace one.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    public required bool AsJson { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public Market Market => Marked.Market;

    /// <summary>Totals of another portfolio in the same market.</summary>
    public MarginTotals Totals(Rulebook rulebook, Portfolio portfolio) =>
        MarginEvaluator.Requirements(rulebook, new MarkedPortfolio(portfolio, Marked));

    /// <summary>
    /// An answer from every rulebook. Of several, one that has no rule for the book is named and left out.
    /// </summary>
    /// <exception cref="InvalidInputException">The only rulebook has no rule for it.</exception>
    public IReadOnlyList<T> Ask<T>(Func<Rulebook, T> answer)
    {
        var answers = new List<T>();
        foreach (var book in Rulebooks)
        {
            try
            {
                answers.Add(answer(book));
            }
            catch (InvalidInputException e)
            {
                if (Rulebooks.Count == 1) throw e.In(Path);
                Error.WriteLine($"{book.Name} not applicable: {e.Message}");
            }
        }
        return answers;
    }
}
