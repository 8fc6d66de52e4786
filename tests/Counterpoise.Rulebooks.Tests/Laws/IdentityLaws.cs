using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Every split of a requirement adds up to it, in doubles nearly and in money exactly.</summary>
public sealed class IdentityLaws
{
    private const double Relative = 1e-12;

    // What is not homogeneous in size belongs to no single position.
    private static readonly Cause[] OfThePortfolio = [Cause.CrossAsset, Cause.Tail, Cause.Concentration];

    public static TheoryData<string> Rulebooks { get; } = [.. LawMarket.Rulebooks];

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void Random_portfolios_add_up(string rulebook)
    {
        foreach (var account in LawMarket.Random(rulebook)) AddsUp(account);
    }

    [Fact]
    public void Published_cases_add_up()
    {
        foreach (var account in LawMarket.Published()) AddsUp(account);
    }

    // Under Derive all is piecewise linear in each quantity, so a position's part is its quantity times the slope.
    [Fact]
    public void A_contribution_is_quantity_times_slope()
    {
        var compared = 0;
        foreach (var account in LawMarket.Random("derive-pmrm2").Take(200)) compared += HasSlopes(account);
        Assert.True(compared > 500, $"only {compared} positions away from a kink");
    }

    [Fact]
    public void No_cause_is_a_rest() =>
        Assert.DoesNotContain(Causes.All, cause => new[] { "rest", "other", "residual", "misc", "unexplained" }
            .Any(word => cause.Name().Contains(word, StringComparison.OrdinalIgnoreCase)
                || cause.ToString().Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static void AddsUp(Account account) => AddsUp(account, account.Margin);

    internal static void AddsUp(Account account, Margin margin)
    {
        foreach (var bucket in margin.Buckets)
        {
            foreach (var requirement in new[] { bucket.Initial, bucket.Maintenance })
            {
                Doubles(account, requirement);
                Money(account, requirement, Amount.Decimals);
                Money(account, requirement, bucket.Unit.DisplayDecimals);
            }
        }
    }

    private static int HasSlopes(Account account)
    {
        const double step = 1.0 / 1024;
        var positions = account.Portfolio.NetPositions();
        var compared = 0;
        for (var row = 0; row < positions.Count; row++)
        {
            BucketMargin Scaled(double factor) => account.Of(positions.Select((p, i) =>
                i == row ? p with { Quantity = new Quantity((long)(p.Quantity.Units * factor)) } : p)).Buckets.Single();
            var (less, same, more) = (Scaled(1 - step), account.Of(positions).Buckets.Single(), Scaled(1 + step));
            var left = (same.Initial.Exact - less.Initial.Exact) / step;
            var right = (more.Initial.Exact - same.Initial.Exact) / step;
            var scale = Math.Max(1, same.Initial.Standalone.Sum(Math.Abs));
            if (Math.Abs(left - right) > 1e-6 * scale) continue;
            compared++;
            var contribution = same.Initial.Contribution(row);
            Assert.True(
                Math.Abs(contribution - right) <= 1e-5 * scale,
                $"{account}: {positions[row].Instrument} contributes {contribution}, its slope says {right}");
        }
        return compared;
    }

    private static void Doubles(Account account, Requirement r)
    {
        var rows = r.Standalone.Count;
        var scale = Math.Max(1, Math.Max(Math.Abs(r.Exact), r.Standalone.Sum(Math.Abs)));
        void Same(double left, double right, string law) =>
            Assert.True(Math.Abs(left - right) <= Relative * scale, $"{account}: {law}: {left} is not {right}");
        Same(r.Composition.Sum(l => l.Exact), r.Exact, "composition");
        Same(r.Offset, Causes.All.Sum(r.OffsetBy), "columns");
        var line = Causes.All.Sum(c => r.Offsets[rows, (int)c]);
        var contributions = Enumerable.Range(0, rows).Sum(r.Contribution);
        Same(contributions - line + r.AddOns, r.Exact, "rows");
        Same(r.Gross + r.AddOns - r.Offset, r.Exact, "total");
        foreach (var cause in Causes.All.Except(OfThePortfolio))
            Assert.True(r.Offsets[rows, (int)cause] == 0, $"{account}: the portfolio line has a part by {cause}");
    }

    private static void Money(Account account, Requirement requirement, int decimals)
    {
        var r = requirement.Rounded(decimals);
        var rows = requirement.Standalone.Count;
        var zero = Amount.Zero(r.Total.Currency);
        void Same(Amount left, Amount right, string law) =>
            Assert.True(left == right, $"{account}: {law} at {decimals} decimals: {left} is not {right}");
        Same(Sum(r.Composition), r.Total, "composition");
        Same(Sum(r.Standalone), r.Gross, "standalone");
        Same(Sum(Causes.All.Select(r.OffsetBy)), r.Offset, "columns");
        Same(Sum(Enumerable.Range(0, rows + 1).Select(row => r.OffsetOf(row))), r.Offset, "rows");
        Same(r.Gross - r.Offset + r.AddOns, r.Total, "total");
        var contributions = Sum(Enumerable.Range(0, rows).Select(r.Contribution));
        Same(contributions - r.OffsetOf(rows) + r.AddOns, r.Total, "contributions");
        // Rounded up, but for what the rounding gate takes for noise: a thousandth of the money unit, or 8 ulp.
        var noise = 1.1e-12 + 1e-14 * Math.Abs(requirement.Exact);
        Assert.True(r.Total.ToDouble() >= requirement.Exact - noise, $"{account}: {r.Total} for {requirement.Exact}");

        Amount Sum(IEnumerable<Amount> amounts) => amounts.Aggregate(zero, (a, b) => a + b);
    }
}
