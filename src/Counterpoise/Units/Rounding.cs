namespace Counterpoise.Units;

/// <summary>
/// The one gate between doubles (pricing) and money (fixed point). What an account is charged is rounded up; values
/// that merely describe are rounded to the nearest unit, half to even.
/// </summary>
public static class Rounding
{
    /// <summary>
    /// A value this close to a whole unit, in money units (10⁻⁹), is that unit: it is floating-point noise of the sums
    /// behind it, not money. Without it 53,125 computed as 53,125.000000000007 would cost a unit more.
    /// </summary>
    private const double NoiseUnits = 1e-3;

    /// <summary>The same for large values: 8 ulp.</summary>
    private const double RelativeNoise = 8 * 1.1102230246251565e-16;

    /// <summary>Money units (10⁻⁹) in a unit of 10⁻ᵈ.</summary>
    /// <param name="decimals">0 to 9.</param>
    public static Int128 UnitNanos(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, Amount.Decimals);
        Int128 unit = 1;
        for (var i = decimals; i < Amount.Decimals; i++) unit *= 10;
        return unit;
    }

    /// <summary>A requirement as charged: up to the next unit of 10⁻ᵈ, against the account.</summary>
    /// <param name="value">In currency units; finite.</param>
    /// <param name="currency">Of the amount.</param>
    /// <param name="decimals">Grain, 0 to 9.</param>
    public static Amount Charge(double value, Currency currency, int decimals = Amount.Decimals)
    {
        var unit = UnitNanos(decimals);
        var units = Units(value, unit);
        var nearest = Math.Round(units);
        var noise = Math.Max(NoiseUnits / (double)unit, Math.Abs(units) * RelativeNoise);
        return new Amount((Int128)(Math.Abs(units - nearest) <= noise ? nearest : Math.Ceiling(units)) * unit,
            currency);
    }

    /// <summary>What an account owns: down to the unit below, against the account.</summary>
    public static Amount Credit(double value, Currency currency, int decimals = Amount.Decimals) =>
        -Charge(-value, currency, decimals);

    /// <summary>A descriptive value: to the nearest unit of 10⁻ᵈ, half to even.</summary>
    public static Amount Nearest(double value, Currency currency, int decimals = Amount.Decimals)
    {
        var unit = UnitNanos(decimals);
        return new Amount((Int128)Math.Round(Units(value, unit)) * unit, currency);
    }

    /// <summary>The order of two values as money: of their nearest units of 10⁻⁹, so that noise is a tie.</summary>
    public static int Compare(double left, double right) =>
        Math.Round(Units(left, 1)).CompareTo(Math.Round(Units(right, 1)));

    /// <summary>
    /// A cash flow as it reaches a balance: −price × quantity × contract size, down to 10⁻⁸, against the account.
    /// Positive is received.
    /// </summary>
    public static Quantity Flow(Notional paid, Quantity contractSize)
    {
        // 10⁻⁸ price × 10⁻⁸ quantity × 10⁻⁸ size: back to 10⁻⁸.
        var exact = checked(-paid.Units * contractSize.Units);
        var (whole, rest) = Int128.DivRem(exact, (Int128)Quantity.PerOne * Quantity.PerOne);
        return new Quantity(checked((long)(rest < 0 ? whole - 1 : whole)));
    }

    /// <summary>An exact notional as charged: up to the next money unit.</summary>
    public static Amount Charge(Notional notional, Currency currency)
    {
        var (quotient, remainder) = Int128.DivRem(notional.Units, 10_000_000);
        return new Amount(remainder > 0 ? quotient + 1 : quotient, currency);
    }

    /// <summary>
    /// Lines that sum exactly to <paramref name="total"/>: each is the difference of successive rounded cumulative
    /// sums. What rounding the total added goes to the greatest line that is not itself a whole number of units, so
    /// that a line of zero stays zero and a balance of 4 stays 4.
    /// </summary>
    /// <param name="values">The exact lines, in currency units.</param>
    /// <param name="total">What they must sum to; a multiple of the unit.</param>
    /// <param name="decimals">Grain, 0 to 9.</param>
    public static Amount[] Lines(ReadOnlySpan<double> values, Amount total, int decimals = Amount.Decimals)
    {
        var unit = UnitNanos(decimals);
        var lines = new Amount[values.Length];
        var (greatest, size) = (0, -1.0);
        var rest = total.ToDouble();
        for (var i = 0; i < values.Length; i++)
        {
            rest -= values[i];
            var units = Units(values[i], unit);
            // A line that can move beats every line that is exact.
            var rank = Math.Abs(units - Math.Round(units)) > NoiseUnits ? 1 + Math.Abs(units) : 0;
            if (rank > size) (greatest, size) = (i, rank);
        }
        var sum = 0.0;
        var before = Amount.Zero(total.Currency);
        for (var i = 0; i < values.Length; i++)
        {
            sum += i == greatest ? values[i] + rest : values[i];
            var now = i == values.Length - 1 ? total : Nearest(sum, total.Currency, decimals);
            lines[i] = now - before;
            before = now;
        }
        return lines;
    }

    /// <summary>
    /// A table whose rows and columns sum exactly and whose grand total is <paramref name="total"/>: each cell is the
    /// mixed second difference of rounded two-way cumulative sums, so it is within two units of its exact value. What
    /// rounding the total added goes to the greatest cell, so that a row or column of zeros sums to zero.
    /// </summary>
    public static Amount[,] Table(double[,] values, Amount total, int decimals = Amount.Decimals)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var cells = new Amount[rows, columns];
        var above = new double[columns];
        var roundedAbove = new Amount[columns + 1];
        Array.Fill(roundedAbove, Amount.Zero(total.Currency));
        var (top, greatest, rest) = Greatest(values, total);
        for (var i = 0; i < rows; i++)
        {
            var left = 0.0;
            var roundedLeft = Amount.Zero(total.Currency);
            for (var j = 0; j < columns; j++)
            {
                left += i == top && j == greatest ? values[i, j] + rest : values[i, j];
                above[j] += left;
                var corner = i == rows - 1 && j == columns - 1 ? total : Nearest(above[j], total.Currency, decimals);
                cells[i, j] = corner - roundedAbove[j + 1] - roundedLeft;
                // roundedLeft accumulates this row's cells: it is r(S[i,j]) − r(S[i−1,j]).
                roundedLeft += cells[i, j];
                roundedAbove[j + 1] = corner;
            }
        }
        return cells;
    }

    private static (int Row, int Column, double Added) Greatest(double[,] values, Amount total)
    {
        var (row, column) = (0, 0);
        var rest = total.ToDouble();
        for (var i = 0; i < values.GetLength(0); i++)
        {
            for (var j = 0; j < values.GetLength(1); j++)
            {
                rest -= values[i, j];
                if (Math.Abs(values[i, j]) > Math.Abs(values[row, column])) (row, column) = (i, j);
            }
        }
        return (row, column, rest);
    }

    private static double Units(double value, Int128 unit)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "money must be finite");
        return value * ((double)Amount.PerOne / (double)unit);
    }
}
