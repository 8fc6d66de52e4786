using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>Sums over quotes, fits of single smiles, and of whole surfaces with and without repair.</summary>
internal static class SurfaceSections
{
    public static void Sums(BitDigest digest, int count)
    {
        var random = new SplitMix(21);
        Span<double> sums = stackalloc double[SviSums.Count];
        for (var i = 0; i < count / (SviSums.Count + 1); i++)
        {
            var columns = SurfaceInputs.Columns(random, 1 + i % 40);
            SviSums.Sum(columns, random.Between(-0.3, 0.3), random.Between(0.01, 1), sums);
            digest.Add(sums);
            var error = columns.Linearise(new RawSvi(0.01, 0.1, random.Between(-0.9, 0.9), 0.02, 0.1));
            digest.Add([error]);
        }
    }

    public static void Smiles(BitDigest digest, int count)
    {
        var random = new SplitMix(22);
        for (var i = 0; i < count / 7; i++)
        {
            var fit = SviFit.Fit(SurfaceInputs.Columns(random, 1 + i % 40));
            Add(digest, fit.Svi);
            digest.Add([fit.Error, fit.Passes]);
        }
    }

    public static void Surfaces(BitDigest digest, int count)
    {
        var random = new SplitMix(23);
        for (var i = 0; i < count; i++)
        {
            var calendar = i % 2 == 0 ? CalendarRange.Everywhere : CalendarRange.Quoted;
            var options = new SurfaceFitOptions { Calendar = calendar };
            var quotes = SurfaceInputs.Surface(random, i % 3 == 0 ? 0 : 0.02);
            var surface = SurfaceFit.Fit(SurfaceInputs.Base, SurfaceInputs.Time, quotes, options);
            foreach (var smile in surface.Smiles)
            {
                Add(digest, smile.Svi);
                digest.Add([
                    smile.Rmse, smile.FreeRmse, smile.MaxError, smile.LeastDensity, smile.LeastDensityAt,
                    smile.LeastCalendar, smile.LeastCalendarAt, (int)smile.Kind,
                ]);
            }
        }
    }

    private static void Add(BitDigest digest, RawSvi svi) => digest.Add([svi.A, svi.B, svi.Rho, svi.M, svi.Sigma]);
}
