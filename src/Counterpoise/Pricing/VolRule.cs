namespace Counterpoise.Pricing;

/// <summary>Where volatilities come from.</summary>
public enum VolKind
{
    /// <summary>The chain: an option's own quote, else the smile the market gives for its expiry.</summary>
    Chain = 0,

    /// <summary>The surface fitted to the chain.</summary>
    Surface = 1,

    /// <summary>The fitted surface, continued by a model beyond the quotes.</summary>
    Hybrid = 2,
}

/// <summary>What a scenario's spot move does to the smile, before its volatility shock.</summary>
public enum SmileRule
{
    /// <summary>Every strike keeps its volatility.</summary>
    StickyStrike = 0,

    /// <summary>The smile moves with the forward: every ln(K/F) keeps its volatility.</summary>
    StickyMoneyness = 1,
}

/// <summary>
/// Where a rulebook takes volatilities from, and how the smile moves. <c>default</c> is the chain, sticky strike.
/// </summary>
public readonly record struct VolRule
{
    /// <summary>Combines the two.</summary>
    /// <exception cref="InvalidInputException">Sticky moneyness is asked of the chain.</exception>
    public VolRule(VolKind vols, SmileRule smile)
    {
        if (vols == VolKind.Chain && smile != SmileRule.StickyStrike)
        {
            throw new InvalidInputException(
                "smile", WordOf(smile), "does not go with the chain's vols: a quote says nothing of other strikes",
                "use vols surface or hybrid, or smile sticky-strike");
        }
        (Vols, Smile) = (vols, smile);
    }

    /// <summary>The words of rulebooks and command lines for <see cref="Vols"/>.</summary>
    public static IReadOnlyList<(string Word, VolKind Value)> VolsWords { get; } =
        [("chain", VolKind.Chain), ("surface", VolKind.Surface), ("hybrid", VolKind.Hybrid)];

    /// <summary>The words for <see cref="Smile"/>.</summary>
    public static IReadOnlyList<(string Word, SmileRule Value)> SmileWords { get; } =
        [("sticky-strike", SmileRule.StickyStrike), ("sticky-moneyness", SmileRule.StickyMoneyness)];

    /// <summary>Where volatilities come from.</summary>
    public VolKind Vols { get; }

    /// <summary>How the smile moves.</summary>
    public SmileRule Smile { get; }

    /// <summary>The word of a kind, e.g. <c>surface</c>.</summary>
    public static string WordOf(VolKind vols) => VolsWords[(int)vols].Word;

    /// <summary>The word of a rule, e.g. <c>sticky-strike</c>.</summary>
    public static string WordOf(SmileRule smile) => SmileWords[(int)smile].Word;

    /// <summary>Both in words, e.g. <c>fitted surface (raw SVI), sticky moneyness</c>.</summary>
    public string Describe()
    {
        var vols = Vols switch
        {
            VolKind.Surface => "fitted surface (raw SVI)",
            VolKind.Hybrid => "fitted surface (raw SVI), a model beyond the quotes",
            _ => "the chain's own",
        };
        return $"{vols}, {WordOf(Smile).Replace('-', ' ')}";
    }
}
