using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// Published liquidation prices of positions by tier, each found by our search on an account made from its row, never
/// by the venue's closed formula. A row states the tier at the liquidation price (rate and cum); a table with that rate
/// and cum stands for the venue's. Binance: as stated. Gate and OKX: the taker fee is part of the maintenance rate, no
/// cum. Bybit's text before 2025-09 fixes the requirement at the entry price: it is set aside from the wallet, and the
/// price is where nothing else is left.
/// </summary>
internal static class LiquidationPriceSet
{
    // Half of what a changed copy differs by; the rows' own tolerance is 1e-5 on prices near 10.
    private const double Textbook = 5e-8;
    private const double Unlimited = 1e15;

    private static readonly Currency Usdt = Currency.Parse("USDT");

    public static VectorSet Venues { get; } = new(
        "margin/venue_liquidation_prices", "margin/venue_liquidation_prices.json", "prices", 1, 26,
        (file, bytes) => JsonText.Read(bytes, root =>
        {
            var checks = new List<Check>();
            var cases = 0;
            foreach (var item in root.Items(1_000))
            {
                var f = item.Fields(
                [
                    "id", "venue", "mode", "wallet_balance", "position", "other_positions", "is_short", "leverage",
                    "entry", "qty", "mmr", "cum", "taker_fee", "expected_liq", "tol",
                ]);
                checks.AddRange(f.Optional("position") is { } position ? Example(file, f, position) : [Row(file, f)]);
                cases++;
            }
            return new FileChecks(cases, checks);
        }));

    // A venue's published example: to the digits printed.
    private static IEnumerable<Check> Example(string file, JsonFields f, JsonCursor position)
    {
        Leg[] legs = [Leg.Read(position), .. f.Required("other_positions").Items(100).Select(Leg.Read)];
        var got = Find(legs, f.Required("wallet_balance").Double(), fixedMaintenance: 0);
        var at = At(file, f);
        var expected = f.Required("expected_liq");
        yield return Check.Number(at, "liquidation price", expected.Double(), got, f.Required("tol").Double());
        yield return Check.Printed(at, "as printed", expected.Price().ToString(), got);
    }

    private static Check Row(string file, JsonFields f)
    {
        double Of(string name) => f.Required(name).Double();
        var side = f.Required("is_short").Boolean() ? -1 : 1;
        var (entry, rate) = (Of("entry"), Of("mmr"));
        // Where the search begins does not matter; away from the entry, a price of entry / 100 is in its range.
        var leg = new Leg("BTCUSDT", entry, side * Of("qty"), entry * (1 - 0.05 * side), rate, Cum: 0);
        var find = f.Required("venue").Choice<Func<double>>(
            ("binance", () => Find([leg with { Cum = Of("cum") }], Of("wallet_balance"), 0)),
            ("gate", WithFee), ("okx", WithFee),
            ("bybit", () => Find([leg], Of("wallet_balance"), rate * entry * Of("qty"))));
        var expected = Of("expected_liq");
        return Check.Number(
            At(file, f), "liquidation price", expected, find(), Math.Min(Of("tol"), Textbook * Math.Abs(expected)));

        double WithFee() => Find([leg with { Rate = rate + Of("taker_fee") }], Of("wallet_balance"), 0);
    }

    // Of the first leg; where the requirement is fixed, the price at which only that is left.
    private static double Find(Leg[] legs, double wallet, double fixedMaintenance)
    {
        var tables = new TierTables(
            legs.ToDictionary(l => l.Instrument, l => l.Table()), new Dictionary<Currency, TierTable>());
        var rules = RulebookLibrary.Find("binance-usdm");
        rules = rules with
        {
            Underlyings = [new(default, SettlementScope.Any, [], [new TieredFutureMargin(tables, TakerFee: 0)])],
        };
        var portfolio = new Portfolio("published")
        {
            Positions = [.. legs.Select(l => l.Position())],
            Balances = new Dictionary<Currency, Quantity> { [Usdt] = Nearest(wallet - fixedMaintenance) },
        };
        var market = new Market("published", "vectors", Synthetic: false, Instant.FromUtc(2025, 1, 1, 0))
        {
            Underlyings = legs.ToDictionary(l => l.Instrument.Base, l => l.Market()),
            Currencies = new Dictionary<Currency, Observed> { [Usdt] = new(1) },
        };
        var tick = PriceGrid.For(legs[0].Mark).Tick / 10_000;
        var path = LiquidationEvaluator.Evaluate(rules, new MarkedPortfolio(portfolio, market), tick)
            .Single(p => p.Coin == legs[0].Instrument.Base);
        var found = fixedMaintenance > 0 ? path.Bankruptcy : path.Liquidation;
        return (legs[0].Quantity > 0 ? found.Down : found.Up).Price;
    }

    private static Quantity Nearest(double value) => new((long)Math.Round(value * Quantity.PerOne));

    private static string At(string file, JsonFields f) => $"{file} {f.Required("id").Text()}";

    private sealed record Leg(string Symbol, double Entry, double Quantity, double Mark, double Rate, double Cum)
    {
        public Instrument Instrument { get; } =
            Instrument.Perpetual(Currency.Parse(Symbol.Replace("USDT", "", StringComparison.Ordinal)), Usdt, Usdt);

        public static Leg Read(JsonCursor at)
        {
            var f = at.Fields(["sym", "entry", "qty", "mark", "mmr", "cum"]);
            double Of(string name) => f.Required(name).Double();
            return new Leg(f.Required("sym").Text(), Of("entry"), Of("qty"), Of("mark"), Of("mmr"), Of("cum"));
        }

        public Position Position() =>
            new(Instrument, Nearest(Quantity)) { EntryPrice = Price.Nearest(Entry) };

        public Underlying Market() => new(Instrument.Base, new Observed(Mark))
        {
            Quotes = new Dictionary<Instrument, Quote> { [Instrument] = new(Instrument) { Mark = Mark } },
        };

        // A tier below with half the rate, as far as makes the cum.
        public TierTable Table()
        {
            if (Cum == 0) return new TierTable(Symbol, [new MarginTier(0, Unlimited, Rate, 1)]);
            var floor = 2 * Cum / Rate;
            return new TierTable(
                Symbol, [new MarginTier(0, floor, Rate / 2, 1), new MarginTier(floor, Unlimited, Rate, 1)]);
        }
    }
}
