using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Deribit;

/// <summary>The real chain of 2026-08-22: its marks from its vols and its vols from its marks.</summary>
public class DemoChainTests
{
    private const int Options = 1_970;

    /// <summary>Greatest error of a mark, coin: forward and vol are rounded and not of one instant.</summary>
    private const double MarkTolerance = 1.5e-4;

    [Fact]
    public void Pricing_from_the_mark_vol_reproduces_every_mark()
    {
        var errors = Chain().Select(o => Math.Abs(o.Model - o.Mark)).Order().ToArray();
        Assert.Equal(Options, errors.Length);
        Assert.True(errors[Options / 2] <= 1e-5, $"median {errors[Options / 2]:e2} coin");
        Assert.True(errors[^1] <= MarkTolerance, $"greatest {errors[^1]:e2} coin");
    }

    [Fact]
    public void Implied_vol_recovers_the_mark_vol_as_well_as_vega_allows_and_says_where_it_cannot()
    {
        int solved = 0, unsolved = 0;
        foreach (var o in Chain())
        {
            var (right, strike) = (o.Terms.Right, o.Terms.Strike.ToDouble());
            var result = ImpliedVol.SolveCoinSettled(right, o.Mark, o.Forward, strike, o.Years);
            if (result.IsSolved)
            {
                // The vol moves by the error of the mark over vega; vega itself is taken between the two vols.
                var vega = CoinSettled.Vega(right, o.Forward, strike, (o.Vol + result.Vol) / 2, o.Years);
                var error = Math.Abs(result.Vol - o.Vol) * vega;
                Assert.True(error <= MarkTolerance * 1.1, $"{o.Terms}: {result.Vol} for {o.Vol}");
                solved++;
            }
            else
            {
                Assert.True(
                    result.Outcome is ImpliedVolOutcome.BelowIntrinsic or ImpliedVolOutcome.AtIntrinsic,
                    $"{o.Terms}: {result.Outcome}");
                Assert.True(CoinSettled.Vega(right, o.Forward, strike, o.Vol, o.Years) < 1e-3);
                unsolved++;
            }
        }
        Assert.Equal(Options, solved + unsolved);
        Assert.True(unsolved <= 60, $"{unsolved} without a vol");
    }

    private static IEnumerable<Row> Chain()
    {
        using var text = SharedData.OpenText("market/deribit/demo_full_chain_20260822T153351Z.csv.gz", Options);
        var market = ChainCsv.Read(text);
        foreach (var quote in market.Underlyings.Values.SelectMany(u => u.Quotes.Values))
        {
            if (!quote.Instrument.IsOption) continue;
            var option = quote.Instrument;
            var forward = market.ForwardOf(option).Total;
            var years = (option.Expiry!.Value - market.Time).Years;
            var vol = market.VolOf(option);
            var model = CoinSettled.Price(option.Right, forward, option.Strike.ToDouble(), vol, years);
            yield return new Row(option, quote.Mark!.Value, vol, forward, years, model);
        }
    }

    private sealed record Row(
        Instrument Terms, double Mark, double Vol, double Forward, double Years, double Model);
}
