namespace Counterpoise.Pricing.Models;

/// <summary>One parameter of a calibrated model and how well the quotes determine it.</summary>
/// <param name="Name">As in the model's parameter record, lower case, e.g. "kappa".</param>
/// <param name="Value">The estimate, in the parameter's own unit.</param>
/// <param name="StandardError">
/// One standard deviation of the estimate, in the parameter's own unit, to first order; +∞ where the quotes do not
/// determine it, NaN where it was held.
/// </param>
/// <param name="Size">
/// What the error is judged against: |value| for a scale such as a volatility, 1 for a correlation, the width over
/// which it matters for a parameter that may be 0.
/// </param>
/// <param name="IsHeld">It was given, or stands at a bound that it would cross; the others are judged given it.</param>
public sealed record ParameterEstimate(
    string Name, double Value, double StandardError, double Size, bool IsHeld = false)
{
    /// <summary>Standard error over size: 0.4 is ± 40 %.</summary>
    public double RelativeError => StandardError / Size;
}
