using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>The clear versions, option by option.</summary>
internal static class ClearSections
{
    private static readonly OptionTable Table = new(1);

    public static void Black76(BitDigest digest, int count)
    {
        var random = new SplitMix(11);
        for (var i = 0; i < count / 8; i++)
        {
            var right = Draw(random);
            var discount = random.OneIn(20) ? random.Edge() : random.Between(0.5, 1.2);
            Add(digest, Pricing.Black76.All(
                right, Table.Forward[0], Table.Strike[0], Table.Vol[0], Table.Years[0], discount));
        }
    }

    public static void CoinSettled(BitDigest digest, int count)
    {
        var random = new SplitMix(12);
        for (var i = 0; i < count / 8; i++)
        {
            var right = Draw(random);
            Add(digest, Pricing.CoinSettled.All(
                right, Table.Forward[0], Table.Strike[0], Table.Vol[0], Table.Years[0]));
        }
    }

    public static void ImpliedVol(BitDigest digest, int count)
    {
        var random = new SplitMix(13);
        for (var i = 0; i < count / 6; i++)
        {
            var right = Draw(random);
            var (price, forward, strike, years) =
                (Table.Price[0], Table.Forward[0], Table.Strike[0], Table.Years[0]);
            var discount = random.OneIn(20) ? random.Edge() : random.Between(0.5, 1.2);
            Add(digest, Pricing.ImpliedVol.Solve(right, discount * price, forward, strike, years, discount));
            Add(digest, Pricing.ImpliedVol.SolveCoinSettled(right, price / forward, forward, strike, years));
        }
    }

    private static OptionRight Draw(SplitMix random)
    {
        Table.Draw(random, 1);
        return Table.Sign[0] > 0 ? OptionRight.Call : OptionRight.Put;
    }

    private static void Add(BitDigest digest, Greeks greeks) => digest.Add([
        greeks.Price, greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta, greeks.Rho, greeks.Vanna, greeks.Volga,
    ]);

    private static void Add(BitDigest digest, ImpliedVolResult result) =>
        digest.Add([result.Vol, (double)(int)result.Outcome, result.RelativeUncertainty]);
}
