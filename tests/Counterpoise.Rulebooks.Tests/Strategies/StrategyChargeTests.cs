using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Strategies;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;
using Account = Counterpoise.Rulebooks.Tests.Laws.Account;

namespace Counterpoise.Rulebooks.Tests.Strategies;

/// <summary>The rulebook that forms strategies, on a market of coins.</summary>
public sealed class StrategyChargeTests
{
    private const string Name = "finra-strategies";

    [Fact]
    public void A_vertical_needs_its_width_and_says_so()
    {
        var requirement = Initial(
            Hold(Call(100_000), -2), Hold(Call(105_000), 2));
        Assert.Equal(2 * 5_000, requirement.Exact, 6);
        Assert.Contains("1 bear call spread, gap 0", Because(requirement), StringComparison.Ordinal);
    }

    [Fact]
    public void A_coin_covers_a_call()
    {
        var margin = new Account(Name, RulebookLibrary.Find(Name), new Portfolio("covered")
        {
            Positions = [Hold(Call(105_000), -4)],
            Balances = new Dictionary<Currency, Quantity> { [Btc] = Quantity.FromWhole(4) },
        }, Prices).Margin.Buckets.Single();
        Assert.Equal(4 * 0.5 * 100_000, margin.Initial.Exact, 6);
        Assert.Contains("1 covered call", Because(margin.Initial), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_whole_lot_of_the_underlying_stands_alone()
    {
        // 0.123456 coins against options of 1: lots of 0.01, of which 12 are covered.
        var margin = LawMarket.Account(Name, Hold(Call(105_000), -1), Hold(Perpetual(Btc, inverse: false), 0.123456));
        var held = StrategyReport.Of(margin.Rulebook, margin.Portfolio, Prices).Single().Held;
        Assert.Equal(0.01, held.Book.LotSize, 12);
        Assert.Equal(0.003456, held.Alone.Sum(), 9);
        Assert.Equal(12, held.Initial.Strategies.Single(s => s.Shape.Name == "covered call").Count);
    }

    [Fact]
    public void Parts_sum_to_the_margin_bit_for_bit()
    {
        foreach (var account in LawMarket.Random(Name).Take(300))
        {
            foreach (var coin in StrategyReport.Of(account.Rulebook, account.Portfolio, Prices))
            {
                foreach (var isInitial in (bool[])[true, false])
                {
                    var found = isInitial ? coin.Held.Initial : coin.Held.Maintenance;
                    var parts = coin.Held.Parts(isInitial);
                    Assert.Equal(parts.Sum(), parts.Reverse().Sum());
                    if (coin.Held.Alone.All(a => a == 0)) Assert.Equal(found.Total, parts.Sum());
                    Assert.True(found.IsProven, account.ToString());
                }
            }
        }
    }

    [Fact]
    public void A_rulebook_without_the_charge_forms_nothing()
    {
        var account = LawMarket.Account("deribit-sm", Hold(Call(105_000), -1));
        var fault = Assert.Throws<InvalidInputException>(
            () => StrategyReport.Of(account.Rulebook, account.Portfolio, Prices));
        Assert.Contains("forms no strategies", fault.Message, StringComparison.Ordinal);
    }

    private static Instrument Call(double strike) => Option(Btc, inverse: false, 1, strike, OptionRight.Call);

    private static Requirement Initial(params Position[] positions) =>
        LawMarket.Account(Name, positions).Margin.Buckets.Single().Initial;

    private static string Because(Requirement requirement) => requirement.Composition.Single().Explanation;
}
