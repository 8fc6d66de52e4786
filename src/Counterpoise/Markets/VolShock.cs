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
    private const double ThirtyDays = 30 * 86_400.0;

    /// <inheritdoc />
    public override VolDirection Direction => IsUp ? VolDirection.Up : VolDirection.Down;

    /// <inheritdoc />
    public override ExpiryVolShock At(double seconds)
    {
        var tau = ThirtyDays / Math.Max(seconds, DteFloorDays * 86_400.0);
        var scaled = Range * Elementary.Pow(tau, seconds <= ThirtyDays ? ShortPower : LongPower);
        return IsUp ? new(scaled, Floor) : new(-scaled);
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
