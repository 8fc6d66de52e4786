namespace Counterpoise.Learning.Statistics;

/// <summary>
/// Acerbi and Székely (2014), second test: Z₂ = 1 − Σ loss·1{loss &gt; VaR}/(T·(1 − p)·ES): 0 for a right forecast,
/// negative where losses beyond it are more or larger than said. Its distribution is simulated for the sample at hand:
/// losses drawn from the past standardised ones, on the same scales.
/// </summary>
public static class ExpectedShortfallTest
{
    private const int Samples = 1_999;

    /// <summary>The test.</summary>
    /// <param name="losses">What happened.</param>
    /// <param name="quantiles">VaR forecasts, exceeded with probability <paramref name="alpha"/>.</param>
    /// <param name="shortfalls">ES forecasts, &gt; 0.</param>
    /// <param name="standardised">A forecast's own standardised losses beyond its quantile, loss ÷ ES, for the draws.
    /// </param>
    /// <param name="alpha">E.g. 0.025.</param>
    /// <param name="seed">Of the simulation.</param>
    /// <returns>Z₂; how likely one as low; and the value that 5 % lie below.</returns>
    public static ShortfallResult Test(
        IReadOnlyList<double> losses, IReadOnlyList<double> quantiles, IReadOnlyList<double> shortfalls,
        IReadOnlyList<double> standardised, double alpha, ulong seed = 1)
    {
        var n = losses.Count;
        var sum = 0.0;
        for (var t = 0; t < n; t++)
            if (losses[t] > quantiles[t]) sum += losses[t] / shortfalls[t];
        var observed = 1 - sum / (n * alpha);
        var noise = new SplitMix(seed);
        var drawn = new double[Samples];
        for (var s = 0; s < Samples; s++)
        {
            var total = 0.0;
            for (var t = 0; t < n; t++)
                if (noise.Uniform() < alpha) total += standardised[noise.Below(standardised.Count)];
            drawn[s] = 1 - total / (n * alpha);
        }
        Array.Sort(drawn);
        var below = drawn.Count(z => z <= observed);
        return new ShortfallResult(observed, (1.0 + below) / (Samples + 1), drawn[Samples / 20]);
    }
}

/// <summary>What a test of expected shortfall gave.</summary>
/// <param name="Z2">The statistic.</param>
/// <param name="P">Probability of one as low if the forecast is right.</param>
/// <param name="Critical">The value 5 % of right forecasts lie below.</param>
public readonly record struct ShortfallResult(double Z2, double P, double Critical);
