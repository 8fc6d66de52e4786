using Counterpoise.Numerics;

namespace Counterpoise.Pricing;

/// <summary>
/// The step of whole-number risk cells: 2^<paramref name="Exponent"/> of the settlement currency per lot. Cells that
/// are whole numbers of a grain, held in doubles, add and multiply exactly below 2⁵³: the result depends on neither
/// order nor vector width, and a running total equals a rebuild bit for bit. <c>default</c> is a grain of 1.
/// </summary>
public readonly record struct Grain(int Exponent)
{
    /// <summary>2⁵³: whole numbers up to here are exact in doubles, and so are their sums.</summary>
    public const double Limit = 9007199254740992;

    private const int Finest = -1000;
    private const int Coarsest = 900;

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
        // Rounding adds half a grain a lot: (cell/g + ½)·lots ≤ 2⁵³.
        var exponent = Finest;
        for (var most = Limit / lots - 0.5; exponent < Coarsest && largestCell > most * new Grain(exponent).Size;)
            exponent++;
        return new Grain(exponent);
    }

    /// <summary>A value per lot as a whole number of grains: to the nearest, half to even, never −0.</summary>
    /// <returns>NaN if the value is not a number or the result is beyond <see cref="Limit"/>.</returns>
    public double Whole(double value)
    {
        var whole = Math.Round(value / Size, MidpointRounding.ToEven) + 0.0;
        return Math.Abs(whole) <= Limit ? whole : double.NaN;
    }
}
