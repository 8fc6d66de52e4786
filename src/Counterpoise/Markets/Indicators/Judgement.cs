namespace Counterpoise.Markets.Indicators;

/// <summary>What became of an observation.</summary>
public enum JudgementKind
{
    /// <summary>It counts.</summary>
    Accepted = 0,

    /// <summary>Good, but it does not count yet: its source was bad a moment ago, or waits for more.</summary>
    Held = 1,

    /// <summary>It does not count.</summary>
    Rejected = 2,
}

/// <summary>The judgement on an observation.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Reason">Why, as printed; null where it was accepted.</param>
public readonly record struct Judgement(JudgementKind Kind, string? Reason)
{
    /// <summary>It counts.</summary>
    public static Judgement Accepted => default;

    /// <summary>It does not count yet.</summary>
    public static Judgement Held(string reason) => new(JudgementKind.Held, reason);

    /// <summary>It does not count.</summary>
    public static Judgement Rejected(string reason) => new(JudgementKind.Rejected, reason);
}
