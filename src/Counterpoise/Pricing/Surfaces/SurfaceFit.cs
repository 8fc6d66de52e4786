using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Chain → volatility surface without static arbitrage. Every expiry is first fitted alone (<see cref="SviFit"/>, a few
/// microseconds). If all of them are free of butterfly and calendar arbitrage, that is the surface. Otherwise all are
/// fitted together under constraints (<see cref="JointFit"/>), starting from the SSVI surface through the same quotes,
/// which is free of arbitrage by construction; it is also what is returned should the constraints not be met.
/// </summary>
public static class SurfaceFit
{
    /// <summary>Fewer quotes do not determine five parameters.</summary>
    public const int EnoughQuotes = 5;

    /// <summary>Fits every coin that has option quotes.</summary>
    public static IReadOnlyDictionary<Currency, VolSurface> Fit(Market market, SurfaceFitOptions? options = null) =>
        market.Underlyings.Keys.Order().Select(coin => Fit(market, coin, options))
            .Where(s => s.Smiles.Count > 0).ToDictionary(s => s.Base);

    /// <summary>Fits one coin.</summary>
    /// <exception cref="InvalidInputException">The market does not know the coin.</exception>
    public static VolSurface Fit(Market market, Currency coin, SurfaceFitOptions? options = null) =>
        Fit(coin, market.Time, ChainQuotes.Of(market, coin, options ?? SurfaceFitOptions.Default), options);

    /// <summary>Fits given quotes; expiries without any are left out.</summary>
    /// <param name="coin">Whose.</param>
    /// <param name="time">The instant of the quotes.</param>
    /// <param name="expiries">Ascending.</param>
    /// <param name="options">Null: the defaults.</param>
    public static VolSurface Fit(
        Currency coin, Instant time, IReadOnlyList<ExpiryQuotes> expiries, SurfaceFitOptions? options = null)
    {
        options ??= SurfaceFitOptions.Default;
        ExpiryQuotes[] quoted = [.. expiries.Where(e => e.Quotes.Count > 0)];
        var curves = new RawSvi[quoted.Length];
        var free = new SviLeastSquares[quoted.Length];
        var isFree = true;
        for (var i = 0; i < quoted.Length; i++)
        {
            free[i] = FitAlone(quoted[i]);
            curves[i] = free[i].Svi;
            isFree &= quoted[i].Quotes.Count >= EnoughQuotes && IsFree(curves, i);
        }
        var range = Range(quoted, options.Calendar);
        isFree = isFree && AreOrdered(curves, range);
        if (!isFree) FitTogether(quoted, curves, range);
        var smiles = new SmileFit[quoted.Length];
        for (var i = 0; i < quoted.Length; i++)
            smiles[i] = Describe(quoted[i], curves, i, isFree ? null : free[i], range);
        return new VolSurface(coin, time, smiles);
    }

    /// <summary>
    /// The surface after the quotes of one expiry changed: that expiry is fitted anew, alone if it stays free of
    /// arbitrage, else between its neighbours as they are; only if there is no room between them is all fitted again.
    /// </summary>
    /// <param name="before">The surface so far.</param>
    /// <param name="changed">The new quotes of one of its expiries.</param>
    /// <param name="options">As for the first fit.</param>
    /// <exception cref="ArgumentException">The surface has no such expiry, or there are no quotes.</exception>
    public static VolSurface Refit(VolSurface before, ExpiryQuotes changed, SurfaceFitOptions? options = null)
    {
        options ??= SurfaceFitOptions.Default;
        var at = -1;
        for (var i = 0; i < before.Smiles.Count; i++) if (before.Smiles[i].Expiry == changed.Expiry) at = i;
        if (at < 0 || changed.Quotes.Count == 0)
            throw new ArgumentException("is not a quoted expiry of this surface", nameof(changed));
        ExpiryQuotes[] all = [.. before.Smiles.Select(s => s.AsQuotes())];
        RawSvi[] curves = [.. before.Smiles.Select(s => s.Svi)];
        var rangeBefore = Range(all, options.Calendar);
        all[at] = changed;
        var range = Range(all, options.Calendar);
        // Over another range expiries can cross that did not so far.
        var sameRange = range == rangeBefore;
        var free = FitAlone(changed);
        curves[at] = free.Svi;
        var isFree = changed.Quotes.Count >= EnoughQuotes && IsFree(curves, at) && IsOrdered();
        if (!isFree)
        {
            curves[at] = before.Smiles[at].Svi;
            FitBetween(all, curves, at, range);
            if (!IsFree(curves, at) || !IsOrdered())
                return Fit(before.Base, before.Time, all, options);
        }
        SmileFit[] smiles = [.. before.Smiles];
        smiles[at] = Describe(changed, curves, at, isFree ? null : free, range);
        for (var i = 1; i < smiles.Length; i++)
        {
            if (sameRange && i != at + 1) continue;
            var (least, place) = Calendar.Least(curves[i - 1], curves[i], range.Low, range.High);
            smiles[i] = smiles[i] with { LeastCalendar = least, LeastCalendarAt = place };
        }
        return before with { Smiles = smiles };

        bool IsOrdered() => sameRange ? AreOrdered(curves, range, at) : AreOrdered(curves, range);
    }

    private static SviLeastSquares FitAlone(ExpiryQuotes expiry)
    {
        var count = expiry.Quotes.Count;
        var padded = AlignedDoubles.Padded(count);
        Span<double> buffer = stackalloc double[padded <= 128 ? (SviColumns.Columns + 3) * padded : 0];
        if (padded > 128) buffer = new double[(SviColumns.Columns + 3) * padded];
        var k = buffer[..count];
        var vol = buffer.Slice(padded, count);
        var weight = buffer.Slice(2 * padded, count);
        for (var i = 0; i < count; i++)
        {
            var quote = expiry.Quotes[i];
            (k[i], vol[i], weight[i]) = (quote.LogMoneyness, quote.Vol, quote.Weight);
        }
        return SviFit.Fit(new SviColumns(k, vol, weight, expiry.Years, buffer[(3 * padded)..]));
    }

    private static bool IsFree(ReadOnlySpan<RawSvi> curves, int i)
    {
        ref readonly var curve = ref curves[i];
        return curve.LeastVariance > 0 && curve.LeftSlope <= Butterfly.MostSlope
            && curve.RightSlope <= Butterfly.MostSlope && Butterfly.Least(curve).Least >= 0;
    }

    private static bool AreOrdered(ReadOnlySpan<RawSvi> curves, (double Low, double High) range)
    {
        for (var i = 1; i < curves.Length; i++)
            if (!(Calendar.Least(curves[i - 1], curves[i], range.Low, range.High).Least >= 0)) return false;
        return true;
    }

    // An expiry against its neighbours.
    private static bool AreOrdered(ReadOnlySpan<RawSvi> curves, (double Low, double High) range, int at)
    {
        var from = Math.Max(at - 1, 0);
        return AreOrdered(curves[from..Math.Min(at + 2, curves.Length)], range);
    }

    private static (double Low, double High) Range(ReadOnlySpan<ExpiryQuotes> expiries, CalendarRange calendar)
    {
        if (calendar == CalendarRange.Everywhere) return (double.NegativeInfinity, double.PositiveInfinity);
        var (low, high) = (0.0, 0.0);
        foreach (var expiry in expiries)
        {
            low = Math.Min(low, expiry.Quotes[0].LogMoneyness);
            high = Math.Max(high, expiry.Quotes[^1].LogMoneyness);
        }
        return (low, high);
    }

    private static void FitTogether(
        ReadOnlySpan<ExpiryQuotes> expiries, RawSvi[] curves, (double Low, double High) range)
    {
        var slices = new JointSlice[expiries.Length];
        for (var i = 0; i < slices.Length; i++) slices[i] = new JointSlice(expiries[i]);
        var theta = new double[slices.Length];
        var ssvi = Ssvi.Fit(slices, theta);
        for (var i = 0; i < slices.Length; i++)
        {
            curves[i] = ssvi.Slice(theta[i]);
            if (expiries[i].Quotes.Count < EnoughQuotes) slices[i].LeanOn(curves[i]);
        }
        new JointFit(slices, range.Low, range.High).Solve(curves);
        var isFree = AreOrdered(curves, range);
        for (var i = 0; i < curves.Length; i++) isFree &= IsFree(curves, i);
        if (isFree) return;
        for (var i = 0; i < curves.Length; i++) curves[i] = ssvi.Slice(theta[i]);
    }

    private static void FitBetween(
        ReadOnlySpan<ExpiryQuotes> expiries, RawSvi[] curves, int at,
        (double Low, double High) range)
    {
        var (from, to) = (Math.Max(at - 1, 0), Math.Min(at + 2, curves.Length));
        var slices = new JointSlice[to - from];
        for (var i = from; i < to; i++) slices[i - from] = new JointSlice(expiries[i]) { IsFixed = i != at };
        if (expiries[at].Quotes.Count < EnoughQuotes) slices[at - from].LeanOn(curves[at]);
        new JointFit(slices, range.Low, range.High).Solve(curves.AsSpan(from, to - from));
    }

    private static SmileFit Describe(
        ExpiryQuotes expiry, ReadOnlySpan<RawSvi> curves, int i, SviLeastSquares? free, (double Low, double High) range)
    {
        var curve = curves[i];
        var (density, at) = Butterfly.Least(curve);
        var (calendar, place) = i == 0
            ? (double.NaN, double.NaN) : Calendar.Least(curves[i - 1], curve, range.Low, range.High);
        var (rmse, worst) = Errors(expiry, curve);
        var alone = free is { } f ? f.Svi : curve;
        var freeRmse = free is null ? rmse : Errors(expiry, alone).Rmse;
        return new SmileFit(expiry.Expiry, expiry.Years, expiry.Forward, curve)
        {
            Quotes = expiry.Quotes,
            Implied = expiry.Implied,
            LeftOut = expiry.LeftOut,
            Kind = expiry.Quotes.Count < EnoughQuotes ? FitKind.FromSurface
                : Math.Abs(rmse - freeRmse) > 1e-3 * rmse + 1e-9 ? FitKind.Repaired : FitKind.Free,
            Alone = alone,
            Rmse = rmse,
            FreeRmse = freeRmse,
            MaxError = worst,
            LeastDensity = density,
            LeastDensityAt = at,
            LeastCalendar = calendar,
            LeastCalendarAt = place,
        };
    }

    private static (double Rmse, double Worst) Errors(ExpiryQuotes expiry, in RawSvi curve)
    {
        var (sum, worst) = (0.0, 0.0);
        for (var i = 0; i < expiry.Quotes.Count; i++)
        {
            var quote = expiry.Quotes[i];
            var vol = Math.Sqrt(Math.Max(0, curve.Variance(quote.LogMoneyness)) / expiry.Years);
            var miss = Math.Abs(vol - quote.Vol);
            sum += miss * miss;
            worst = Math.Max(worst, miss);
        }
        return (Math.Sqrt(sum / expiry.Quotes.Count), worst);
    }
}
