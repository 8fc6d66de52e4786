using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Conformance.Derive;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// The published PMRM_2 cases: every scenario's profit and loss, both requirements, equity, basis and all
/// contingencies, from each file's own inputs and parameters.
/// </summary>
internal static class DeriveSet
{
    private const double Relative = 1e-8;
    private const double Absolute = 1e-6;

    public static VectorSet Pmrm2 { get; } =
        new("derive/pmrm2", "derive/pmrm2/*.json", "scenario losses", 73, 2_259, Compare);

    private static FileChecks Compare(string file, ReadOnlyMemory<byte> utf8)
    {
        var published = PmrmCase.Read(utf8);
        var margin = MarginEvaluator.Evaluate(published.Rulebook, published.Portfolio, published.Market);
        var comparison = new Comparison(file, published, margin);
        comparison.Scenarios();
        comparison.Totals();
        comparison.Vols();
        comparison.Discounts();
        return new FileChecks(published.Expected.ScenarioPnl.Count, comparison.Checks);
    }

    /// <summary>One case beside its evaluation.</summary>
    private sealed class Comparison(string file, PmrmCase published, Margin margin)
    {
        private readonly PmrmExpected _expected = published.Expected;
        private readonly BucketMargin? _bucket = margin.Buckets.SingleOrDefault();

        public List<Check> Checks { get; } = [];

        // Cash and collateral outside the scenarios are scanned by nothing and lose nothing. Only then: a case that
        // holds something scanned and was not scanned fails.
        public void Scenarios()
        {
            var cells = published.Rulebook.Underlyings[0].Cells;
            Checks.Add(Check.Count(file, "scenario losses", cells.Count, _expected.ScenarioPnl.Count));
            var competitors = _bucket?.Scans.SingleOrDefault()?.Result.Competitors;
            var isScanned = _bucket?.Holdings.Any(h => h.IsScanned) ?? false;
            Checks.Add(Check.Count(file, "scans", isScanned ? 1 : 0, competitors is null ? 0 : 1));
            for (var i = 0; i < Math.Min(cells.Count, _expected.ScenarioPnl.Count); i++)
                Add($"P&L of {cells[i].Name}", _expected.ScenarioPnl[i], -competitors?[i].Loss ?? 0);
            Add("basis contingency", _expected.Basis, -competitors?[^1].Loss ?? 0);
        }

        public void Totals()
        {
            if (_bucket is null)
            {
                Checks.Add(Check.Count(file, "buckets", 1, 0));
                return;
            }
            Add("IM", _expected.InitialExcess, _bucket.InitialExcess);
            Add("MM", _expected.MaintenanceExcess, _bucket.MaintenanceExcess);
            Add("PortfolioMTM", _expected.MarkToMarket, _bucket.Equity.Total);
            foreach (var (name, got) in OtherTotals(_bucket)) Add(name, _expected.Totals[name], got);
            var unrealised = _expected.Totals["PerpMTM"] + _expected.Totals["UnrealisedFunding"];
            Add("PerpMTM and funding", unrealised, _bucket.Equity.Unrealised);
        }

        // Beyond 5,000 % (flat smiles made for the tails and for an expired option) the price is at its limit; the
        // printed vols there follow from a lower cap of total variance than the venue's contract has (144), and
        // nothing else does.
        public void Vols()
        {
            var rules = published.Rulebook.Underlyings[0];
            VolShock Shock(VolDirection direction) =>
                rules.Cells.Select(c => c.Scenario.Vol).FirstOrDefault(v => v.Direction == direction) ?? VolShock.None;
            var (up, down) = (Shock(VolDirection.Up), Shock(VolDirection.Down));
            var options = published.Portfolio.Positions.Select(p => p.Instrument).Where(i => i.IsOption).ToArray();
            for (var i = 0; i < options.Length; i++)
            {
                var vol = published.Market.VolOf(options[i]);
                var expected = _expected.OptionVols[i];
                if (vol > MarketJson.MaxVol && expected.Mark > MarketJson.MaxVol) continue;
                var seconds = (options[i].Expiry!.Value - published.Market.Time).Seconds;
                Add($"vol of option {i + 1}", expected.Mark, vol);
                Add($"vol of option {i + 1} up", expected.Up, up.Apply(vol, seconds, 0));
                Add($"vol of option {i + 1} down", expected.Down, down.Apply(vol, seconds, 0));
            }
        }

        // Of an expired feed the cases print 1; the venue's contract (PMRMLib_2.sol) knows no such exception and no
        // case holds a long expired option that would tell.
        public void Discounts()
        {
            if (published.Rulebook.Underlyings[0].Discount is not { } discount) return;
            var curves = published.Feeds;
            Checks.Add(Check.Count(file, "discount factors", curves.Count, _expected.Discounts.Count));
            for (var i = 0; i < Math.Min(curves.Count, _expected.Discounts.Count); i++)
            {
                var years = (curves[i].Expiry - published.Market.Time).Years;
                if (years <= 0) continue;
                var rate = Math.Max(curves[i].Rate?.Value ?? 0, 0);
                Add($"discount {i + 1} of a gain", _expected.Discounts[i].Gain, discount.ForGain(years, rate));
                Add($"discount {i + 1} of a debt", _expected.Discounts[i].Debt, discount.ForLoss(years, rate));
            }
        }

        private static IEnumerable<(string Name, double Got)> OtherTotals(BucketMargin bucket)
        {
            double Line(Requirement requirement, string name) => 0 - requirement.Composition
                .Where(l => string.Equals(l.Name, name, StringComparison.Ordinal)).Sum(l => l.Exact);
            var (initial, maintenance) = (bucket.Initial, bucket.Maintenance);
            yield return ("OptionMTM", bucket.Equity.Options);
            yield return ("CollateralMTM", bucket.Equity.Collateral);
            yield return ("MMPerpCont", Line(maintenance, "perpetual contingency"));
            yield return ("IMPerpContNormal", Line(initial, "perpetual contingency"));
            yield return ("MMOptionCont", Line(maintenance, "naked short options"));
            yield return ("IMOptionContNormal", Line(initial, "naked short options"));
            yield return ("MMBaseCont", Line(maintenance, "collateral haircut"));
            yield return ("IMBaseContNormal", Line(initial, "collateral haircut"));
            yield return ("OracleCont", Line(initial, "oracle contingency"));
            yield return ("IMHand", bucket.InitialExcess);
            yield return ("MMHand", bucket.MaintenanceExcess);
        }

        private void Add(string quantity, double expected, double got) =>
            Checks.Add(Check.Number(file, quantity, expected, got, Tolerance.Relative(expected, Relative, Absolute)));
    }
}
