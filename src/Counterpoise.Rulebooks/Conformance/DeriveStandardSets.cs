using Counterpoise.Margins;
using Counterpoise.Rulebooks.Conformance.Derive;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// The published cases of Derive's older portfolio margin (PMRM v1) and of its standard margin (SRM).
/// The source compares the latter to 1e-3 only; they agree far better and are held to the same 1e-8.
/// </summary>
internal static class DeriveStandardSets
{
    private const double Relative = 1e-8;
    private const double Absolute = 1e-6;

    public static IReadOnlyList<VectorSet> All { get; } =
    [
        new("derive/pmrm1", "derive/pmrm1_verify.json", "cases", 1, 11, Pmrm1)
        {
            Inputs = ["derive/pmrm1_params.json"],
        },
        new("derive/srm", "derive/srm_cases.json", "cases", 1, 35, Srm),
    ];

    private static FileChecks Pmrm1(
        string file, ReadOnlyMemory<byte> utf8, IReadOnlyList<ReadOnlyMemory<byte>> inputs)
    {
        var cases = Pmrm1Case.ReadAll(utf8, inputs[0]);
        return new FileChecks(cases.Count, [.. cases.SelectMany(c => Compare($"{file} {c.Id}", c))]);
    }

    private static IEnumerable<Check> Compare(string at, Pmrm1Case published)
    {
        var margin = MarginEvaluator.Evaluate(published.Rulebook, published.Portfolio, published.Market);
        if (margin.Buckets.SingleOrDefault() is not { } bucket)
        {
            yield return Check.Count(at, "buckets", 1, 0);
            yield break;
        }
        double Line(Requirement requirement, string name) => 0 - requirement.Composition
            .Where(l => string.Equals(l.Name, name, StringComparison.Ordinal)).Sum(l => l.Exact);
        var competitors = bucket.Scans.SingleOrDefault()?.Result.Competitors ?? [];
        foreach (var (name, got) in ((string Name, double Got)[])
        [
            ("PortfolioMTM", bucket.Equity.Total),
            ("ForwardContingency", 0 - competitors.Where(c => c.Cell is null).Sum(c => c.Loss)),
            ("MinSpan", 0 - competitors.Where(c => c.Cell is not null).Max(c => c.Loss)),
            ("MaintenanceMarginHand", bucket.MaintenanceExcess),
            ("InitialMarginHand", bucket.InitialExcess),
            ("PerpContingency", Line(bucket.Maintenance, "perpetual contingency")),
            ("OptionContingency", Line(bucket.Maintenance, "naked short options")),
            ("BaseContingency", Line(bucket.Maintenance, "collateral haircut")),
            ("OracleContingency", Line(bucket.Initial, "oracle contingency")),
        ])
        {
            var expected = published.Expected[name];
            yield return Check.Number(
                at, name, expected, got, Tolerance.Relative(expected, Relative, Absolute));
        }
    }

    private static FileChecks Srm(string file, ReadOnlyMemory<byte> utf8)
    {
        var cases = SrmCase.ReadAll(utf8);
        return new FileChecks(cases.Count, [.. cases.SelectMany(c => Compare($"{file} {c.Id}", c))]);
    }

    private static IEnumerable<Check> Compare(string at, SrmCase published)
    {
        var margin = MarginEvaluator.Evaluate(published.Rulebook, published.Portfolio, published.Market);
        // An account of nothing has no bucket, and every number is 0.
        var bucket = margin.Buckets.SingleOrDefault();
        yield return Of("IM", published.InitialExcess, bucket?.InitialExcess ?? 0);
        yield return Of("MM", published.MaintenanceExcess, bucket?.MaintenanceExcess ?? 0);
        if (published.MarkToMarket is { } value)
            yield return Number("MtM", value, bucket?.Equity.Total ?? 0);

        Check Of(string name, double expected, double got) =>
            published.IsTruncated ? Check.Truncated(at, name, expected, got, Absolute) : Number(name, expected, got);

        Check Number(string name, double expected, double got) => Check.Number(
            at, name, expected, got, Tolerance.Relative(expected, Relative, Absolute));
    }
}
