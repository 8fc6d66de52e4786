using Counterpoise.Tests.Numerics;
using Own = Counterpoise.Numerics.Elementary;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>
/// The batch against 77-digit arithmetic on the same doubles: the 100,000 points of <see cref="AccuracyPoints"/>, both
/// rights of each, without their discount; points over the whole domain of the kernel; and the worst that a longer
/// search found.
/// </summary>
public class BatchBlack76AccuracyTests
{
    private const int NearPoints = 70_000;
    private const int FarPoints = 30_000;
    private const int WidePoints = 10_000;
    private const int Chunk = 500;

    // Greeks of the wide points are normal numbers.
    private const double Vanishing = 1.05e-286;

    // F, K, σ, T: the worst of 10⁷ at random, checked against the clear version.
    private static readonly (double F, double K, double Vol, double Years)[] Searched =
    [
        (1.8519440436977632, 1.8547092271507506, 4.680277156682649, 0.00022127513972917663),
        (1.1287341146398029, 1.1290457644634309, 0.03575783763395756, 0.46656362621284286),
        (1.2525998732320032, 357.5893599717046, 314.3671877340251, 0.00011330071406780441),
        (1.3920079401657022, 1.3902212615184963, 1.010628617587799, 0.015394835005466435),
        (1.0049624540866178, 0.7387288548650475, 0.012651889752509702, 1.148977500501783),
    ];

    private static readonly (double F, double K, double Vol, double Years)[] SearchedWide =
    [
        (4.709292054344805E-08, 4.316104524151246E-61, 5.838926201678688, 6.609335408479744),
        (1.4306246100136193, 2438367.991828435, 84.29203124763076, 0.003985893308532606),
        (1.0492538572518406, 1.0492521397972756, 0.031195063391718222, 0.0042119533165215104),
        (1.6712242996651794, 1.6581610260156798, 0.008719218987315603, 0.008506009733217168),
    ];

    private static readonly Lazy<Regions> Measured = new(Measure);

    [Fact]
    public void Every_value_is_within_its_claim_at_a_hundred_thousand_points_and_over_the_whole_domain()
    {
        Assert.All(Measured.Value.Rows, row => Assert.True(row.Holds, row.ToString()));
        Assert.Equal(NearPoints + Searched.Length, Measured.Value.Near.Rows.First().Count);
        Assert.Equal(FarPoints, Measured.Value.Far.Rows.First().Count);
    }

    [Fact]
    public void The_page_prints_the_worst_case_of_every_region_and_Greek() =>
        KernelsPage.Prints("batch", ["F", "K", "σ", "T"], Measured.Value.Rows);

    [Fact]
    public void Every_point_is_priced_by_the_kernel_itself()
    {
        for (var i = 0; i < NearPoints + FarPoints; i += 1000)
        {
            var p = i < NearPoints ? AccuracyPoints.Near(i) : AccuracyPoints.Far(i);
            Assert.True(BatchEdgeTests.IsOrdinary((1, p.Forward, p.Strike, p.Vol, p.Years)));
        }
        for (var i = 0; i < WidePoints; i++)
        {
            var p = DrawWide(i);
            Assert.True(BatchEdgeTests.IsOrdinary((-1, p.F, p.K, p.Vol, p.Years)));
        }
    }

    private static Regions Measure()
    {
        var regions = new Regions();
        Note(regions, -Searched.Length, [.. Searched.Select(Point)], far: false);
        Note(regions, -SearchedWide.Length, [.. SearchedWide.Select(Point)], far: null);
        Parallel.For(0, (NearPoints + FarPoints + WidePoints) / Chunk, chunk =>
        {
            var first = chunk * Chunk;
            bool? far = first < NearPoints ? false : first < NearPoints + FarPoints ? true : null;
            AccuracyPoint[] points =
            [
                .. Enumerable.Range(first, Chunk).Select(i => far switch
                {
                    false => AccuracyPoints.Near(i),
                    true => AccuracyPoints.Far(i),
                    null => Point(DrawWide(i)),
                }),
            ];
            Note(regions, first, points, far);
        });
        return regions;
    }

    private static void Note(Regions regions, int first, AccuracyPoint[] points, bool? far)
    {
        var outside = Priced(points, inTheMoney: false);
        var inside = Priced(points, inTheMoney: true);
        for (var i = 0; i < points.Length; i++)
        {
            var p = points[i];
            (far is null ? regions.WideIn : regions.In).Note(new(p, !p.CallIsOut), first + i, inside.Results(i));
            var exact = new ExactOption(p, p.CallIsOut);
            var region = far switch { false => regions.Near, true => regions.Far, null => regions.Wide };
            region.Note(exact, first + i, outside.Results(i));
        }
    }

    private static Options Priced(AccuracyPoint[] points, bool inTheMoney) => Options.Of(
    [
        .. points.Select(p => (p.CallIsOut != inTheMoney ? 1.0 : -1, p.Forward, p.Strike, p.Vol, p.Years)),
    ]).Priced();

    private static AccuracyPoint Point((double F, double K, double Vol, double Years) p) =>
        new(p.F, p.K, p.Vol, p.Years, 1);

    // σ√T, |ln F/K| and the legs over their whole range, as far as every Greek is a normal number.
    private static (double F, double K, double Vol, double Years) DrawWide(int index)
    {
        var draws = new Draws(50, index);
        while (true)
        {
            var totalVol = draws.LogUniform(1.53e-5, 15.999);
            var years = draws.LogUniform(1e-6, 100);
            var f = draws.LogUniform(1e-118, 1e118);
            var logMoneyness = draws.Sign() * draws.Uniform(0, 1) * (37 * totalVol + 0.5 * totalVol * totalVol);
            if (Math.Abs(logMoneyness) > 599) continue;
            var k = f * Own.Exp(logMoneyness);
            var near = Math.Abs(logMoneyness) / totalVol - 0.5 * totalVol;
            // Gamma is the smallest of all: φ(d₁)/(F·σ√T), and F·φ(d₁) = M·φ(near).
            var least = Math.Min(f, k) * Own.Exp(-0.5 * near * near) / Math.Max(f, 1) / Math.Max(f, 1);
            if (k is > 1e-118 and < 1e118 && least > Vanishing)
                return (f, k, totalVol / Math.Sqrt(years), years);
        }
    }

    private sealed class Regions
    {
        public BatchRegion Near { get; } = new("near", 7);

        public BatchRegion Far { get; } = new("far", 7);

        public InTheMoneyRegion In { get; } = new("in the money");

        public BatchRegion Wide { get; } = new("σ√T 2⁻¹⁶ to 16", 13);

        public InTheMoneyRegion WideIn { get; } = new("σ√T 2⁻¹⁶ to 16, in the money");

        public IEnumerable<WorstError> Rows =>
            [.. Near.Rows, .. Far.Rows, .. In.Rows, .. Wide.Rows, .. WideIn.Rows];
    }
}
