using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Changes;

/// <summary>
/// Two statements of made-up markets and portfolios that differ in everything, the same ones every time.
/// </summary>
internal static class ChangePairs
{
    /// <summary>Pairs of one rulebook; fewer if it takes next to nothing of what the market lists.</summary>
    public static IEnumerable<(StatementInput Before, StatementInput After)> Of(Rulebook rules, int count)
    {
        var draw = new Draw(41);
        Laws.Account? last = null;
        foreach (var account in LawMarket.Random(rules, count + 1))
        {
            if (last is not null)
            {
                var market = Later(draw);
                Position[] alive = [.. account.Portfolio.Positions.Where(p => !(p.Instrument.Expiry <= market.Time))];
                yield return (
                    new StatementInput(rules, last.Portfolio, LawMarket.Prices),
                    new StatementInput(Changed(rules, draw), account.Portfolio with { Positions = alive }, market));
            }
            last = account;
        }
    }

    /// <summary>The market of the laws after a few days in which every number of it moved.</summary>
    public static Market Later(Draw draw)
    {
        var market = LawMarket.Prices with { Time = LawMarket.Time + Duration.FromDays(draw.Below(400) / 10.0) };
        return market with
        {
            Underlyings = market.Underlyings.ToDictionary(
                u => u.Key, u => Repriced(market, u.Value, 0.7 + draw.Below(60) / 100.0, 0.6 + draw.Below(90) / 100.0)),
            Currencies = market.Currencies.ToDictionary(
                c => c.Key, c => c.Value.With(c.Value.Value + draw.Below(20) / 1000.0)),
        };
    }

    /// <summary>A coin with prices and volatilities times a factor; marks of options are what they are worth.</summary>
    public static Underlying Repriced(Market market, Underlying coin, double spot, double vol)
    {
        var expiries = coin.Expiries.Where(e => e.Key > market.Time).ToDictionary(
            e => e.Key,
            e => e.Value with { Forward = e.Value.Forward!.Value.With(e.Value.Forward.Value.Value * spot) });
        var quotes = new Dictionary<Instrument, Quote>();
        foreach (var (instrument, quote) in coin.Quotes)
        {
            if (instrument.Expiry <= market.Time) continue;
            if (!instrument.IsOption)
            {
                quotes[instrument] = quote with { Mark = quote.Mark * spot };
                continue;
            }
            var expiry = instrument.Expiry!.Value;
            quotes[instrument] = quote with
            {
                Vol = quote.Vol * vol,
                Mark = CoinSettled.Price(
                    instrument.Right, expiries[expiry].Forward!.Value.Value, instrument.Strike.ToDouble(),
                    quote.Vol!.Value * vol, (expiry - market.Time).Years),
            };
        }
        return coin with { Index = coin.Index.With(coin.Index.Value * spot), Expiries = expiries, Quotes = quotes };
    }

    private static Rulebook Changed(Rulebook rules, Draw draw)
    {
        var factor = 1 + draw.Below(4) / 10.0;
        return rules with
        {
            Factors = rules.Factors with
            {
                Initial = rules.Factors.Initial * factor,
                Maintenance = rules.Factors.Maintenance * factor,
            },
        };
    }
}
