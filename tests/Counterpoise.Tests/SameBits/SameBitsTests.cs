using System.Runtime.Intrinsics;
using Counterpoise.SameBits;

namespace Counterpoise.Tests.SameBits;

/// <summary>Ten million results have the same bits whatever vectors the processor has.</summary>
public sealed class SameBitsTests(VectorModes modes, ITestOutputHelper output) : IClassFixture<VectorModes>
{
    [Theory]
    [InlineData(512, VectorModes.All)]
    [InlineData(256, VectorModes.No512)]
    [InlineData(128, VectorModes.No256)]
    [InlineData(64, VectorModes.None)]
    public void Every_vector_width_gives_the_committed_bits(int width, string turnedOff)
    {
        var run = modes[turnedOff];
        var processor = modes[VectorModes.All];
        output.WriteLine($"{run.Mode}: {string.Join(", ", Widths.Select(w => $"Vector{w} {run.Has(w)}"))}");
        foreach (var w in Widths)
        {
            var expected = w <= width && processor.Has(w);
            Assert.True(run.Has(w) == expected, $"{run.Mode}: Vector{w} is {run.Has(w)}, not as the switch says");
        }

        Assert.True(File.Exists(VectorModes.Golden), $"{VectorModes.Golden} is missing: run with UPDATE_GOLDEN=1");
        var differences = run.Differences(File.ReadAllText(VectorModes.Golden));
        Assert.True(
            differences.Count == 0,
            $"{run.Mode}: other bits than tests/golden/same-bits.txt in {string.Join(", ", differences)}. If all modes "
            + "differ alike and results are meant to change, run with UPDATE_GOLDEN=1; else see LaneWidthTests");

        if (width == 64 || processor.Has(width)) return;
        var loud = $"NOT TESTED: {width}-bit vectors, which this processor or runtime lacks; its widest do agree";
        output.WriteLine(loud);
        Assert.Skip(loud);
    }

    [Fact]
    public void All_vector_widths_give_one_hash()
    {
        var first = modes[VectorModes.All];
        var faults = modes.Runs.Where(run => run.Bits != first.Bits)
            .Select(run => $"{run.Mode} differs from {first.Mode} in {string.Join(", ", run.Differences(first.Bits))}");
        Assert.True(!faults.Any(), string.Join("; ", faults));
    }

    [Fact]
    public void Ten_million_values_are_compared() =>
        Assert.InRange(modes[VectorModes.All].Values, 10_000_000, long.MaxValue);

    [Fact]
    public void A_program_without_switches_has_the_vectors_of_this_process()
    {
        var run = modes[VectorModes.All];
        Assert.True(run.Has(512) || !Vector512.IsHardwareAccelerated, "Vector512 is here but not there");
        Assert.True(run.Has(256) || !Vector256.IsHardwareAccelerated, "Vector256 is here but not there");
        Assert.True(run.Has(128) || !Vector128.IsHardwareAccelerated, "Vector128 is here but not there");
    }

    [Fact]
    public void Sections_that_differ_are_named()
    {
        var run = new ProgramRun("a mode", "Vector512 True\nvalues 3\none aa\ntwo bb\nhash cc\n");
        Assert.Empty(run.Differences("values 3\none aa\ntwo bb\nhash cc\n"));
        Assert.Equal(["two", "hash"], run.Differences("values 3\none aa\ntwo b0\nhash c0\n"));
        Assert.Equal(["two", "three"], run.Differences("values 3\none aa\nthree bb\nhash cc\n"));
        Assert.Equal(["values"], run.Differences("values 4\none aa\ntwo bb\nhash cc\n"));
    }

    [Fact]
    public void A_hash_tells_every_bit_but_the_kind_of_NaN()
    {
        Assert.NotEqual(Hash(1, 2), Hash(1, Math.BitIncrement(2.0)));
        Assert.NotEqual(Hash(0.0), Hash(-0.0));
        Assert.NotEqual(Hash(1, 2), Hash(2, 1));
        Assert.NotEqual(Hash(double.NaN), Hash(double.PositiveInfinity));
        Assert.Equal(Hash(double.NaN), Hash(-double.NaN));
        Assert.Equal(Hash(double.NaN), Hash(BitConverter.UInt64BitsToDouble(0xFFF0_0000_0000_0001)));
    }

    private static readonly int[] Widths = [512, 256, 128];

    private static string Hash(params double[] values)
    {
        var digest = new BitDigest();
        digest.Add(values.AsSpan());
        return digest.Section("values");
    }
}
