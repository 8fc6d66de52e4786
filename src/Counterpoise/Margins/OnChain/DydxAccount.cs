using System.Numerics;

namespace Counterpoise.Margins.OnChain;

/// <summary>A position of a dYdX v4 subaccount.</summary>
/// <param name="Market">Its perpetual.</param>
/// <param name="Quanta">Base quanta, short negative.</param>
public readonly record struct DydxPosition(DydxRequirement Market, BigInteger Quanta)
{
    /// <summary>Net notional, quote quanta, short negative.</summary>
    public BigInteger Notional => Market.NetNotional(Quanta);

    /// <summary>Maintenance requirement, quote quanta.</summary>
    public BigInteger Maintenance => Market.Of(Quanta).Maintenance;
}

/// <summary>A ratio in lowest terms.</summary>
/// <param name="Numerator">Carries the sign.</param>
/// <param name="Denominator">&gt; 0.</param>
public readonly record struct BigRatio(BigInteger Numerator, BigInteger Denominator)
{
    /// <summary>Numerator over denominator, whatever their signs; the denominator is not 0.</summary>
    public static BigRatio Of(BigInteger numerator, BigInteger denominator)
    {
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        return new BigRatio(numerator / common, denominator / common);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Numerator}/{Denominator}";
}

/// <summary>
/// A dYdX v4 subaccount in the chain's own integers, and the two prices at which it is liquidated: quote quanta of 1e-6
/// USD, rates in millionths. Names of the formulas: x/clob/keeper/liquidations.go, GetBankruptcyPriceInQuoteQuantums
/// and GetFillablePrice.
/// </summary>
/// <param name="Quote">Quote balance, quote quanta.</param>
/// <param name="Positions">One per perpetual.</param>
public sealed record DydxAccount(BigInteger Quote, IReadOnlyList<DydxPosition> Positions)
{
    private static readonly BigInteger Million = 1_000_000;

    /// <summary>TNC, net collateral: quote balance and the notional of every position, quote quanta.</summary>
    public BigInteger NetCollateral => Sum(Quote, p => p.Notional);

    /// <summary>TMMR, maintenance requirement of all positions, quote quanta.</summary>
    public BigInteger Maintenance => Sum(BigInteger.Zero, p => p.Maintenance);

    /// <summary>
    /// What closing a part of a position has to bring so that the rest is no worse off, quote quanta; negative: what it
    /// may cost. −DNNV − TNC·|DMMR|/TMMR, rounded up; D is the change that <paramref name="delta"/> makes.
    /// </summary>
    /// <param name="index">Of the position.</param>
    /// <param name="delta">Base quanta, against the position, no more than it.</param>
    /// <exception cref="InvalidInputException">It does not reduce the position, or nothing is required.</exception>
    public BigInteger BankruptcyPrice(int index, BigInteger delta)
    {
        var before = Positions[index];
        var after = before with { Quanta = before.Quanta + delta };
        if (delta.Sign != -before.Quanta.Sign || delta.IsZero || after.Quanta.Sign == delta.Sign)
        {
            throw new InvalidInputException(
                "delta", delta.ToString(), "does not reduce the position", "close at most all of it");
        }
        var required = Required();
        var share = NetCollateral * BigInteger.Abs(after.Maintenance - before.Maintenance);
        // Rounded up: minus the floor of what is subtracted.
        return before.Notional - after.Notional - Floor(share, required);
    }

    /// <summary>
    /// The worst price of a liquidation order, quote quanta per base quantum: (PNNV − ABR·SMMR·PMMR)/PS, with
    /// ABR = BA·(1 − TNC/TMMR) held between 0 and 1.
    /// </summary>
    /// <param name="index">Of the position.</param>
    /// <param name="adjustment">BA, bankruptcy adjustment, millionths.</param>
    /// <param name="spread">SMMR, spread to maintenance ratio, millionths.</param>
    /// <exception cref="InvalidInputException">The position is empty, or nothing is required.</exception>
    public BigRatio FillablePrice(int index, BigInteger adjustment, BigInteger spread)
    {
        var position = Positions[index];
        if (position.Quanta.IsZero)
            throw new InvalidInputException("quantums", "0", "is no position", "choose one that is held");
        var required = Required();
        // ABR as a number of parts of required·10⁶.
        var whole = required * Million;
        var parts = BigInteger.Clamp(adjustment * (required - NetCollateral), BigInteger.Zero, whole);
        var scale = whole * Million;
        return BigRatio.Of(
            position.Notional * scale - parts * spread * position.Maintenance, scale * position.Quanta);
    }

    private BigInteger Required() => Maintenance is { Sign: > 0 } required
        ? required
        : throw new InvalidInputException(
            "positions", "0", "require no maintenance margin", "only an account that does is liquidated");

    private BigInteger Sum(BigInteger start, Func<DydxPosition, BigInteger> of) =>
        Positions.Aggregate(start, (sum, p) => sum + of(p));

    private static BigInteger Floor(BigInteger value, BigInteger divisor)
    {
        var whole = BigInteger.DivRem(value, divisor, out var rest);
        return rest.Sign < 0 ? whole - 1 : whole;
    }
}
