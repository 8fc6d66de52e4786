using Counterpoise.Bench.Harness;
using Counterpoise.Margins.Strategies;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// The least strategy margin of a random book of 60 legs and its proof, against one second. Books of one expiry, where
/// every strike goes with every other, are the hard ones.
/// </summary>
internal sealed class SixtyLegs : Workload
{
    private const int Legs = 60;
    private const double AllowedNanoseconds = 1e9;

    private readonly StrategyBook _book;
    private Decomposition? _found;

    /// <summary>Makes a book.</summary>
    public SixtyLegs(int expiries)
        : base($"strategies, 60 legs, expiries: {expiries}", "book")
    {
        _book = Held(expiries);
        Matches = [new(new LocalContender("ours", 1, Run), new Allowance("1 s", AllowedNanoseconds), Goal: 1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        Run();
        return [new(Name, "gap", _found!.Gap, Limit: 0), new(Name, "columns", _found.Columns)];
    }

    // OURS: one book, initial margin.
    private void Run() => _found = Decomposition.Of(StrategyRates.Finra, _book, isInitial: true);

    private static StrategyBook Held(int expiries)
    {
        var random = new Random(60);
        var held = new Dictionary<string, StrategyLeg>(StringComparer.Ordinal);
        while (held.Count < Legs - 1)
        {
            var lots = random.Next(1, 11) * (random.Next(2) == 0 ? -1 : 1);
            var kind = random.Next(2) == 0 ? LegKind.Call : LegKind.Put;
            var (strike, expiry) = (60 + 2.5 * random.Next(33), 1 + random.Next(expiries));
            var leg = new StrategyLeg($"{kind}{strike}@{expiry}", kind, strike, expiry, 0, lots);
            var time = Math.Max(0, 3 * expiry - Math.Abs(strike - 101.5) / 10);
            held[leg.Name] = leg with { Price = leg.InTheMoney(101.5) + time };
        }
        return new StrategyBook(101.5, 1, [new("U", LegKind.Underlying, 0, 0, 0, 7), .. held.Values]);
    }
}
