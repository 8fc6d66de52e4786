using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing;

/// <summary>
/// The risk array against the plain way: apply the scenario to the market, look everything up again, and price.
/// </summary>
public class RiskArrayTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 9, 1, 8);

    private static readonly Market Market = SyntheticMarket.Make(
        "test", Now,
        [new SyntheticCoin(Currency.Parse("BTC"), 100_000), new SyntheticCoin(Currency.Parse("ETH"), 3_500)]);

    private static readonly Scenario[] Scenarios =
    [
        Scenario.Unchanged,
        new(0.84, new PowerVolShock(true, 0.5, 0.3, 0.13, 1, 0.5)),
        new(1.16, new PowerVolShock(false, 0.25, 0.3, 0.13, 1, 0)),
        new(1, new SkewVolShock(true, 0.25, -0.1, 0.01, 4, 0.6, 0)),
        new(1, new SkewVolShock(false, 0.25, -0.1, 0.01, 4, 0.6, 0)),
        new(6, new PowerVolShock(true, 0.5, 0.3, 0.13, 1, 0.5)),
        new(0.97, VolShock.None, Duration.FromDays(0.75)),
    ];

    public static Contract Resolve(Market market, Instrument instrument)
    {
        var forward = market.ForwardOf(instrument);
        var seconds = instrument.Expiry is { } expiry ? (expiry - market.Time).Seconds : 0;
        if (!instrument.IsOption)
        {
            return new Contract(Payoff.InverseFuture, forward.Variable, forward.Fixed)
            {
                Open = forward.Open,
                Seconds = seconds,
            };
        }
        return new Contract(Payoff.InverseOption, forward.Variable, forward.Fixed)
        {
            Open = forward.Open,
            Strike = instrument.Strike.ToDouble(),
            Right = instrument.Right,
            Vol = market.VolOf(instrument),
            Seconds = seconds,
        };
    }

    [Fact]
    public void A_cell_is_the_value_in_the_shocked_market_less_the_value_today()
    {
        var instruments = Market.Underlyings.Values.SelectMany(u => u.Quotes.Keys).Where(i => i.IsOption).ToArray();
        var contracts = instruments.Select(i => Resolve(Market, i)).ToArray();
        var array = new RiskArray(contracts, _ => Scenarios);
        for (var s = 0; s < Scenarios.Length; s++)
        {
            var shocked = Scenarios[s].Apply(Market);
            for (var i = 0; i < instruments.Length; i++)
            {
                var plain = Resolve(shocked, instruments[i]).Value - contracts[i].Value;
                Assert.Equal(plain, array.Change(i, s), 1e-13);
            }
        }
    }

    [Fact]
    public void A_smile_without_quotes_is_shocked_like_quotes()
    {
        var smile = new SviSlice(0.02, 0.1, -0.3, 0.01, 0.1, 100_000, 30 / 365.0);
        var expiry = Now + Duration.FromDays(30);
        var option = Instrument.Option(
            Currency.Parse("BTC"), Currency.Usd, Currency.Parse("BTC"), expiry, Price.Parse("110000"),
            OptionRight.Call);
        var market = new Market("svi", "test", Synthetic: true, Now)
        {
            Underlyings = new Dictionary<Currency, Underlying>
            {
                [option.Base] = new(option.Base, new Observed(100_000))
                {
                    Expiries = new Dictionary<Instant, ExpiryCurve>
                    {
                        [expiry] = new(expiry) { Forward = new Observed(100_000), Svi = smile },
                    },
                },
            },
        };
        foreach (var scenario in Scenarios)
        {
            var expected = Resolve(market, option).ShockedVol(scenario);
            Assert.Equal(expected, scenario.Apply(market).VolOf(option), 1e-15);
        }
    }

    [Fact]
    public void First_order_is_the_slope_of_the_change()
    {
        var instruments = Market.Underlyings.Values.SelectMany(u => u.Quotes.Keys);
        foreach (var instrument in instruments.Where(i => i.Expiry is not null))
        {
            var contract = Resolve(Market, instrument);
            const double h = 1e-6;
            var slope =
                (contract.Change(new Scenario(1 + h, VolShock.None))
                - contract.Change(new Scenario(1 - h, VolShock.None)))
                / (2 * h);
            Assert.Equal(slope * 0.16, contract.FirstOrder(0.16), 2e-7);
        }
    }

    [Fact]
    public void In_the_settlement_window_only_the_open_part_of_the_forward_moves()
    {
        var expiry = Now + Duration.FromSeconds(900);
        var curve =
            new ExpiryCurve(expiry) { Forward = new Observed(100_000), SettlementAverage = new Observed(99_000) };
        var coin = Currency.Parse("BTC");
        var call = Instrument.Option(coin, Currency.Usd, coin, expiry, Price.Parse("70000"), OptionRight.Call);
        var market = new Market("window", "test", Synthetic: true, Now)
        {
            Underlyings = new Dictionary<Currency, Underlying>
            {
                [coin] = new(coin, new Observed(100_000))
                {
                    Expiries = new Dictionary<Instant, ExpiryCurve> { [expiry] = curve },
                    Quotes = new Dictionary<Instrument, Quote> { [call] = new(call) { Vol = 0.6 } },
                },
            },
        };
        var contract = Resolve(market, call);
        Assert.Equal(99_500, contract.Forward);
        Assert.Equal(50_000, contract.Variable);
        // Deep in the money: the coin price is 1 − K/F, so the net delta is K/F, half of it still open.
        Assert.Equal(0.5 * 70_000 / 99_500, contract.Delta, 1e-12);
        var down = new Scenario(0.9, VolShock.None);
        Assert.Equal(-70_000 / 94_500.0 + 70_000 / 99_500.0, contract.Change(down), 1e-12);
        Assert.Equal(Resolve(down.Apply(market), call).Value - contract.Value, contract.Change(down), 1e-12);
        Assert.NotEqual(contract.Change(down), (contract with { Variable = 99_500, Fixed = 0 }).Change(down), 1e-6);
    }
}
