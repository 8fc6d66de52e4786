using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>The forward a chain implies where the market states none.</summary>
public class ImpliedForwardTests
{
    private const double Forward = 98_765.43;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Calls_and_puts_give_the_forward(bool inCoin)
    {
        var implied = ImpliedForward.Of(Quotes(inCoin))!.Value;
        Assert.Equal(Forward, implied.Forward, 0.2);
        Assert.InRange(Forward, implied.Low, implied.High);
        Assert.InRange(implied.Pairs, 10, 21);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_wrong_quote_does_not_move_it_far(bool inCoin)
    {
        var right = Quotes(inCoin);
        for (var i = 0; i < right.Length; i++)
        {
            if (right[i].Bid is null) continue;
            foreach (var factor in new[] { 0.5, 1.5, 10 })
            {
                Quote[] wrong = [.. right];
                wrong[i] = right[i] with { Bid = right[i].Bid * factor, Ask = right[i].Ask * factor };
                Assert.Equal(Forward, ImpliedForward.Of(wrong)!.Value.Forward, 0.5);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_stated_forward_the_implied_one_is_fitted_to(bool inCoin)
    {
        var stated = SurfaceFit.Fit(Chains.Market([(20, Forward)], inCoin), Chains.Coin).Smiles[0];
        var implied = SurfaceFit.Fit(Chains.Market([(20, Forward)], inCoin, states: false), Chains.Coin).Smiles[0];
        Assert.Equal(Forward, stated.Forward);
        Assert.Equal(Forward, implied.Forward, 0.2);
        Assert.Equal(implied.Implied!.Value.Forward, implied.Forward);
        for (var k = -0.2; k <= 0.2; k += 0.02) Assert.Equal(stated.Vol(k), implied.Vol(k), 1e-4);
    }

    [Fact]
    public void Without_pairs_and_without_a_stated_forward_there_is_no_smile()
    {
        Assert.Null(ImpliedForward.Of([]));
        var calls = Chains.Market([(20, Forward)], states: false, edit: OnlyCall);
        Assert.Empty(SurfaceFit.Fit(calls, Chains.Coin).Smiles);
    }

    private static Quote? OnlyCall(Quote quote) => quote.Instrument.Right == OptionRight.Call ? quote : null;

    private static Quote[] Quotes(bool inCoin) =>
        [.. Chains.Market([(20, Forward)], inCoin).Underlyings[Chains.Coin].Quotes.Values];
}
