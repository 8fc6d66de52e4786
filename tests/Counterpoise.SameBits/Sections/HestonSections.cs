using Counterpoise.Instruments;
using Counterpoise.Pricing.Models;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>Heston by expiry in batches of every length, and option by option.</summary>
internal static class HestonSections
{
    private static readonly HestonTable Table = new(Pieces.Longest);

    public static void Batch(BitDigest digest, int count)
    {
        const int values = 2 + HestonParameters.Count;
        var random = new SplitMix(15);
        var results = new double[values * Pieces.Longest];
        foreach (var length in Pieces.Of(count / values, random))
        {
            Table.Draw(random, length);
            BatchHeston.Price(Table.Slice(length), Table.Parameters, results.AsSpan(0, length));
            BatchHeston.PriceAndGradient(
                Table.Slice(length), Table.Parameters, results.AsSpan(length, length),
                results.AsSpan(2 * length, HestonParameters.Count * length));
            digest.Add(results.AsSpan(0, values * length));
        }
    }

    public static void Greeks(BitDigest digest, int count)
    {
        var random = new SplitMix(16);
        for (var i = 0; i < count / 8; i++)
        {
            Table.Draw(random, 1);
            var right = Table.Sign[0] > 0 ? OptionRight.Call : OptionRight.Put;
            var discount = random.OneIn(20) ? random.Edge() : random.Between(0.5, 1.2);
            var greeks = Heston.All(right, Table.Forward, Table.Strike[0], Table.Parameters, Table.Years, discount);
            digest.Add([
                greeks.Price, greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta, greeks.Rho, greeks.Vanna,
                greeks.Volga,
            ]);
        }
    }
}
