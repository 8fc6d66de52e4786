using Counterpoise.Margins;
using Counterpoise.Rulebooks.Tests.OnChain;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>The account of OKX's position-builder response: two swap units and a loan of USDT.</summary>
public sealed class OkxAccountTests
{
    private const double Loan = 1571.064377796 / 0.02;

    // Index: cash delta / size; mark: MR1 / (move × size).
    private static BucketMargin Account(double usdt) => MarginEvaluator.Evaluate(
        RulebookLibrary.Find("okx-pm"),
        Desk.Account(("BTC_USDT-PERPETUAL", -0.1, null), ("LTC_USDT-PERPETUAL", 10, null), ("USDT", usdt, null)),
        Desk.MarketOf("""
            "BTC": {"index": 97049.036898, "instruments": [
              {"instrument": "BTC_USDT-PERPETUAL", "mark": 97034.24370599994}]},
            "LTC": {"index": 101.95308, "instruments": [
              {"instrument": "LTC_USDT-PERPETUAL", "mark": 101.94818225399997}]}
            """)).Buckets.Single();

    [Fact]
    public void The_published_totals_come_out()
    {
        var account = Account(-Loan);
        Assert.Equal(2946.5480841048, account.Maintenance.Exact, 1e-6);
        Assert.Equal(9643.45070718144, account.Initial.Exact, 1e-6);
        var loan = account.Initial.Composition.Single(l => l.Name == "borrowed coins");
        Assert.Equal(7855.32188898, loan.Exact, 1e-6);
    }

    [Fact]
    public void Without_a_loan_the_units_are_all()
    {
        var account = Account(1_000);
        Assert.Equal(1375.4837063088, account.Maintenance.Exact, 1e-6);
        Assert.Equal(1788.1288182010, account.Initial.Exact, 1e-6);
    }
}
