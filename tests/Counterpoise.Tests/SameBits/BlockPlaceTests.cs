using Counterpoise.Pricing;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.Tests.SameBits;

/// <summary>A row of a risk array depends neither on its neighbours nor on what stood there before.</summary>
public class BlockPlaceTests
{
    [Fact]
    public void A_row_has_the_same_bits_in_whatever_block_it_was_priced()
    {
        var random = new SplitMix(301);
        var list = RiskInputs.Full;
        var contracts = Enumerable.Range(0, 200)
            .Select(_ => random.OneIn(8) ? RiskInputs.Unusual(random) : RiskInputs.Usual(random)).ToArray();
        var alone = contracts.Select(contract => RowOf(new RiskArray([contract], _ => list), 0)).ToArray();
        var array = new RiskArray([.. contracts.Reverse()], _ => list);
        var stands = Enumerable.Range(0, contracts.Length).Reverse().ToArray();
        for (var round = 0; round < 60; round++)
        {
            for (var row = random.Below(20); row < contracts.Length; row += 1 + random.Below(1 + round))
            {
                stands[row] = random.Below(contracts.Length);
                array.Set(row, contracts[stands[row]]);
            }
            array.Refresh();
            for (var row = 0; row < contracts.Length; row++)
                Assert.True(alone[stands[row]].SequenceEqual(RowOf(array, row)), $"{contracts[stands[row]]}");
        }
    }

    // NaN is NaN, whatever its sign and payload.
    private static ulong[] RowOf(RiskArray array, int row) =>
    [
        .. array.Cells.Slice(row * array.Stride, array.Stride).ToArray()
            .Select(cell => BitConverter.DoubleToUInt64Bits(double.IsNaN(cell) ? double.NaN : cell)),
    ];
}
