using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Probes;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks;
using Counterpoise.Units;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// The scan of a margin statement for one portfolio of 500 coin-settled options under deribit-pm after a tick that
/// moved every instrument: rows set and repriced, 35 cells summed, weighted, dampened and clipped, binding cell and
/// runner-up found. Against the time that 60 µs on the machine of the goal (56 GFlop/s) are on this one.
/// </summary>
internal sealed class PortfolioScan : Workload
{
    private const int Count = 500;
    private const double Tolerance = 1e-12;
    private const double AllowedSeconds = 60e-6;
    private const double GoalFlopPerSecond = 56e9;

    private readonly Rulebook _rulebook = RulebookLibrary.Find("deribit-pm");
    private readonly Contract[][] _ticks;
    private readonly Portfolio _portfolio;
    private readonly Market _market;
    private readonly RiskArray _array;
    private readonly ScanUnit _unit;
    private int _tick;
    private double _loss;

    /// <summary>Makes the inputs.</summary>
    public PortfolioScan()
        : base("portfolio scan, deribit-pm, 500 options", "portfolio")
    {
        var coin = new SyntheticCoin(Currency.Parse("BTC"), 90_000);
        _market = WithMoreStrikes(SyntheticMarket.Make("bench", Instant.FromUtc(2026, 3, 2, 9), [coin]), coin);
        _portfolio = Options(_market.Underlyings[coin.Coin].Quotes.Keys);
        var holdings = MarginEvaluator.Evaluate(_rulebook, _portfolio, _market).Buckets.Single().Holdings;
        var contracts = holdings.Select(h => h.Contract).ToArray();
        _ticks = [contracts, Array.ConvertAll(contracts, Moved)];
        var scenarios = ScanUnit.Scenarios(_rulebook.RulesFor(coin.Coin, isInverse: true));
        _array = new RiskArray(contracts, _ => scenarios);
        _unit = new ScanUnit(_rulebook, holdings, _array, [.. Enumerable.Range(0, contracts.Length)]);
        var allowed = ArithmeticProbe.Fma(AllowedSeconds * GoalFlopPerSecond);
        Matches = [new(new LocalContender("ours", 1, Run), allowed, Goal: 1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        if (_array.Count != Count)
            throw new MismatchException($"the portfolio has {_array.Count} options, not {Count}");
        var scan = MarginEvaluator.Evaluate(_rulebook, _portfolio, _market).Buckets.Single().Scans.Single();
        Run();
        var moved = _loss;
        Run();
        Comparison.Close("ours", [_loss], [scan.Result.Loss], Tolerance);
        if (moved == _loss) throw new MismatchException("the tick moved nothing");
        return [new(Name, "scenarios", scan.Result.Competitors.Count)];
    }

    // OURS: one tick and the scan after it.
    private void Run()
    {
        _tick ^= 1;
        var contracts = _ticks[_tick];
        for (var row = 0; row < contracts.Length; row++) _array.Set(row, contracts[row]);
        _array.Refresh();
        _loss = _unit.Run().Loss;
    }

    // A second later, spot and volatility up a little.
    private static Contract Moved(Contract contract) => contract with
    {
        Variable = contract.Variable * 1.0003,
        Vol = contract.Vol * 1.001,
        Seconds = contract.Seconds - 1,
    };

    // As many again between the listed ones, on the same surface.
    private static Market WithMoreStrikes(Market market, SyntheticCoin coin)
    {
        var underlying = market.Underlyings[coin.Coin];
        var quotes = new Dictionary<Instrument, Quote>(underlying.Quotes);
        foreach (var listed in underlying.Quotes.Keys.Where(i => i.IsOption))
        {
            var strike = Math.Round(listed.Strike.ToDouble() * 1.011);
            var years = (listed.Expiry!.Value - market.Time).Years;
            var between = Instrument.Option(
                coin.Coin, listed.Quote, listed.Settlement, listed.Expiry.Value, Price.Nearest(strike), listed.Right);
            quotes[between] = new Quote(between) { Vol = coin.Vol(Math.Log(strike / coin.Forward(years)), years) };
        }
        var underlyings = new Dictionary<Currency, Underlying> { [coin.Coin] = underlying with { Quotes = quotes } };
        return market with { Underlyings = underlyings };
    }

    private static Portfolio Options(IEnumerable<Instrument> listed)
    {
        var random = new Random(500);
        var options = listed.Where(i => i.IsOption && i.IsInverse).Order().ToArray();
        random.Shuffle(options);
        return new Portfolio("500 options")
        {
            Positions = [.. options.Take(Count).Select(i => new Position(i, Signed(random)))],
        };
    }

    private static Quantity Signed(Random random) =>
        Quantity.FromWhole(random.Next(1, 11) * (random.Next(2) == 0 ? 1 : -1));
}
