using Counterpoise.Instruments;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>
/// Random portfolios on the coin of a feed: the perpetual, dated futures and options in coin on a synthetic surface at
/// the feed's first price. The same seed gives the same portfolios.
/// </summary>
internal sealed class ReplayBook
{
    /// <summary>Positions of an account.</summary>
    public const int Positions = 20;

    private const int Seed = 10_10;
    private const double MostUsd = 500_000;
    private const double MostCoins = 5;

    private readonly DynamicScan _scan;
    private readonly Instant _made;
    private readonly double _price;

    public ReplayBook(Currency coin, Instant time, double price, int accounts)
    {
        (_made, _price) = (time, price);
        var market = SyntheticMarket.Make("replay", time, [new SyntheticCoin(coin, price)]);
        Instrument[] listed = [.. market.Underlyings[coin].Quotes.Keys.Where(i => i.IsInverse).Order()];
        Instruments = listed.Length;
        _scan = new DynamicScan(
            [.. listed.Select(i => ContractOf(market, i))], Draw(listed, accounts));
    }

    /// <summary>Contracts of the book.</summary>
    public int Instruments { get; }

    /// <summary>Initial margin of each account, USD.</summary>
    public ReadOnlySpan<double> Margins => _scan.Margins;

    /// <summary>Scan ranges in force.</summary>
    public (double Up, double Down) Ranges => _scan.Ranges;

    /// <summary>Margins every account; the sum, USD.</summary>
    public double Update(Instant time, double price, RiskParameters risk) =>
        _scan.Update(price, price / _price, time - _made, risk);

    private static Contract ContractOf(Market market, Instrument instrument)
    {
        var forward = instrument.Expiry is null
            ? market.Underlyings[instrument.Base].Index.Value
            : market.ForwardOf(instrument).Total;
        if (!instrument.IsOption) return new Contract(Payoff.InverseFuture, forward, 0);
        return new Contract(Payoff.InverseOption, forward, 0)
        {
            Strike = instrument.Strike.ToDouble(),
            Right = instrument.Right,
            Vol = market.VolOf(instrument),
            Seconds = (instrument.Expiry!.Value - market.Time).Seconds,
        };
    }

    private static SparseAccounts Draw(Instrument[] listed, int accounts)
    {
        var random = new Random(Seed);
        var starts = new int[accounts + 1];
        var rows = new int[accounts * Positions];
        var quantities = new double[rows.Length];
        var chosen = new HashSet<int>();
        for (var account = 0; account < accounts; account++)
        {
            chosen.Clear();
            while (chosen.Count < Math.Min(Positions, listed.Length)) chosen.Add(random.Next(listed.Length));
            var at = starts[account];
            foreach (var row in chosen.Order())
            {
                rows[at] = row;
                var most = listed[row].IsOption ? MostCoins : MostUsd;
                quantities[at++] = Math.Round(most * (2 * random.NextDouble() - 1), 1);
            }
            starts[account + 1] = at;
        }
        return new SparseAccounts(starts, rows[..starts[accounts]], quantities[..starts[accounts]]);
    }
}
