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
/// What a desk asks first: one portfolio of 100 positions (98 options on two coins, two perpetuals) under every shipped
/// rulebook that takes it, each with its full attribution. The strategy-based one is apart (historical ones do not
/// ship). Against five milliseconds for all of them together.
/// </summary>
internal sealed class EveryRulebook : Workload
{
    private const int Count = 100;
    private const double AllowedNanoseconds = 5e6;
    private const string Strategies = "finra-strategies";

    private readonly Rulebook[] _rulebooks;
    private readonly Portfolio _portfolio;
    private readonly Market _market;
    private double _sum;

    /// <summary>Makes the inputs.</summary>
    public EveryRulebook()
        : base("every rulebook, 100 positions", "portfolio")
    {
        SyntheticCoin[] coins = [new(Currency.Parse("BTC"), 90_000), new(Currency.Parse("ETH"), 3_000)];
        _market = SyntheticMarket.Make("bench", Instant.FromUtc(2026, 3, 2, 9), coins);
        _portfolio = Held(coins);
        _rulebooks = [.. Asked.Where(Takes)];
        Matches = [new(new LocalContender("ours", 1, Run), new Allowance("5 ms", AllowedNanoseconds), Goal: 1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        if (_portfolio.NetPositions().Count != Count)
            throw new MismatchException($"the portfolio has {_portfolio.NetPositions().Count} positions, not {Count}");
        Run();
        if (!double.IsFinite(_sum)) throw new MismatchException("a requirement is no number");
        return
        [
            new(Name, "rulebooks", _rulebooks.Length),
            new(Name, "rulebooks that refuse it", Asked.Count() - _rulebooks.Length),
        ];
    }

    private static IEnumerable<Rulebook> Asked => RulebookLibrary.All.Where(r => r.Name != Strategies);

    // OURS: every rulebook once; what they share is looked up within the time.
    private void Run()
    {
        _sum = 0;
        var held = new MarkedPortfolio(_portfolio, _market);
        foreach (var rulebook in _rulebooks) _sum += MarginEvaluator.Evaluate(rulebook, held).InitialUsd;
    }

    private bool Takes(Rulebook rulebook)
    {
        try
        {
            MarginEvaluator.Evaluate(rulebook, _portfolio, _market);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private Portfolio Held(SyntheticCoin[] coins)
    {
        var random = new Random(100);
        var positions = new List<Position>();
        foreach (var coin in coins)
        {
            var options = _market.Underlyings[coin.Coin].Quotes.Keys.Where(i => i.IsOption).Order().ToArray();
            random.Shuffle(options);
            positions.AddRange(options.Take(Count / coins.Length - 1).Select(o => Hold(o, random.Next(1, 11))));
            positions.Add(Hold(Instrument.Perpetual(coin.Coin, Currency.Usd, coin.Coin), 10_000));
        }
        return new Portfolio("100 positions") { Positions = positions };

        Position Hold(Instrument instrument, int size) =>
            new(instrument, Quantity.FromWhole(size * (random.Next(2) == 0 ? 1 : -1)));
    }
}
