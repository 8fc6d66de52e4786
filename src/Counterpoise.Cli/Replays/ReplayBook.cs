using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
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
    private readonly SparseAccounts _accounts;
    private readonly Instrument[] _listed;
    private readonly Market _market;
    private readonly double _price;
    private ReplayRulebook? _rulebook;

    public ReplayBook(Currency coin, Instant time, double price, int accounts)
    {
        _price = price;
        _market = SyntheticMarket.Make("replay", time, [new SyntheticCoin(coin, price)]);
        _listed = [.. _market.Underlyings[coin].Quotes.Keys.Where(i => i.IsInverse).Order()];
        _accounts = Draw(_listed, accounts);
        _scan = new DynamicScan([.. _listed.Select(i => ContractOf(_market, i))], _accounts);
    }

    /// <summary>Contracts of the book.</summary>
    public int Instruments => _listed.Length;

    /// <summary>Initial margin of each account, USD.</summary>
    public ReadOnlySpan<double> Margins => _scan.Margins;

    /// <summary>Scan ranges in force.</summary>
    public (double Up, double Down) Ranges => _scan.Ranges;

    /// <summary>Margins every account; the sum, USD.</summary>
    public double Update(Instant time, double price, RiskParameters risk) =>
        _scan.Update(price, price / _price, time - _market.Time, risk);

    /// <summary>The first accounts under a whole rulebook.</summary>
    public RulebookMargin Under(Rulebook rulebook, Instant time, double price, RiskParameters risk)
    {
        _rulebook ??= new ReplayRulebook(
            rulebook, _market,
            [.. Enumerable.Range(0, Math.Min(_accounts.Count, ReplayRulebook.MostAccounts)).Select(PortfolioOf)]);
        return _rulebook.At(price / _price, time - _market.Time, risk);
    }

    private Portfolio PortfolioOf(int account)
    {
        var positions = new List<Position>();
        for (var at = _accounts.Starts[account]; at < _accounts.Starts[account + 1]; at++)
        {
            var size = _accounts.Quantities[at].ToString("0.0", CultureInfo.InvariantCulture);
            positions.Add(new Position(_listed[_accounts.Rows[at]], Quantity.Parse(size)));
        }
        return new Portfolio($"account {account}") { Positions = positions };
    }

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
                // Whole lots: a tenth of a coin, ten dollars.
                var (most, lot) = listed[row].IsOption ? (MostCoins, 0.1) : (MostUsd, 10);
                quantities[at++] = Math.Round(most * (2 * random.NextDouble() - 1) / lot) * lot;
            }
            starts[account + 1] = at;
        }
        return new SparseAccounts(starts, rows[..starts[accounts]], quantities[..starts[accounts]]);
    }
}
