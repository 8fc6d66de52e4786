using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance.Derive;

/// <summary>
/// A published PMRM_2 case (derivexyz/v2-core, portfolio_cases): its own scenario list and parameters as a rulebook,
/// its feeds as a market, its holdings as a portfolio. Volatilities come from the SVI parameters, not from the printed
/// marks.
/// </summary>
public sealed record PmrmCase(Rulebook Rulebook, Portfolio Portfolio, Market Market, PmrmExpected Expected)
{
    private static readonly Currency Coin = Currency.Parse("COIN");
    private static readonly Currency Usdc = Currency.Parse("USDC");

    // The cases state seconds to expiry only; any instant serves.
    private static readonly Instant Now = Instant.FromUtc(2025, 1, 1);

    private static readonly string[] ScenarioFields =
    [
        "Cash", "Collaterals", "SpotPrice", "SpotConfidence", "NumPerps", "PerpPrice", "PerpConfidence",
        "UnrealisedPerpPNL", "UnrealisedFunding", "StablePrice", "StableConfidence", "Options", "OptionFeeds",
    ];

    /// <summary>The option feeds in the order of the file, which is that of the printed discount factors.</summary>
    public required IReadOnlyList<ExpiryCurve> Feeds { get; init; }

    /// <summary>Reads a case file.</summary>
    /// <exception cref="InvalidInputException">Not such a file.</exception>
    public static PmrmCase Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, Read);

    private static PmrmCase Read(JsonCursor root)
    {
        var f = root.Fields(["Scenario", "Parameters", "Result"]);
        var scenario = f.Required("Scenario").Fields(ScenarioFields, ignoreOthers: true);
        var holdings = new CaseHoldings(scenario);
        return new PmrmCase(
            PmrmParameters.Read(f.Required("Parameters")) with { Collateral = holdings.Rules },
            holdings.Portfolio,
            holdings.Market,
            PmrmExpected.Read(f.Required("Result"), holdings.MarkVols))
        {
            Feeds = holdings.Feeds,
        };
    }

    /// <summary>Portfolio and market of a case.</summary>
    private sealed class CaseHoldings
    {
        private readonly Dictionary<Instrument, Quote> _quotes = [];
        private readonly List<Position> _positions = [];
        private readonly Dictionary<Currency, Quantity> _balances = [];
        private readonly Dictionary<Currency, Observed> _prices = [];
        private readonly List<double> _markVols = [];
        private readonly List<ExpiryCurve> _feeds = [];

        public CaseHoldings(JsonFields f)
        {
            AddPerpetual(f);
            foreach (var option in f.Required("Options").Items()) AddOption(option);
            foreach (var collateral in f.Required("Collaterals").Items()) AddCollateral(collateral);
            _prices[Usdc] =
                new Observed(f.Required("StablePrice").Double(), f.Required("StableConfidence").Double(0, 1));
            _balances[Usdc] = new Quantity((long)Math.Round(f.Required("Cash").Double() * Quantity.PerOne));
            Portfolio = new Portfolio("case") { Positions = _positions, Balances = _balances };
            var spot = new Observed(f.Required("SpotPrice").Double(), f.Required("SpotConfidence").Double(0, 1));
            var expiries = new SortedDictionary<Instant, ExpiryCurve>();
            foreach (var feed in f.Required("OptionFeeds").Items())
            {
                var curve = ReadFeed(feed);
                expiries[curve.Expiry] = curve;
                _feeds.Add(curve);
            }
            Market = new Market("case", "derivexyz/v2-core portfolio_cases", Synthetic: false, Now)
            {
                Currencies = _prices,
                Underlyings = new Dictionary<Currency, Underlying>
                {
                    [Coin] = new(Coin, spot) { Expiries = expiries, Quotes = _quotes },
                },
            };
        }

        public Portfolio Portfolio { get; }

        public Market Market { get; }

        public Dictionary<Currency, CollateralRule> Rules { get; } = [];

        /// <summary>The printed volatilities, one per option in order: to compare with, never to price with.</summary>
        public IReadOnlyList<double> MarkVols => _markVols;

        public IReadOnlyList<ExpiryCurve> Feeds => _feeds;

        private void AddPerpetual(JsonFields f)
        {
            var amount = f.Required("NumPerps").Double();
            if (amount == 0) return;
            var perpetual = Instrument.Perpetual(Coin, Usdc, Usdc);
            var (quantity, size) = Exact(amount);
            var pnl = f.Required("UnrealisedPerpPNL").Double() + f.Required("UnrealisedFunding").Double();
            _positions.Add(new Position(perpetual, quantity) { UnrealisedPnl = Rounding.Nearest(pnl, Usdc) });
            _quotes[perpetual] = new Quote(perpetual)
            {
                Mark = f.Required("PerpPrice").Double(),
                Confidence = f.Required("PerpConfidence").Double(0, 1),
                Terms = new ContractTerms(size, Quantity.Epsilon),
            };
        }

        private void AddOption(JsonCursor at)
        {
            var f = at.Fields(["Expiry", "Strike", "IsCall", "Amount", "MarkVol"], ignoreOthers: true);
            var expiry = Now + Duration.FromSeconds(f.Required("Expiry").Double());
            var right = f.Required("IsCall").Double() == 1 ? OptionRight.Call : OptionRight.Put;
            var option =
                Instrument.Option(Coin, Usdc, Usdc, expiry, Price.Nearest(f.Required("Strike").Double()), right);
            var (quantity, size) = Exact(f.Required("Amount").Double());
            _positions.Add(new Position(option, quantity));
            _markVols.Add(f.Required("MarkVol").Double());
            _quotes[option] = new Quote(option) { Terms = new ContractTerms(size, Quantity.Epsilon) };
        }

        private void AddCollateral(JsonCursor at)
        {
            var f = at.Fields(
                ["Name", "Amount", "Price", "Confidence", "IsRiskCancelling", "MMHaircut", "IMHaircut"],
                ignoreOthers: true);
            var currency = f.Required("Name").Currency();
            var (quantity, size) = Exact(f.Required("Amount").Double());
            _balances[currency] = quantity;
            _prices[currency] = new Observed(
                f.Required("Price").Double() * size.ToDouble(), f.Required("Confidence").Double(0, 1));
            Rules[currency] = new CollateralRule(
                Coin, f.Required("IsRiskCancelling").Boolean(),
                f.Required("MMHaircut").Double(), f.Required("IMHaircut").Double());
        }

        private static ExpiryCurve ReadFeed(JsonCursor at)
        {
            var f = at.Fields(
                ["FeedExpiry", "Forward", "ForwardConfidence", "Rate", "RateConfidence", "SVIparam",
                    "OptionVolConfidences"],
                ignoreOthers: true);
            double[] svi = [.. f.Required("SVIparam").Items(7).Select(p => p.Double())];
            if (svi.Length != 7)
                throw f.Required("SVIparam")
                    .Error($"{svi.Length} numbers", "is no smile", "give a, b, rho, m, sigma, forward, tau");
            return new ExpiryCurve(Now + Duration.FromSeconds(f.Required("FeedExpiry").Double()))
            {
                Forward = new Observed(f.Required("Forward").Double(), f.Required("ForwardConfidence").Double(0, 1)),
                Rate = new Observed(f.Required("Rate").Double(), f.Required("RateConfidence").Double(0, 1)),
                Svi = new SviSlice(svi[0], svi[1], svi[2], svi[3], svi[4], svi[5], svi[6]),
                VolConfidence = f.Required("OptionVolConfidences").Double(0, 1),
            };
        }

        // The cases hold amounts to 17 digits, finer than a quantity's grain: count them in small contracts instead, as
        // small as still fits.
        private static (Quantity Quantity, Quantity ContractSize) Exact(double amount)
        {
            var size = 1L;
            while (Math.Abs(amount) * (Quantity.PerOne / (double)size) > 9e10) size *= 10;
            return (new Quantity((long)Math.Round(amount * (1e16 / size))), new Quantity(size));
        }
    }
}
