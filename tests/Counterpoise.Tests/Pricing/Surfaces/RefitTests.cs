using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>One expiry changed: the others stay, and no arbitrage comes in.</summary>
public class RefitTests
{
    private static readonly double[] Days = [2, 7, 14, 30, 60, 120, 250];

    [Fact]
    public void Unchanged_quotes_of_free_smiles_give_the_same_surface()
    {
        var before = SurfaceFit.Fit(Chains.Coin, Chains.Time, Exact());
        Assert.All(before.Smiles, s => Assert.Equal(FitKind.Free, s.Kind));
        for (var i = 0; i < Days.Length; i++)
        {
            var after = SurfaceFit.Refit(before, Exact()[i]);
            Assert.Equal(before.Smiles.Select(s => s.Svi), after.Smiles.Select(s => s.Svi));
        }
    }

    [Theory]
    [InlineData(CalendarRange.Everywhere)]
    [InlineData(CalendarRange.Quoted)]
    public void The_other_expiries_stay_to_the_bit_and_no_arbitrage_comes_in(CalendarRange calendar)
    {
        var options = new SurfaceFitOptions { Calendar = calendar };
        var random = new SplitMix(311);
        var kinds = new HashSet<FitKind>();
        for (var round = 0; round < 40; round++)
        {
            var before = SurfaceFit.Fit(Chains.Coin, Chains.Time, Exact(), options);
            var i = random.Below(Days.Length);
            var (shift, noise) = (random.Between(-0.06, 0.06), random.Between(0, 0.03));
            var changed = Exact()[i].With(q => q.Vol + shift + random.Between(-noise, noise));
            var after = SurfaceFit.Refit(before, changed, options);
            Assert.Equal(before.Smiles.Count, after.Smiles.Count);
            for (var j = 0; j < Days.Length; j++)
                if (j != i) Assert.Equal(before.Smiles[j].Svi, after.Smiles[j].Svi);
            Assert.Same(changed.Quotes, after.Smiles[i].Quotes);
            kinds.Add(after.Smiles[i].Kind);
            Assert.Empty(Curves.Violations(after, calendar));
            AssertCalendarIsTold(after, calendar);
        }
        Assert.Equal([FitKind.Free, FitKind.Repaired], kinds.Order());
    }

    [Fact]
    public void Few_new_quotes_stay_between_the_neighbours()
    {
        var before = SurfaceFit.Fit(Chains.Coin, Chains.Time, Exact());
        for (var count = 1; count < SurfaceFit.EnoughQuotes; count++)
        {
            var changed = Exact()[3] with { Quotes = [.. Exact()[3].Quotes.Skip(8).Take(count)] };
            var after = SurfaceFit.Refit(before, changed);
            Assert.Equal(FitKind.FromSurface, after.Smiles[3].Kind);
            Assert.Equal(before.Smiles[2].Svi, after.Smiles[2].Svi);
            Assert.Equal(before.Smiles[4].Svi, after.Smiles[4].Svi);
            Assert.Empty(Curves.Violations(after));
        }
    }

    // The neighbours handed in cross: nothing fits between them.
    [Fact]
    public void Without_room_between_the_neighbours_all_is_fitted_again()
    {
        var before = SurfaceFit.Fit(Chains.Coin, Chains.Time, Exact());
        var smiles = before.Smiles.ToArray();
        smiles[4] = smiles[4] with { Svi = smiles[1].Svi };
        var after = SurfaceFit.Refit(before with { Smiles = smiles }, Exact()[3]);
        Assert.Empty(Curves.Violations(after));
        Assert.NotEqual(smiles[4].Svi, after.Smiles[4].Svi);
        Assert.All(after.Smiles, s => Assert.InRange(s.Rmse, 0, 1e-6));
    }

    // Ordered over what was quoted so far, not over what is quoted now: other pairs cross there.
    [Fact]
    public void Quotes_farther_out_than_any_before_leave_no_arbitrage_between_others()
    {
        var options = new SurfaceFitOptions { Calendar = CalendarRange.Quoted };
        RawSvi[] curves =
        [
            new(0.004, 0.06, 0, 0, 0.05), new(0.011, 0.045, 0, 0, 0.05), new(0.03, 0.06, 0, 0, 0.1),
            new(0.05, 0.08, 0, 0, 0.1),
        ];
        ExpiryQuotes[] quotes = [.. curves.Select((c, i) => Chains.Expiry(
            30 * (i + 1), Chains.Strikes(0.0225, 21, 2), k => Math.Sqrt(c.Variance(k) / (30.0 * (i + 1) / 365))))];
        var before = SurfaceFit.Fit(Chains.Coin, Chains.Time, quotes, options);
        Assert.Equal([], Curves.Violations(before, CalendarRange.Quoted));
        var far = Chains.Expiry(
            120, Chains.Strikes(0.0225, 21, 8), k => Math.Sqrt(curves[3].Variance(k) / (120.0 / 365)));
        var after = SurfaceFit.Refit(before, far, options);
        Assert.Empty(Curves.Violations(after, CalendarRange.Quoted));
        AssertCalendarIsTold(after, CalendarRange.Quoted);
    }

    [Fact]
    public void An_expiry_the_surface_does_not_have_is_refused()
    {
        var before = SurfaceFit.Fit(Chains.Coin, Chains.Time, Exact());
        Assert.Throws<ArgumentException>(() => SurfaceFit.Refit(before, Chains.Of(45, Chains.Smile(45))));
        Assert.Throws<ArgumentException>(() => SurfaceFit.Refit(before, Exact()[2] with { Quotes = [] }));
    }

    internal static ExpiryQuotes[] Exact() => Array.ConvertAll(Days, d => Chains.Of(d, Chains.Smile(d)));

    private static void AssertCalendarIsTold(VolSurface surface, CalendarRange calendar)
    {
        var everywhere = calendar == CalendarRange.Everywhere;
        var low = everywhere ? double.NegativeInfinity : surface.Smiles.Min(s => s.Quotes[0].LogMoneyness);
        var high = everywhere ? double.PositiveInfinity : surface.Smiles.Max(s => s.Quotes[^1].LogMoneyness);
        for (var i = 1; i < surface.Smiles.Count; i++)
        {
            var (least, at) = Calendar.Least(surface.Smiles[i - 1].Svi, surface.Smiles[i].Svi, low, high);
            Assert.Equal((least, at), (surface.Smiles[i].LeastCalendar, surface.Smiles[i].LeastCalendarAt));
        }
    }
}
