namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// A fitted smile whose wings beyond the quotes take the shape of a model (<see cref="SplicedWing"/>). Within the
/// quoted range it is the fitted smile to the bit. Total variance is never below that of the expiries before it: the
/// larger of two prices free of butterfly arbitrage is free of it too, and so none between expiries appears.
/// </summary>
public sealed class HybridSmile : Smile
{
    private readonly double _low;
    private readonly double _high;
    private readonly SplicedWing? _left;
    private readonly SplicedWing? _right;
    private readonly HybridSmile? _before;

    /// <summary>Continues a fitted smile.</summary>
    /// <param name="fit">The smile and its quotes.</param>
    /// <param name="model">What continues it; null: nothing, it stays as it is.</param>
    /// <param name="before">The expiry before, null for the first.</param>
    /// <param name="after">The expiry behind, whose quotes a wing must not cross; null for the last.</param>
    internal HybridSmile(SmileFit fit, WingModel? model, HybridSmile? before, SmileFit? after)
    {
        (Fit, Model, _before) = (fit, model, before);
        (_low, _high) = (fit.Quotes[0].LogMoneyness, fit.Quotes[^1].LogMoneyness);
        if (model is null) return;
        var deviation = fit.Vol(0) * Math.Sqrt(fit.Years);
        if (_low < 0) _left = Allowed(SplicedWing.Of(fit, model, _low, -deviation), after);
        if (_high > 0) _right = Allowed(SplicedWing.Of(fit, model, _high, deviation), after);
    }

    /// <summary>The fitted smile.</summary>
    public SmileFit Fit { get; }

    /// <summary>What continues it; null if nothing does.</summary>
    public WingModel? Model { get; }

    /// <summary>True if the model continues the wing of low strikes.</summary>
    public bool HasLeft => _left is not null;

    /// <summary>True if the model continues the wing of high strikes.</summary>
    public bool HasRight => _right is not null;

    /// <summary>What the model adds to the fitted volatility, annualised fraction; 0 within the quoted range.</summary>
    public double Correction(double logMoneyness) => Vol(logMoneyness) - Fit.Vol(logMoneyness);

    /// <inheritdoc />
    public override double Vol(double logMoneyness)
    {
        var isLeft = logMoneyness < _low;
        if (!isLeft && !(logMoneyness > _high)) return Fit.Vol(logMoneyness);
        var vol = (isLeft ? _left : _right)?.Vol(logMoneyness) ?? Fit.Vol(logMoneyness);
        return _before is null
            ? vol : Math.Max(vol, _before.Vol(logMoneyness) * Math.Sqrt(_before.Fit.Years / Fit.Years));
    }

    private static SplicedWing? Allowed(SplicedWing? wing, SmileFit? after) =>
        wing is null || after is null
        || wing.IsBelow(after.Svi, after.Quotes[0].LogMoneyness, after.Quotes[^1].LogMoneyness) ? wing : null;
}
