using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance.Derive;

/// <summary>
/// A published PMRM v1 case (derivexyz/v2-core, PMRM tests): its feeds as a market, its holdings as a portfolio.
/// Numbers are whole multiples of 10⁻¹⁸, read as doubles from all their digits.
/// </summary>
/// <param name="Id">As published.</param>
/// <param name="Rulebook">The shipped rules with the parameters of the cases.</param>
/// <param name="Portfolio">What is held.</param>
/// <param name="Market">Prices, vols and confidences.</param>
/// <param name="Expected">Published results by their names, USD; margins positive when healthier.</param>
public sealed record Pmrm1Case(
    string Id, Rulebook Rulebook, Portfolio Portfolio, Market Market, IReadOnlyDictionary<string, double> Expected)
{
    private const double Unit = 1e18;

    private static readonly Currency Coin = Currency.Parse("COIN");
    private static readonly Currency Usdc = Currency.Parse("USDC");
    private static readonly Instant Now = Instant.FromUtc(2025, 1, 1);

    private static readonly string[] ResultFields =
    [
        "PerpContingency", "BaseContingency", "OptionContingency", "ForwardContingency", "OracleContingency", "MinSpan",
        "PortfolioMTM", "InitialMarginHand", "MaintenanceMarginHand",
    ];

    private static readonly string[] ScenarioFields =
    [
        "OptionExpiries", "OptionStrikes", "OptionIsCall", "OptionAmounts", "OptionVols", "OptionVolConfidences",
        "Cash", "Perps", "Base", "SpotPrice", "SpotConfidence", "PerpPrice", "PerpConfidence", "ForwardConfidences",
        "ForwardsFixed", "ForwardsVariable", "Rates", "RateConfidences", "StablePrice", "UnrealisedPerpPNL",
        "UnrealisedFunding",
    ];

    /// <summary>Reads all cases.</summary>
    /// <param name="cases">The file of cases, by name.</param>
    /// <param name="parameters">The file of their parameters.</param>
    /// <exception cref="InvalidInputException">Not such files.</exception>
    public static IReadOnlyList<Pmrm1Case> ReadAll(ReadOnlyMemory<byte> cases, ReadOnlyMemory<byte> parameters)
    {
        var rulebook = JsonText.Read(parameters, Pmrm1Parameters.Read);
        return JsonText.Read(cases, root => (Pmrm1Case[])[.. root.Entries().Select(e => Read(e.Key, e.Value))]);

        Pmrm1Case Read(string id, JsonCursor at)
        {
            var f = at.Fields(["Scenario", "Result"]);
            var holdings = new CaseHoldings(f.Required("Scenario").Fields(ScenarioFields, ignoreOthers: true));
            var result = f.Required("Result").Fields(ResultFields, ignoreOthers: true);
            return new Pmrm1Case(
                id, rulebook, holdings.Portfolio, holdings.Market,
                ResultFields.ToDictionary(n => n, n => result.Required(n).Double() / Unit, StringComparer.Ordinal));
        }
    }

    /// <summary>Portfolio and market of a case: columns of equal length, one row an option.</summary>
    private sealed class CaseHoldings
    {
        private readonly Dictionary<Instrument, Quote> _quotes = [];
        private readonly List<Position> _positions = [];
        private readonly SortedDictionary<Instant, ExpiryCurve> _expiries = [];

        public CaseHoldings(JsonFields f)
        {
            double Number(string name) => f.Required(name).Double() / Unit;
            AddPerpetual(Number);
            var columns = new CaseColumns(f);
            for (var i = 0; i < columns.Count; i++) AddOption(columns, i);
            Portfolio = new Portfolio("case")
            {
                Positions = _positions,
                Balances = new Dictionary<Currency, Quantity>
                {
                    [Usdc] = Amount(Number("Cash")),
                    [Coin] = Amount(Number("Base")),
                },
            };
            Market = new Market("case", "derivexyz/v2-core PMRM", Synthetic: false, Now)
            {
                Currencies = new Dictionary<Currency, Observed> { [Usdc] = new(Number("StablePrice")) },
                Underlyings = new Dictionary<Currency, Underlying>
                {
                    [Coin] = new(Coin, new Observed(Number("SpotPrice"), Number("SpotConfidence")))
                    {
                        Expiries = _expiries,
                        Quotes = _quotes,
                    },
                },
            };
        }

        public Portfolio Portfolio { get; }

        public Market Market { get; }

        private void AddPerpetual(Func<string, double> number)
        {
            var quantity = Amount(number("Perps"));
            if (quantity == Quantity.Zero) return;
            var perpetual = Instrument.Perpetual(Coin, Usdc, Usdc);
            var pnl = number("UnrealisedPerpPNL") + number("UnrealisedFunding");
            _positions.Add(new Position(perpetual, quantity) { UnrealisedPnl = Rounding.Nearest(pnl, Usdc) });
            _quotes[perpetual] =
                new Quote(perpetual) { Mark = number("PerpPrice"), Confidence = number("PerpConfidence") };
        }

        private void AddOption(CaseColumns columns, int row)
        {
            var seconds = columns.Of("OptionExpiries", row);
            var expiry = Now + Duration.FromSeconds(seconds);
            double Number(string name) => columns.Of(name, row) / Unit;
            var right = columns.Of("OptionIsCall", row) == 1 ? OptionRight.Call : OptionRight.Put;
            var option = Instrument.Option(Coin, Usdc, Usdc, expiry, Price.Nearest(Number("OptionStrikes")), right);
            _positions.Add(new Position(option, Amount(Number("OptionAmounts"))));
            _quotes[option] = new Quote(option) { Vol = Number("OptionVols") };
            _expiries[expiry] = Forward(
                new ExpiryCurve(expiry)
                {
                    Rate = new Observed(Number("Rates"), Number("RateConfidences")),
                    VolConfidence = Number("OptionVolConfidences"),
                },
                seconds, Number("ForwardsVariable"), Number("ForwardsFixed"), Number("ForwardConfidences"));
        }

        // The cases state both parts of a forward. Scaled by the shares of the window here they come out as stated,
        // whatever the length of the cases' window.
        private static ExpiryCurve Forward(
            ExpiryCurve curve, double seconds, double variable, double fixedPart, double confidence)
        {
            var open = Math.Clamp(seconds / MarketLookup.SettlementWindowSeconds, 0, 1);
            return curve with
            {
                Forward = new Observed(open > 0 ? variable / open : variable, confidence),
                SettlementAverage = open < 1 ? new Observed(fixedPart / (1 - open)) : null,
            };
        }

        private static Quantity Amount(double value) => new((long)Math.Round(value * Quantity.PerOne));
    }

    /// <summary>The options of a case, column by column.</summary>
    private sealed class CaseColumns
    {
        private static readonly string[] Names =
        [
            "OptionExpiries", "OptionStrikes", "OptionIsCall", "OptionAmounts", "OptionVols", "OptionVolConfidences",
            "ForwardConfidences", "ForwardsFixed", "ForwardsVariable", "Rates", "RateConfidences",
        ];

        private readonly Dictionary<string, double[]> _columns = new(StringComparer.Ordinal);

        public CaseColumns(JsonFields f)
        {
            foreach (var name in Names)
            {
                var at = f.Required(name);
                double[] column = [.. at.Items(10_000).Select(i => i.Double())];
                _columns[name] = column;
                if (column.Length != Count)
                    throw at.Error($"{column.Length} rows", $"is not one for each of {Count}", "fetch it again");
            }
        }

        public int Count => _columns[Names[0]].Length;

        public double Of(string name, int row) => _columns[name][row];
    }
}
