namespace Counterpoise.Markets.Indicators;

/// <summary>How much of a whole stands in few places.</summary>
public static class Concentration
{
    /// <summary>Herfindahl's index Σ shareᵢ²: 1/n of n equal parts, 1 of a single one; NaN of nothing.</summary>
    /// <param name="parts">Sizes, not negative: open interest by instrument or expiry.</param>
    public static double Of(IEnumerable<double> parts)
    {
        double sum = 0, squares = 0;
        foreach (var part in parts)
        {
            sum += part;
            squares += part * part;
        }
        return squares / (sum * sum);
    }
}
