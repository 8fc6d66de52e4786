using System.Diagnostics;
using Counterpoise.Numerics;

namespace Counterpoise.Markets;

/// <summary>Which way a volatility shock goes; also the row of a scenario table.</summary>
public enum VolDirection
{
    /// <summary>Volatility unchanged.</summary>
    Same = 0,

    /// <summary>Volatility up.</summary>
    Up = 1,

    /// <summary>Volatility down.</summary>
    Down = -1,

    /// <summary>Skew: linear in log-moneyness (one wing up, the other down).</summary>
    SkewLinear = 2,

    /// <summary>Skew: linear in absolute log-moneyness (both wings up).</summary>
    SkewAbsolute = 3,
}

/// <summary>How a scenario changes an implied volatility.</summary>
public abstract record VolShock
{
    // The kinds are closed: kernels know them by their direction.
    private protected VolShock()
    {
    }

    /// <summary>Leaves volatility alone.</summary>
    public static VolShock None { get; } = new NoShock();

    /// <summary>Direction, for tables and names.</summary>
    public abstract VolDirection Direction { get; }

    /// <summary>The shock of one expiry: numbers only.</summary>
    /// <param name="seconds">Seconds to expiry.</param>
    public abstract ExpiryVolShock At(double seconds);

    /// <summary>The shocked volatility.</summary>
    /// <param name="vol">Implied volatility, annualised fraction.</param>
    /// <param name="seconds">Seconds to expiry.</param>
    /// <param name="logMoneyness">ln(K/F) with today's forward.</param>
    public double Apply(double vol, double seconds, double logMoneyness) => At(seconds).Apply(vol, logMoneyness);

    private sealed record NoShock : VolShock
    {
        public override VolDirection Direction => VolDirection.Same;

        public override ExpiryVolShock At(double seconds) => default;
    }
}

/// <summary>
/// A relative shock that grows for short expiries as a power of time:
/// up σ′ = max(floor, σ·(1 + range·τᵖ)), down σ′ = σ·max(0, 1 − range·τᵖ), τ = 30 d / max(time to expiry, dte floor),
/// p = the short power up to 30 days, the long power beyond.
/// Deribit S:PM (model_params), Derive PMRM_2 (PMRMLib_2.sol), Paradex.
/// </summary>
/// <param name="IsUp">Up or down.</param>
/// <param name="Range">Relative size at 30 days.</param>
/// <param name="ShortPower">p up to 30 days.</param>
/// <param name="LongPower">p beyond 30 days.</param>
/// <param name="DteFloorDays">Time to expiry is taken as at least this, days.</param>
/// <param name="Floor">
/// An up-shocked volatility is at least this (a volatility already above it is not lowered).
/// </param>
public sealed record PowerVolShock(
    bool IsUp, double Range, double ShortPower, double LongPower, double DteFloorDays, double Floor) : VolShock
{
    private const double Day = 86_400;
    private const double ThirtyDays = 30 * Day;

    /// <summary>Time to expiry counts in whole days, rounded up (Bybit).</summary>
    public bool WholeDays { get; init; }

    /// <inheritdoc />
    public override VolDirection Direction => IsUp ? VolDirection.Up : VolDirection.Down;

    /// <inheritdoc />
    public override ExpiryVolShock At(double seconds)
    {
        var time = WholeDays ? Math.Ceiling(seconds / Day) * Day : seconds;
        var tau = ThirtyDays / Math.Max(time, DteFloorDays * Day);
        var scaled = Range * Elementary.Pow(tau, time <= ThirtyDays ? ShortPower : LongPower);
        return IsUp ? new(scaled, Floor) : new(-scaled);
    }
}

/// <summary>
/// A shock read from a table by time to expiry, linear between its days and constant beyond them: in points
/// σ′ = max(0, σ ± size), or relative σ′ = σ·max(0, 1 ± size). OKX MR1 (both kinds); SPAN's volatility scan range (one
/// entry, in points).
/// </summary>
/// <param name="IsUp">Up or down.</param>
/// <param name="InPoints">Absolute change, annualised fraction; else relative.</param>
public sealed record TableVolShock(bool IsUp, bool InPoints) : VolShock
{
    private const double Day = 86_400;

    /// <summary>Days to expiry, ascending; not empty.</summary>
    public required IReadOnlyList<double> Days { get; init; }

    /// <summary>The sizes at these days, ≥ 0.</summary>
    public required IReadOnlyList<double> Sizes { get; init; }

    /// <inheritdoc />
    public override VolDirection Direction => IsUp ? VolDirection.Up : VolDirection.Down;

    /// <inheritdoc />
    public override ExpiryVolShock At(double seconds)
    {
        var size = IsUp ? SizeAt(seconds / Day) : -SizeAt(seconds / Day);
        return InPoints ? new(0, Points: size) : new(size);
    }

    private double SizeAt(double days)
    {
        if (days <= Days[0]) return Sizes[0];
        for (var i = 1; i < Days.Count; i++)
        {
            if (days > Days[i]) continue;
            return Sizes[i - 1] + (Sizes[i] - Sizes[i - 1]) * (days - Days[i - 1]) / (Days[i] - Days[i - 1]);
        }
        return Sizes[^1];
    }
}

/// <summary>
/// A skew shock: σ′ = σ·max(0, 1 + m) with m = clamp(k·cap/k*, −cap, cap), k = ln(K/F) or |ln(K/F)|,
/// cap = CapSlope·√T + CapBase, k* = max(MinWidth, √T·Width·(VolStatic + √T·VolScale)). Derive PMRM_2, step 4.
/// </summary>
/// <param name="IsAbsolute">On |k| instead of k.</param>
/// <param name="CapBase">Cap at T = 0.</param>
/// <param name="CapSlope">Change of the cap per √year.</param>
/// <param name="MinWidth">Smallest k*.</param>
/// <param name="Width">Width in standard deviations.</param>
/// <param name="VolStatic">Reference volatility.</param>
/// <param name="VolScale">Its change per √year.</param>
public sealed record SkewVolShock(
    bool IsAbsolute, double CapBase, double CapSlope, double MinWidth, double Width, double VolStatic, double VolScale)
    : VolShock
{
    /// <inheritdoc />
    public override VolDirection Direction => IsAbsolute ? VolDirection.SkewAbsolute : VolDirection.SkewLinear;

    /// <inheritdoc />
    public override ExpiryVolShock At(double seconds)
    {
        var root = Math.Sqrt(Math.Max(seconds, 0) / Units.Duration.SecondsPerYear);
        var cap = CapSlope * root + CapBase;
        var width = Math.Max(MinWidth, root * Width * (VolStatic + root * VolScale));
        Debug.Assert(width > 0, "skew width must be positive: MinWidth is validated when the rulebook is read");
        return new(0, 0, cap / width, cap, IsAbsolute);
    }
}
