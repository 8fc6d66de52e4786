namespace Counterpoise.Pricing.Models;

/// <summary>
/// Probabilities of a Poisson variable, walked from one number of events to the next by their ratio. No factorial and
/// no large exponent: they are scaled by their own sum, taken outwards from the mode.
/// </summary>
internal struct PoissonWeights
{
    // Terms this small a share of the mode's do not move the sum.
    private const double Negligible = 1e-22;

    private readonly double mean;

    /// <summary>At the number of events given.</summary>
    /// <param name="mean">Finite, ≥ 0; about 17·√mean steps are taken, and |at − mean| more.</param>
    /// <param name="at">Number of events, ≥ 0.</param>
    public PoissonWeights(double mean, int at)
    {
        this.mean = mean;
        Events = (int)mean;
        var sum = 1.0;
        var term = 1.0;
        for (var n = Events + 1; term > Negligible; n++) sum += term *= mean / n;
        term = 1;
        for (var n = Events; n > 0 && term > Negligible; n--) sum += term *= n / mean;
        Probability = 1 / sum;
        while (Events < at) Up();
        while (Events > at) Down();
    }

    /// <summary>n.</summary>
    public int Events { get; private set; }

    /// <summary>e^{−mean}·meanⁿ/n!.</summary>
    public double Probability { get; private set; }

    /// <summary>A bound of the probability of more than n events; n at least the integer part of the mean.</summary>
    public readonly double AboveBound
    {
        get
        {
            var ratio = mean / (Events + 1);
            return Probability * ratio / (1 - mean / (Events + 2));
        }
    }

    /// <summary>A bound of the probability of fewer than n events; n at most the integer part of the mean.</summary>
    public readonly double BelowBound =>
        Events == 0 ? 0 : Probability * (Events / mean) / (1 - (Events - 1) / mean);

    public void Up() => Probability *= mean / ++Events;

    public void Down() => Probability *= Events-- / mean;
}
