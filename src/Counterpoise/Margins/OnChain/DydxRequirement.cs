using System.Numerics;

namespace Counterpoise.Margins.OnChain;

/// <summary>
/// A market of dYdX v4 in the chain's own integers: a quote quantum is 1e-6 USD, rates are millionths.
/// x/perpetuals/lib/lib.go and types/liquidity_tier.go. The clear version of
/// <see cref="Charges.OpenInterestMargin"/>, which is the same in doubles, not rounded to quanta.
/// </summary>
/// <param name="Price">Oracle price, whole units of 10^<paramref name="Exponent"/> USD.</param>
/// <param name="Exponent">Of the price.</param>
/// <param name="Resolution">A base quantum is 10^this coins.</param>
/// <param name="Initial">Base rate, millionths.</param>
/// <param name="MaintenanceShare">Maintenance over base rate, millionths.</param>
public sealed record DydxRequirement(
    BigInteger Price, int Exponent, int Resolution, BigInteger Initial, BigInteger MaintenanceShare)
{
    private const int QuoteResolution = -6;
    private static readonly BigInteger Million = 1_000_000;

    /// <summary>Open interest, base quanta; null: no scaling.</summary>
    public BigInteger? OpenInterest { get; init; }

    /// <summary>Open interest where the rise of the initial rate begins, quote quanta.</summary>
    public BigInteger Lower { get; init; }

    /// <summary>Open interest where it is 100 %, quote quanta; at or below <see cref="Lower"/>: no scaling.</summary>
    public BigInteger Upper { get; init; }

    /// <summary>Initial rate after scaling by open interest, millionths, rounded down.</summary>
    public BigInteger InitialRate()
    {
        if (OpenInterest is not { } open || Upper <= Lower) return Initial;
        var (value, scale) = Notional(open);
        var above = value - Lower * scale;
        if (above.Sign <= 0) return Initial;
        return BigInteger.Min(Million, Initial + above * (Million - Initial) / ((Upper - Lower) * scale));
    }

    /// <summary>
    /// Both requirements of a position, quote quanta, rounded up; maintenance is the rounded unscaled initial × share,
    /// rounded up again.
    /// </summary>
    /// <param name="quanta">Position, base quanta; the sign does not matter.</param>
    public (BigInteger Initial, BigInteger Maintenance) Of(BigInteger quanta)
    {
        var (value, scale) = Notional(BigInteger.Abs(quanta));
        var unscaled = Up(value * Initial, scale * Million);
        return (Up(value * InitialRate(), scale * Million), Up(unscaled * MaintenanceShare, Million));
    }

    /// <summary>
    /// Net notional of a position at the oracle price, quote quanta, rounded towards zero (lib.BaseToQuoteQuantums);
    /// short negative.
    /// </summary>
    /// <param name="quanta">Position, base quanta.</param>
    public BigInteger NetNotional(BigInteger quanta)
    {
        var (value, scale) = Notional(quanta);
        return value / scale;
    }

    // Quote quanta as value/scale: base quanta × price × 10^(exponent + resolution − quote resolution).
    private (BigInteger Value, BigInteger Scale) Notional(BigInteger quanta)
    {
        var power = Exponent + Resolution - QuoteResolution;
        return power >= 0
            ? (quanta * Price * BigInteger.Pow(10, power), BigInteger.One)
            : (quanta * Price, BigInteger.Pow(10, -power));
    }

    private static BigInteger Up(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;
}
