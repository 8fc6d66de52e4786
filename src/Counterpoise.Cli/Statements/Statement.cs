using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// A margin in money, ready to be shown in any form: every form prints these lines, so all forms agree.
/// </summary>
internal sealed class Statement
{
    /// <summary>
    /// Rounds a margin for people (<paramref name="decimals"/> null: each unit's own) or for machines (9).
    /// </summary>
    /// <param name="margin">What is shown.</param>
    /// <param name="market">What it was evaluated against.</param>
    /// <param name="decimals">Null for people.</param>
    /// <param name="vols">What its volatilities do, if that was asked for.</param>
    public Statement(Margin margin, Market market, int? decimals = null, VolExplanation? vols = null)
    {
        Margin = margin;
        Market = market;
        Buckets =
        [
            .. margin.Buckets.Select(b => new BucketStatement(b, decimals ?? b.Unit.DisplayDecimals)
            {
                Vols = vols?.Buckets.FirstOrDefault(v => v.Unit == b.Unit)?.Rounded(
                    decimals ?? b.Unit.DisplayDecimals),
            }),
        ];
        Usd = new UsdTotals(margin, decimals ?? Currency.Usd.DisplayDecimals);
    }

    public Margin Margin { get; }

    public Market Market { get; }

    public Rulebook Rulebook => Margin.Rulebook;

    public IReadOnlyList<BucketStatement> Buckets { get; }

    public UsdTotals Usd { get; }

    /// <summary>Name of the portfolio as shown.</summary>
    public string Portfolio => Margin.Portfolio.Length > 0 ? Margin.Portfolio : "(unnamed portfolio)";

    /// <summary>Rows of all buckets that are positions.</summary>
    public int PositionCount => Margin.Buckets.Sum(b => b.Holdings.Count(h => h.Instrument is not null));

    /// <summary>Where volatilities come from and how the smile moves.</summary>
    public string Vols => Rulebook.Vols.Describe();

    /// <summary>What the printed margin ratio divides, and the venue's own ratio in words.</summary>
    public string RatioInWords => $"maintenance / equity; the venue's own: {Rulebook.MarginRatio}";

    public string LabelName => NameOf(Rulebook.Label);

    public static string NameOf(HonestyLabel label) => label switch
    {
        HonestyLabel.Verified => "verified",
        HonestyLabel.PartlyVerified => "partly verified",
        _ => "approximate",
    };
}

/// <summary>One bucket in money of its unit.</summary>
internal sealed class BucketStatement
{
    /// <summary>All there is to say of a bucket that <see cref="IsIdle"/>, its equity apart.</summary>
    public const string IdleRemark = "nothing is held in it, nothing is required";

    public BucketStatement(BucketMargin bucket, int decimals)
    {
        Bucket = bucket;
        Decimals = decimals;
        Initial = bucket.Initial.Rounded(decimals);
        Maintenance = bucket.Maintenance.Rounded(decimals);
        Equity = new EquityAmounts(bucket, decimals);
        Greeks = [.. bucket.Holdings.Select(PositionGreeks.Of)];
    }

    public BucketMargin Bucket { get; }

    public int Decimals { get; }

    public RequirementAmounts Initial { get; }

    public RequirementAmounts Maintenance { get; }

    public EquityAmounts Equity { get; }

    public IReadOnlyList<PositionGreeks> Greeks { get; }

    /// <summary>What volatilities do to it; null if that was not asked for.</summary>
    public BucketVolAmounts? Vols { get; init; }

    public Currency Unit => Bucket.Unit;

    public IReadOnlyList<Holding> Holdings => Bucket.Holdings;

    public Amount InitialExcess => Equity.Total - Initial.Total;

    public Amount MaintenanceExcess => Equity.Total - Maintenance.Total;

    public Amount Zero => Amount.Zero(Unit);

    /// <summary>A bucket of cash: nothing is held in it and nothing required.</summary>
    public bool IsIdle => Holdings.Count == 0 && Bucket.Initial.Composition.Count == 0
        && Initial.Total == Zero && Maintenance.Total == Zero;

    /// <summary>Causes with a line in either requirement, in the fixed order.</summary>
    public IEnumerable<Cause> Causes() => Margins.Causes.All.Where(c =>
        Initial.OffsetBy(c) != Zero || Maintenance.OffsetBy(c) != Zero);
}

/// <summary>Equity of a bucket in money, rounded down as a whole; lines and positions' values add up to it.</summary>
internal sealed class EquityAmounts
{
    public EquityAmounts(BucketMargin bucket, int decimals)
    {
        var equity = bucket.Equity;
        Total = Rounding.Credit(equity.Total, bucket.Unit, decimals);
        // Cash is what the account was credited with: only what models value bears the rounding of the sum.
        double[] parts = [equity.Collateral, equity.Options, equity.Unrealised];
        Cash = Array.TrueForAll(parts, p => p == 0) ? Total : Rounding.Nearest(equity.Cash, bucket.Unit, decimals);
        var lines = Rounding.Lines(parts, Total - Cash, decimals);
        (Collateral, Options, Unrealised) = (lines[0], lines[1], lines[2]);
        var values = bucket.Holdings.Select(h => h.Value).ToArray();
        Uncounted = Rounding.Nearest(equity.Uncounted, bucket.Unit, decimals);
        Values = Rounding.Lines(values, Collateral + Options + Uncounted, decimals);
    }

    public Amount Cash { get; }

    public Amount Collateral { get; }

    public Amount Options { get; }

    public Amount Unrealised { get; }

    public Amount Total { get; }

    /// <summary>Value of options that the rulebook's equity does not count.</summary>
    public Amount Uncounted { get; }

    /// <summary>By row; they sum to collateral and options, what is not counted included.</summary>
    public IReadOnlyList<Amount> Values { get; }
}
