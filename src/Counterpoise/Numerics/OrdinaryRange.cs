namespace Counterpoise.Numerics;

/// <summary>Where kernels need no special case.</summary>
internal static class OrdinaryRange
{
    /// <summary>2⁻⁴⁰⁰.</summary>
    public const double Smallest = 3.8725919148493183e-121;

    /// <summary>2⁴⁰⁰.</summary>
    public const double Largest = 2.5822498780869086e+120;

    /// <summary>2⁻⁹⁰⁰.</summary>
    public const double SmallestTimeValue = 1.1830521861667747e-271;

    /// <summary>Finite, and not NaN.</summary>
    public const double FarthestLog = 600;

    /// <summary>2⁻¹⁶.</summary>
    public const double SmallestTotalVol = 1.52587890625e-5;

    /// <summary>2⁻¹⁰: below it an implied volatility would lose more than 2e-12.</summary>
    public const double SmallestImplied = 9.765625e-4;

    public const double LargestTotalVol = 16;
}
