using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance.Derive;

/// <summary>
/// A published SRM case (derivexyz/v2-core, StandardManager tests): its parameters as a rulebook, its markets as one
/// market, its holdings as one account. USD.
/// </summary>
/// <param name="Id">As published.</param>
/// <param name="Rulebook">The shipped rules with the case's parameters.</param>
/// <param name="Portfolio">What is held in all markets.</param>
/// <param name="Market">Prices and confidences.</param>
public sealed record SrmCase(string Id, Rulebook Rulebook, Portfolio Portfolio, Market Market)
{
    private static readonly Currency Usdc = Currency.Parse("USDC");

    // The cases state seconds to expiry only; any instant serves.
    private static readonly Instant Now = Instant.FromUtc(2025, 1, 1);

    /// <summary>Published initial margin: equity − initial requirement.</summary>
    public required double InitialExcess { get; init; }

    /// <summary>Published maintenance margin: equity − maintenance requirement.</summary>
    public required double MaintenanceExcess { get; init; }

    /// <summary>Published equity; null if the case states none.</summary>
    public double? MarkToMarket { get; init; }

    /// <summary>True if the published numbers are whole: truncated toward zero.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Reads all cases of the file.</summary>
    /// <exception cref="InvalidInputException">Not such a file.</exception>
    public static IReadOnlyList<SrmCase> ReadAll(ReadOnlyMemory<byte> utf8) =>
        JsonText.Read(utf8, root => (SrmCase[])[.. root.Items(10_000).Select(Read)]);

    private static SrmCase Read(JsonCursor at)
    {
        var f = at.Fields(["id", "cash", "stable", "params", "markets", "expected"]);
        var expected = f.Required("expected").Fields(["IM", "MM", "MtM", "tolerance"]);
        var coins = f.Required("markets").Items(100).Select(m => new CaseCoin(m)).ToArray();
        var balances = coins.Where(c => c.Held != Quantity.Zero).ToDictionary(c => c.Underlying.Base, c => c.Held);
        balances[Usdc] = Amount(f.Required("cash"));
        return new SrmCase(
            f.Required("id").Text(),
            RulebookOf(f.Required("params"), coins),
            new Portfolio("case") { Positions = [.. coins.SelectMany(c => c.Positions)], Balances = balances },
            new Market("case", "derivexyz/v2-core StandardManager", Synthetic: false, Now)
            {
                Currencies =
                    new Dictionary<Currency, Observed> { [Usdc] = new Observed(f.Required("stable").Double(1e-9, 10)) },
                Underlyings = coins.ToDictionary(c => c.Underlying.Base, c => c.Underlying),
            })
        {
            InitialExcess = expected.Required("IM").Double(),
            MaintenanceExcess = expected.Required("MM").Double(),
            MarkToMarket = expected.Optional("MtM")?.Double(),
            IsTruncated = expected.Required("tolerance").Text().Contains("truncated", StringComparison.Ordinal),
        };
    }

    private static Rulebook RulebookOf(JsonCursor at, CaseCoin[] coins)
    {
        var numbers = at.Entries().ToDictionary(e => e.Key, e => e.Value.Double(), StringComparer.Ordinal);
        double Number(string name) => numbers.TryGetValue(name, out var value)
            ? value
            : throw new InvalidInputException($"{at.Path}.{name}", null, "is missing", "add it");
        // One charge for all three: the published cases have the same threshold for each.
        if (Number("optionThreshold") != Number("perpThreshold") || Number("baseThreshold") != Number("perpThreshold"))
            throw at.Error(null, "have oracle thresholds that differ", "give perp, option and base the same");
        var credit = Number("baseMarginFactor");
        var (haircut, initialHaircut) = (1 - credit, credit * (1 - Number("baseIMScale")));
        return RulebookLibrary.Find("derive-srm") with
        {
            Name = "derive-srm-case",
            Label = HonestyLabel.Verified,
            LabelReason = "parameters of a published case",
            Underlyings =
            [
                new UnderlyingRules(default, SettlementScope.Any, [],
                [
                    new ExpiryOptionMargin(
                        Number("maxSpotReq"), Number("minSpotReq"), Number("mmCallSpotReq"), Number("mmPutSpotReq"))
                    {
                        MaintenancePutValue = Number("MMPutMtMReq"),
                        PutInitialFactor = Number("mmOffsetScale"),
                        UnpairedInitial = Number("unpairedIMScale"),
                        UnpairedMaintenance = Number("unpairedMMScale"),
                    },
                    new StandardFutureMargin(Number("perpIM"), Number("perpMM"), 0),
                    new CollateralHaircut(HaircutBase.UsdCredit),
                    new StableCoinDepeg(Number("depegThreshold"), Number("depegFactor")),
                    new OracleContingency(Number("perpThreshold"), Number("OCFactor")) { Scope = OracleScope.Shorts },
                ]),
            ],
            Collateral = coins.ToDictionary(
                c => c.Underlying.Base,
                c => new CollateralRule(c.Underlying.Base, false, haircut, initialHaircut)),
        };
    }

    private static Quantity Amount(JsonCursor at) => new((long)Math.Round(at.Double(-1e9, 1e9) * Quantity.PerOne));

    /// <summary>One market of a case: a coin, its prices and what is held of it.</summary>
    private sealed class CaseCoin
    {
        private readonly SortedDictionary<Instant, ExpiryCurve> _expiries = [];
        private readonly Dictionary<Instrument, Quote> _quotes = [];
        private readonly List<Position> _positions = [];

        public CaseCoin(JsonCursor at)
        {
            var f = at.Fields(
                ["name", "spot", "spotConf", "perp", "perpPrice", "perpConf", "perpPnl", "base", "options"]);
            var coin = f.Required("name").Currency();
            AddPerpetual(coin, f);
            foreach (var option in f.Required("options").Items(1_000)) AddOption(coin, option);
            Held = Amount(f.Required("base"));
            var spot = new Observed(f.Required("spot").Double(1e-9, 1e9), f.Required("spotConf").Double(0, 1));
            Underlying = new Underlying(coin, spot) { Expiries = _expiries, Quotes = _quotes };
        }

        public Underlying Underlying { get; }

        public Quantity Held { get; }

        public IReadOnlyList<Position> Positions => _positions;

        private void AddPerpetual(Currency coin, JsonFields f)
        {
            var perpetual = Instrument.Perpetual(coin, Usdc, Usdc);
            _quotes[perpetual] = new Quote(perpetual)
            {
                Mark = f.Required("perpPrice").Double(1e-9, 1e9),
                Confidence = f.Required("perpConf").Double(0, 1),
            };
            var quantity = Amount(f.Required("perp"));
            if (quantity == Quantity.Zero) return;
            var pnl = Rounding.Nearest(f.Required("perpPnl").Double(), Usdc);
            _positions.Add(new Position(perpetual, quantity) { UnrealisedPnl = pnl });
        }

        private void AddOption(Currency coin, JsonCursor at)
        {
            var f = at.Fields(["strike", "call", "amount", "secs", "vol", "volConf", "forward", "fwdConf"]);
            var expiry = Now + Duration.FromSeconds(f.Required("secs").Double());
            var right = f.Required("call").Boolean() ? OptionRight.Call : OptionRight.Put;
            var option = Instrument.Option(
                coin, Usdc, Usdc, expiry, Price.Nearest(f.Required("strike").Double(0, 1e9)), right);
            _positions.Add(new Position(option, Amount(f.Required("amount"))));
            _quotes[option] = new Quote(option) { Vol = f.Required("vol").Double(0, 100) };
            // The venue keeps one vol confidence per expiry: the last that was set.
            _expiries[expiry] = new ExpiryCurve(expiry)
            {
                Forward = new Observed(f.Required("forward").Double(1e-9, 1e9), f.Required("fwdConf").Double(0, 1)),
                VolConfidence = f.Required("volConf").Double(0, 1),
            };
        }
    }
}
