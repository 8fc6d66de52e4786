using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>A portfolio, its rulebook and its market.</summary>
public sealed record Account(string Name, Rulebook Rulebook, Portfolio Portfolio, Market Market)
{
    public Margin Margin => MarginEvaluator.Evaluate(Rulebook, Portfolio, Market);

    public Margin Of(params IEnumerable<Position> positions) =>
        MarginEvaluator.Evaluate(Rulebook, Portfolio with { Positions = [.. positions] }, Market);

    public override string ToString() =>
        $"{Name}: {string.Join(", ", Portfolio.Positions.Select(p => $"{p.Quantity} {p.Instrument}"))}";
}

/// <summary>A made-up market of two coins, four expiries and nine strikes, and random portfolios on it.</summary>
public static partial class LawMarket
{
    public const int RandomPortfolios = 1_000;

    public static readonly string[] Rulebooks =
        ["derive-pmrm2", "deribit-pm", "deribit-sm", "deribit-xpm", "finra-strategies"];

    private static readonly double[] Days = [2, 30, 90, 200];

    private static readonly double[] Moneyness = [0.4, 0.7, 0.85, 0.95, 1, 1.05, 1.2, 1.5, 2.5];

    public static Instant Time { get; } = Instant.FromUtc(2026, 1, 1, 8);

    public static Currency Btc { get; } = Currency.Parse("BTC");

    public static Currency Eth { get; } = Currency.Parse("ETH");

    public static Currency Usdc { get; } = Currency.Parse("USDC");

    public static Currency Usdt { get; } = Currency.Parse("USDT");

    public static Market Prices { get; } = new("made up for laws", "formula", Synthetic: true, Time)
    {
        Underlyings = new Dictionary<Currency, Underlying>
        {
            [Btc] = Coin(Btc, 100_000, 0.55),
            [Eth] = Coin(Eth, 3_000, 0.7),
        },
        Currencies = new Dictionary<Currency, Observed> { [Usdc] = new(0.985), [Usdt] = new(1.001) },
    };

    public static Instant Expiry(int index) => Time + Duration.FromDays(Days[index]);

    public static Instrument Perpetual(Currency coin, bool inverse) =>
        inverse ? Instrument.Perpetual(coin, Currency.Usd, coin) : Instrument.Perpetual(coin, Usdc, Usdc);

    public static Instrument Future(Currency coin, bool inverse, int expiry) => inverse
        ? Instrument.Future(coin, Currency.Usd, coin, Expiry(expiry))
        : Instrument.Future(coin, Usdc, Usdc, Expiry(expiry));

    public static Instrument Option(Currency coin, bool inverse, int expiry, double strike, OptionRight right) =>
        inverse
            ? Instrument.Option(coin, Currency.Usd, coin, Expiry(expiry), Price.Nearest(strike), right)
            : Instrument.Option(coin, Usdc, Usdc, Expiry(expiry), Price.Nearest(strike), right);

    public static Position Hold(Instrument instrument, double quantity) =>
        new(instrument, new Quantity((long)Math.Round(quantity * Quantity.PerOne)));

    public static Account Account(string rulebook, params Position[] positions) =>
        new(rulebook, RulebookLibrary.Find(rulebook), new Portfolio(rulebook) { Positions = positions }, Prices);

    /// <summary>Random portfolios of a rulebook, the same ones every time.</summary>
    public static IEnumerable<Account> Random(string rulebook)
    {
        var draw = new Draw(7);
        var rules = RulebookLibrary.Find(rulebook);
        for (var i = 0; i < RandomPortfolios; i++)
            yield return new Account($"{rulebook} random {i}", rules, Portfolio(draw, rules), Prices);
    }

    /// <summary>
    /// Random portfolios of what a rulebook takes at twice its size, the same ones every time; fewer than
    /// <paramref name="count"/> if it takes next to nothing here. A linear contract it does not take in USDC is taken
    /// in USDT.
    /// </summary>
    public static IEnumerable<Account> Random(Rulebook rules, int count)
    {
        var draw = new Draw(23);
        var most = 10 * count;
        for (var i = 0; i < most && count > 0; i++)
        {
            var drawn = Portfolio(draw, rules);
            Position[] positions = [.. drawn.Positions.Select(p => Taken(rules, p)).OfType<Position>()];
            if (positions.Length == 0) continue;
            count--;
            yield return new Account($"{rules.Name} random {i}", rules, drawn with { Positions = positions }, Prices);
        }
    }

    private static Position? Taken(Rulebook rules, Position drawn)
    {
        if (Takes(rules, drawn)) return drawn;
        if (drawn.Instrument.IsInverse) return null;
        var twin = drawn with { Instrument = InUsdt(drawn.Instrument) };
        return Takes(rules, twin) ? twin : null;
    }

    private static bool Takes(Rulebook rules, Position position)
    {
        try
        {
            var twice = position with { Quantity = new Quantity(2 * position.Quantity.Units) };
            MarginEvaluator.Evaluate(rules, new Portfolio("twice") { Positions = [twice] }, Prices);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static Instrument InUsdt(Instrument linear) =>
        linear.IsOption ? Instrument.Option(
            linear.Base, Usdt, Usdt, linear.Expiry!.Value, linear.Strike, linear.Right)
        : linear.Expiry is { } expiry ? Instrument.Future(linear.Base, Usdt, Usdt, expiry)
        : Instrument.Perpetual(linear.Base, Usdt, Usdt);

    private static Portfolio Portfolio(Draw draw, Rulebook rules)
    {
        var positions = new List<Position>();
        for (var n = 1 + draw.Below(8); n > 0; n--) positions.Add(Position(draw, rules));
        var balances = new Dictionary<Currency, Quantity>();
        if (draw.Below(2) == 0) balances[rules.AccountUnit] = Quantity.FromWhole(draw.Below(100_000));
        if (rules.Bucket == BucketRule.SettlementCurrency || rules.Collateral.ContainsKey(Btc))
            if (draw.Below(3) == 0) balances[Btc] = new Quantity(draw.Below(1_000_000_000));
        var reserved = draw.Below(4) == 0
            ? new[] { new ReservedMargin("orders", new Amount(draw.Below(1_000_000_000), rules.AccountUnit)) }
            : [];
        return new Portfolio("random") { Positions = positions, Balances = balances, Reserved = reserved };
    }

    private static Position Position(Draw draw, Rulebook rules)
    {
        var coin = draw.Below(2) == 0 ? Btc : Eth;
        var inverse = draw.Below(2) == 0 && !rules.LinearOnly;
        var sign = draw.Below(2) == 0 ? 1 : -1;
        var coins = sign * (1 + draw.Below(draw.Below(10) == 0 ? 400_000 : 4_000)) / 100.0;
        var kind = draw.Below(rules.DatedFutures ? 6 : 5);
        if (kind is 0 or 5)
        {
            var future = kind == 0 ? Perpetual(coin, inverse) : Future(coin, inverse, draw.Below(Days.Length));
            Price? entry = draw.Below(2) == 0 ? Price.Nearest(Index(coin) * (90 + draw.Below(20)) / 100) : null;
            return Hold(future, inverse ? Math.Round(coins * Index(coin)) : coins) with { EntryPrice = entry };
        }
        var strike = Index(coin) * Moneyness[draw.Below(Moneyness.Length)];
        var right = draw.Below(2) == 0 ? OptionRight.Call : OptionRight.Put;
        return Hold(Option(coin, inverse, draw.Below(Days.Length), strike, right), coins);
    }

    private static double Index(Currency coin) => coin == Btc ? 100_000 : 3_000;

    private static Underlying Coin(Currency coin, double index, double vol)
    {
        var expiries = new Dictionary<Instant, ExpiryCurve>();
        var quotes = new Dictionary<Instrument, Quote>();
        for (var e = 0; e < Days.Length; e++)
        {
            var years = Days[e] / 365;
            var forward = index * (1 + 0.05 * years);
            expiries[Expiry(e)] = new ExpiryCurve(Expiry(e))
            {
                Forward = new Observed(forward),
                Rate = new Observed(0.04),
            };
            var future = Future(coin, inverse: true, e);
            quotes[future] = new Quote(future) { Mark = forward };
            foreach (var moneyness in Moneyness)
            {
                foreach (var right in Enum.GetValues<OptionRight>())
                {
                    var option = Option(coin, inverse: true, e, index * moneyness, right);
                    var smile = vol * (1 + 0.3 * Math.Pow(Math.Log(moneyness), 2));
                    var mark = CoinSettled.Price(right, forward, index * moneyness, smile, years);
                    quotes[option] = new Quote(option) { Vol = smile, Mark = mark };
                }
            }
        }
        var usdc = Perpetual(coin, inverse: false);
        foreach (var perpetual in (Instrument[])[Perpetual(coin, inverse: true), usdc, InUsdt(usdc)])
            quotes[perpetual] = new Quote(perpetual) { Mark = index * 1.0003 };
        return new Underlying(coin, new Observed(index)) { Expiries = expiries, Quotes = quotes };
    }
}

/// <summary>A linear congruential generator (Knuth, MMIX): the same draws on every machine.</summary>
public sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit)
    {
        _state = unchecked(_state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407);
        return (int)((_state >> 33) % (ulong)limit);
    }
}
