using System.CommandLine;
using System.Diagnostics;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>The margin statement of a portfolio, under one rulebook or several.</summary>
internal static class MarginCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("portfolio")
        {
            Description = "portfolio file (JSON, may be .gz; - is standard input)",
        };
        var market = Options.Market();
        var rulebook = RulebookChoice.Option();
        var history = new HistoryOptions();
        var tiers = RulebookChoice.Tiers();
        var vols = new VolOptions();
        var explain = new Option<bool>("--explain-vol")
        {
            Description = "each option's quote, fitted vol and model correction, and what they do to the requirement",
        };
        var sort = new Option<bool>("--sort")
        {
            Description = "several rulebooks by initial margin, cheapest first, with what each saves",
        };
        var against = new Option<string?>("--against")
        {
            Description = "with --sort: the rulebook savings are against, e.g. your venue's (default: the dearest)",
            HelpName = "NAME",
        };
        var all = new Option<bool>("--all") { Description = "every position, however many there are" };
        var html = new Option<string?>("--html") { Description = "also write a page", HelpName = "FILE" };
        var svg = new Option<string?>("--svg") { Description = "also write a picture", HelpName = "FILE" };
        var time = new Option<bool>("--time")
        {
            Description = "what each rulebook takes, the fastest of some seconds of rounds",
        };
        var json = Options.Json();
        var command = new Command(
            "margin", "Margin of a portfolio: each position alone, what offsets give back and why, what is required.")
        {
            file, market, rulebook, tiers, sort, against, explain, all, time, html, svg, json,
        };
        history.AddTo(command);
        vols.AddTo(command);
        command.SetAction(parsed =>
        {
            CheckSort(parsed.GetValue(sort), parsed.GetValue(against), parsed.GetValue(html) ?? parsed.GetValue(svg));
            var path = parsed.GetValue(file)!;
            var portfolio = InputFile.Read(path, PortfolioJson.Read);
            var source = MarketFile.Read(parsed.GetValue(market), path);
            OutputFile.Check(
                [parsed.GetValue(html), parsed.GetValue(svg)],
                [
                    path, source.Path, .. RulebookChoice.Files(parsed.GetValue(rulebook)),
                    .. history.Paths(parsed), .. parsed.GetValue(tiers) is { } own ? [own] : (string[])[],
                ]);
            PortfolioInMarket.Check(path, portfolio, source.Market);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var chosen = history.Apply(RulebookChoice.Read(parsed.GetValue(rulebook)), parsed);
            var books = vols.Apply(RulebookChoice.WithTiers(chosen, parsed.GetValue(tiers)), parsed);
            var margins = new Margins(path, portfolio, source.Market, books, parsed.GetValue(explain));
            if (parsed.GetValue(time)) margins.Time(portfolio);
            var output = configuration.Output;
            var (asJson, everything) = (parsed.GetValue(json), parsed.GetValue(all));
            if (parsed.GetValue(sort)) Rank(margins, parsed.GetValue(against), asJson, output);
            else Write(margins, parsed.GetValue(html), parsed.GetValue(svg), asJson, everything, output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void CheckSort(bool isSorted, string? against, string? drawing)
    {
        if (against is not null && !isSorted) throw new UsageException("--against needs --sort");
        if (drawing is not null && isSorted)
            throw new UsageException("--sort has no page and no picture: leave out --html and --svg");
    }

    private static void Rank(Margins margins, string? against, bool asJson, TextWriter output)
    {
        var ranking = new RulebookRanking(margins.Evaluations(asJson ? Amount.Decimals : null), against);
        if (asJson) RankingJson.Write(ranking, output);
        else RankingText.Write(ranking, new TextPage(output, TextPage.IsColourful(output)));
    }

    private static void Write(
        Margins margins, string? page, string? picture, bool asJson, bool everything, TextWriter output)
    {
        if (page is not null)
            OutputFile.Write(page, StatementHtml.Page(margins.Evaluations(null), everything), output);
        if (picture is not null) OutputFile.Write(picture, StatementSvg.Picture(margins.Evaluations(null)), output);
        if (page == "-" || picture == "-") return;
        if (asJson) StatementJson.Write(margins.Evaluations(Amount.Decimals), output);
        else Print(margins.Evaluations(null), output, everything);
    }

    private static void Print(IReadOnlyList<Evaluation> evaluations, TextWriter output, bool all)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        if (evaluations.Count > 1) ComparisonText.Write(evaluations, page);
        if (evaluations.Count > ComparisonText.MostColumns) return;
        var isFirst = true;
        foreach (var evaluation in evaluations)
        {
            if (evaluation.Statement is not { } statement) continue;
            if (!isFirst) page.Line();
            isFirst = false;
            StatementText.Write(statement, page, all);
        }
    }

    /// <summary>A portfolio's margins, evaluated once and rounded as often as forms ask.</summary>
    private sealed class Margins
    {
        private readonly Market _market;
        private readonly SmileSet? _smiles;
        private readonly List<Found> _found = [];

        public Margins(
            string path, Portfolio portfolio, Market market, IReadOnlyList<Rulebook> rulebooks, bool isExplained)
        {
            _market = market;
            var smiles = _smiles = FittedSmiles.Of(market, rulebooks, isExplained);
            var held = new MarkedPortfolio(portfolio, market, smiles);
            foreach (var rulebook in rulebooks)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    var margin = MarginEvaluator.Evaluate(rulebook, held);
                    var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    var vols = isExplained ? VolExplanation.Of(rulebook, portfolio, market, smiles) : null;
                    _found.Add(new Found(rulebook, margin, vols, null, time));
                }
                catch (InvalidInputException e)
                {
                    _found.Add(new Found(rulebook, null, null, e.Message, 0));
                    // The only one asked for: then it is an error, of the portfolio's file.
                    if (rulebooks.Count == 1) throw e.In(path);
                }
            }
        }

        /// <summary>Measures again, without what the first evaluation of a program compiles.</summary>
        public void Time(Portfolio portfolio)
        {
            int[] timed = [.. Enumerable.Range(0, _found.Count).Where(i => _found[i].Margin is not null)];
            var times = EvaluationTimes.Fastest(
                [.. timed.Select(i => _found[i].Rulebook)], portfolio, _market, _smiles);
            for (var i = 0; i < timed.Length; i++)
                _found[timed[i]] = _found[timed[i]] with { Milliseconds = times[i], IsTimed = true };
        }

        public IReadOnlyList<Evaluation> Evaluations(int? decimals) =>
        [
            .. _found.Select(f => new Evaluation(
                f.Rulebook, f.Margin is { } margin ? new Statement(margin, _market, decimals, f.Vols) : null,
                f.Reason) { Milliseconds = f.Milliseconds, IsTimed = f.IsTimed }),
        ];

        private sealed record Found(
            Rulebook Rulebook, Margin? Margin, VolExplanation? Vols, string? Reason, double Milliseconds)
        {
            public bool IsTimed { get; init; }
        }
    }
}
