namespace Counterpoise.Margins.Attribution;

/// <summary>A number for each of the two requirements.</summary>
internal readonly record struct Factors(double Initial, double Maintenance);

/// <summary>
/// Receives the signed parts of both requirements and adds them to the offsets, row × cause, of each: what a holding
/// needs alone is added, what a risk unit needs comes off.
/// </summary>
/// <param name="initial">Rows, then the portfolio line.</param>
/// <param name="maintenance">The same.</param>
internal sealed class PartSums(double[,] initial, double[,] maintenance)
{
    private const int Together = -1;

    private int _alone = Together;

    /// <summary>Parts that come are those of one holding alone, portfolio lines included.</summary>
    public void BeginAlone(int row) => _alone = row;

    /// <summary>Parts that come are those of a risk unit.</summary>
    public void BeginUnit() => _alone = Together;

    /// <summary>A part.</summary>
    /// <param name="row">Its holding; −1 is the portfolio line.</param>
    /// <param name="cause">Under which it stands.</param>
    /// <param name="amount">What is needed, before the factors.</param>
    /// <param name="factors">Times which it is needed.</param>
    public void Add(int row, Cause cause, double amount, Factors factors)
    {
        if (_alone >= 0)
        {
            initial[_alone, (int)cause] += factors.Initial * amount;
            maintenance[_alone, (int)cause] += factors.Maintenance * amount;
            return;
        }
        var at = row < 0 ? initial.GetLength(0) - 1 : row;
        initial[at, (int)cause] -= factors.Initial * amount;
        maintenance[at, (int)cause] -= factors.Maintenance * amount;
    }
}
