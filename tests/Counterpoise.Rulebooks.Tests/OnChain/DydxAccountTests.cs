using System.Numerics;
using Counterpoise.Margins.OnChain;
using Counterpoise.Rulebooks.Tests.Laws;

namespace Counterpoise.Rulebooks.Tests.OnChain;

/// <summary>Bankruptcy and fillable prices of a dYdX subaccount: what follows from their definition.</summary>
public sealed class DydxAccountTests
{
    private const int Accounts = 1_000;

    private static readonly BigInteger Million = 1_000_000;

    // BTC at 50,123.4 and ETH at 3,001, resolutions 1e-10 and 1e-9, 5 % and 10 %, maintenance 3/5 of them.
    private static readonly DydxRequirement[] Markets =
        [new(501_234, -1, -10, 50_000, 600_000), new(3_001, 0, -9, 100_000, 600_000)];

    [Fact]
    public void Closing_the_only_position_brings_back_the_debt()
    {
        foreach (var account in Random(1))
            Assert.Equal(-account.Quote, account.BankruptcyPrice(0, -account.Positions[0].Quanta));
    }

    /// <summary>Everything closed one after the other at its bankruptcy price leaves nothing.</summary>
    [Fact]
    public void Closing_everything_leaves_at_most_the_rounding()
    {
        foreach (var account in Random(2))
        {
            var price = account.BankruptcyPrice(0, -account.Positions[0].Quanta);
            var rest = new DydxAccount(account.Quote + price, [account.Positions[1]]);
            var last = rest.BankruptcyPrice(0, -rest.Positions[0].Quanta);
            Assert.Equal(0, rest.Quote + last);
            // Maintenance over net collateral stays what it was, but for quanta rounded in the account's favour.
            var before = account.NetCollateral * rest.Maintenance;
            var after = rest.NetCollateral * account.Maintenance;
            var most = account.Maintenance + BigInteger.Abs(account.NetCollateral);
            Assert.InRange(after - before, BigInteger.Zero, most);
        }
    }

    /// <summary>At or above maintenance it is the oracle price; bankrupt, it is the whole spread away.</summary>
    [Fact]
    public void A_fillable_price_lies_between_the_oracle_and_the_whole_spread()
    {
        var spread = 1_500_000;
        foreach (var account in Random(2))
        {
            var position = account.Positions[1];
            var got = account.FillablePrice(1, Million, spread);
            var oracle = BigRatio.Of(position.Notional, position.Quanta);
            var worst = BigRatio.Of(
                position.Notional * Million - spread * position.Maintenance, position.Quanta * Million);
            if (account.NetCollateral >= account.Maintenance) Assert.Equal(oracle, got);
            else if (account.NetCollateral.Sign <= 0) Assert.Equal(worst, got);
            else
            {
                var towards = position.Quanta.Sign;
                Assert.True(towards * Compare(worst, got) <= 0 && towards * Compare(got, oracle) <= 0, $"{got}");
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    [InlineData(-11)]
    public void What_does_not_reduce_a_position_is_refused(int delta)
    {
        var account = new DydxAccount(-1, [new(Markets[0], 10)]);
        var error = Assert.Throws<InvalidInputException>(() => account.BankruptcyPrice(0, delta));
        Assert.Equal(("delta", $"{delta}"), (error.Field, error.Value));
    }

    [Fact]
    public void Without_a_position_there_is_no_price()
    {
        var account = new DydxAccount(-1, [new(Markets[0], 0)]);
        Assert.Throws<InvalidInputException>(() => account.FillablePrice(0, Million, Million));
        var free = new DydxAccount(-1, [new(Markets[0] with { Initial = 0 }, 10)]);
        Assert.Contains("require no maintenance margin", Assert.Throws<InvalidInputException>(
            () => free.BankruptcyPrice(0, -10)).Message, StringComparison.Ordinal);
    }

    private static int Compare(BigRatio one, BigRatio other) =>
        (one.Numerator * other.Denominator).CompareTo(other.Numerator * one.Denominator);

    // Net collateral from −1 to 2 times maintenance.
    private static IEnumerable<DydxAccount> Random(int positions)
    {
        var draw = new Draw(29);
        for (var i = 0; i < Accounts; i++)
        {
            var held = new DydxPosition[positions];
            for (var p = 0; p < positions; p++)
            {
                BigInteger size = 1_000_000 + draw.Below(1 << 30);
                held[p] = new(Markets[p], draw.Below(2) == 0 ? size : -size);
            }
            var empty = new DydxAccount(0, held);
            var collateral = empty.Maintenance * (draw.Below(3_000) - 1_000) / 1_000;
            yield return new DydxAccount(collateral - empty.NetCollateral, held);
        }
    }
}
