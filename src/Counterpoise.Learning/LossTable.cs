using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning;

/// <summary>Losses of windows of one length that begin at every hour of a history; see <see cref="Moves"/>.</summary>
public sealed class LossTable
{
    private readonly double[][] _losses;

    /// <summary>All of a history.</summary>
    /// <param name="history">Candles.</param>
    /// <param name="hours">Length of a window.</param>
    public LossTable(CandleHistory history, int hours)
    {
        (History, Hours) = (history, hours);
        var count = (int)(history.To - history.From + 1);
        _losses = [.. Enumerable.Range(0, 4).Select(_ => new double[count])];
        foreach (var losses in _losses) Array.Fill(losses, double.NaN);
        var whole = 0L;
        for (var hour = history.From; hour < history.To; hour++)
        {
            whole = history.Has(hour) ? whole + 1 : 0;
            // The window that ends with this hour, and the hour before it, are all there.
            if (whole <= hours) continue;
            var origin = hour + 1 - hours;
            for (var i = 0; i < 4; i++)
            {
                _losses[i][origin - history.From] =
                    Moves.Loss(history, origin, hours, (Side)(i / 2), (LossKind)(i % 2));
            }
        }
    }

    /// <summary>Of what.</summary>
    public CandleHistory History { get; }

    /// <summary>Length of a window.</summary>
    public int Hours { get; }

    /// <summary>
    /// Loss of the window that begins then, a fraction of the price; NaN where an hour of it is missing.
    /// </summary>
    public double At(long origin, Side side, LossKind kind) =>
        origin < History.From || origin > History.To ? double.NaN : _losses[IndexOf(side, kind)][origin - History.From];

    /// <summary>Origins of windows that do not overlap: at 08:00 UTC and every so many hours from there.</summary>
    public IEnumerable<long> Origins()
    {
        const int eight = 8;
        var first = History.From + ((eight - History.From) % Hours + Hours) % Hours;
        for (var origin = first; origin + Hours <= History.To; origin += Hours) yield return origin;
    }

    private static int IndexOf(Side side, LossKind kind) => 2 * (int)side + (int)kind;
}
