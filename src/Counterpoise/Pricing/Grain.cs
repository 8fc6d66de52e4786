using Counterpoise.Numerics;

namespace Counterpoise.Pricing;

/// <summary>
/// The step of whole-number risk cells: a power of two of the settlement currency per lot. Cells that are whole numbers
/// of a grain, held in doubles, add and multiply exactly below 2⁵³: the result depends on neither order nor vector
/// width, and a running total equals a rebuild bit for bit. <c>default</c> is a grain of 1.
/// </summary>
public readonly record struct Grain
{
    /// <summary>2⁵³: whole numbers below are exact in doubles, and so are their sums.</summary>
    public const double Limit = 9007199254740992;

    /// <summary>The finest grain is 2 to this power.</summary>
    public const int Finest = -1000;

    /// <summary>The coarsest grain is 2 to this power.</summary>
    public const int Coarsest = 900;

    /// <summary>2^<paramref name="exponent"/> of the settlement currency.</summary>
    /// <exception cref="InvalidInputException">Not from <see cref="Finest"/> to <see cref="Coarsest"/>.</exception>
    public Grain(int exponent)
    {
        if (exponent is < Finest or > Coarsest)
        {
            throw new InvalidInputException(
                "grain", exponent.ToString(), "is no power of two to count in",
                $"use an exponent from {Finest} to {Coarsest}");
        }
        Exponent = exponent;
    }

    /// <summary>The power of two.</summary>
    public int Exponent { get; }

    /// <summary>In currency units.</summary>
    public double Size => BitConverter.Int64BitsToDouble((long)(Exponent + 1023) << 52);

    /// <summary>The least grain at which every total stays below 2⁵³.</summary>
    /// <param name="largestCell">Greatest size of a cell, currency units per lot; finite, not negative.</param>
    /// <param name="lots">Most lots an account may hold, longs and shorts counted alike; positive.</param>
    /// <exception cref="InvalidInputException">Outside these domains.</exception>
    public static Grain For(double largestCell, long lots)
    {
        if (!(largestCell is >= 0 and <= OrdinaryRange.Largest))
        {
            throw new InvalidInputException(
                "largestCell", largestCell.ToString("R"), "is not the size of a cell", "use a finite number ≥ 0");
        }
        if (lots <= 0 || lots > (long)Limit / 2)
        {
            throw new InvalidInputException(
                "lots", lots.ToString(), "is not a limit on lots", $"use a number from 1 to {(long)Limit / 2}");
        }
        // Rounding adds half a grain a lot: (cell/g + ½)·lots < 2⁵³.
        var most = Limit / lots - 0.5;
        var exponent = largestCell == 0 ? Finest : Math.Max(Math.ILogB(largestCell / most) - 1, Finest);
        while (largestCell >= most * new Grain(exponent).Size) exponent++;
        return new Grain(exponent);
    }

    /// <summary>
    /// value × lot as a whole number of grains: the exact product to the nearest, half to even, never −0.
    /// </summary>
    /// <param name="value">Currency units per unit of quantity.</param>
    /// <param name="lot">Units of quantity in a lot.</param>
    /// <returns>NaN if the product is not a number or reaches <see cref="Limit"/> grains.</returns>
    public double Whole(double value, double lot = 1)
    {
        // The product in two parts: what the first lost can decide a tie, or matter where grains are its last digits.
        var product = value * lot;
        var rest = Math.FusedMultiplyAdd(value, lot, -product) / Size;
        var grains = product / Size;
        var whole = Math.Round(grains, MidpointRounding.ToEven);
        var beyond = grains - whole + rest;
        whole += beyond > 0.5 ? 1 : beyond < -0.5 ? -1 : 0;
        return Math.Abs(whole) < Limit ? whole + 0.0 : double.NaN;
    }
}
