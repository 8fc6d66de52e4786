using System.Text;
using Counterpoise.Bench.Harness;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks;
using Counterpoise.Units;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// <c>counterpoise batch</c> as it is called, on portfolios of eight options on two coins and two perpetuals: files of
/// market and lines read, results written, on every core. Against 100 µs a portfolio (10,000 a second), against the
/// whole statement of each, and against <c>counterpoise margin</c> run once for each, without the start of its process.
/// </summary>
internal sealed class BatchOfPortfolios : Workload
{
    private const string RulebookName = "deribit-pm";
    private const int Count = 1_000;
    private const int Positions = 10;
    private const int Singles = 20;
    private const double AllowedNanoseconds = 1e5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("counterpoise-bench-");
    private readonly Rulebook _rulebook = RulebookLibrary.Find(RulebookName);
    private readonly Market _market;
    private readonly Portfolio[] _portfolios;
    private readonly string _lines;
    private readonly string _marketFile;
    private readonly string[] _singles;

    /// <summary>Makes the inputs.</summary>
    public BatchOfPortfolios()
        : base("batch, 10 positions", "portfolio")
    {
        SyntheticCoin[] coins = [new(Currency.Parse("BTC"), 90_000), new(Currency.Parse("ETH"), 3_000)];
        _market = SyntheticMarket.Make("bench", Instant.FromUtc(2026, 3, 2, 9), coins);
        var random = new Random(10);
        _portfolios = [.. Enumerable.Range(0, Count).Select(_ => Held(random))];
        _marketFile = Write("market.json", MarketJson.Write(_market));
        var texts = Array.ConvertAll(_portfolios, p => PortfolioJson.Write(p).ReplaceLineEndings(""));
        _lines = Write("portfolios.jsonl", string.Join('\n', texts));
        _singles = [.. texts.Take(Singles).Select((text, i) => Write($"portfolio{i}.json", text))];
        var ours = new LocalContender("ours", Count, Batch);
        Matches =
        [
            new(ours, new Allowance("100 µs", AllowedNanoseconds), Goal: 1),
            new(ours, new LocalContender("ours, statement of each", Count, Statements)),
            new(ours, new LocalContender("ours, margin --json for each", Singles, Margins)),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        var results = Run("batch", _lines).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (results.Length != Count) throw new MismatchException($"{results.Length} results, not {Count}");
        for (var i = 0; i < Count; i++)
        {
            var exact = MarginEvaluator.Evaluate(_rulebook, _portfolios[i], _market).InitialUsd;
            var initial = Rounding.Charge(exact, Currency.Usd).ToString(Amount.Decimals);
            if (!results[i].Contains($"\"initialUsd\":\"{initial}\"", StringComparison.Ordinal))
                throw new MismatchException($"line {i + 1} is {results[i]}, expected {initial}");
        }
        return [new(Name, "cores", Environment.ProcessorCount)];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }

    // OURS: the command, from its arguments to its last line.
    private void Batch() => Run("batch", _lines);

    private void Statements()
    {
        foreach (var portfolio in _portfolios) MarginEvaluator.Evaluate(_rulebook, portfolio, _market);
    }

    private void Margins()
    {
        foreach (var portfolio in _singles) Run("margin", portfolio, "--json");
    }

    private string Run(string command, string file, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] arguments = [command, file, "--market", _marketFile, "-r", RulebookName, .. more];
        return Cli.Program.Run(arguments, output, error) == 0
            ? output.ToString()
            : throw new MismatchException($"{command}: {error}");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private Portfolio Held(Random random)
    {
        var positions = new List<Position>();
        foreach (var (coin, underlying) in _market.Underlyings.OrderBy(u => u.Key))
        {
            var options = underlying.Quotes.Keys.Where(i => i.IsOption).Order().ToArray();
            random.Shuffle(options);
            positions.AddRange(options.Take(Positions / 2 - 1).Select(o => Hold(o, random.Next(1, 11))));
            positions.Add(Hold(Instrument.Perpetual(coin, Currency.Usd, coin), 10_000 * random.Next(1, 11)));
        }
        return new Portfolio("") { Positions = positions };

        Position Hold(Instrument instrument, int size) =>
            new(instrument, Quantity.FromWhole(size * (random.Next(2) == 0 ? 1 : -1)));
    }
}
