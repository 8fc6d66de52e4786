namespace Counterpoise.Learning.Boosting;

/// <summary>A method over the days both ran.</summary>
/// <param name="Pinball">Mean pinball loss.</param>
/// <param name="LossBeyondMargin">Sum of the losses beyond the margin, in the same unit for both.</param>
public readonly record struct MethodRecord(double Pinball, double LossBeyondMargin);

/// <summary>Whether a challenger takes over, and what was in its way.</summary>
/// <param name="Promoted">True if it does.</param>
/// <param name="Reasons">Each condition that failed; empty if promoted.</param>
public sealed record ChampionDecision(bool Promoted, IReadOnlyList<string> Reasons);

/// <summary>When a challenger becomes champion (methodology section 11).</summary>
/// <param name="MinDays">Days side by side.</param>
/// <param name="MaxP">Largest p-value of the Diebold–Mariano test on pinball loss.</param>
/// <param name="MaxExtraLoss">By which fraction its loss beyond margin may exceed the champion's.</param>
public sealed record ChampionRule(int MinDays = 90, double MaxP = 0.05, double MaxExtraLoss = 0)
{
    /// <summary>Decides.</summary>
    /// <param name="days">Days side by side, without those either had no forecast for.</param>
    /// <param name="champion">The method in force.</param>
    /// <param name="challenger">The one beside it.</param>
    /// <param name="dieboldMariano">The test's p-value; NaN if it could not be run.</param>
    public ChampionDecision Decide(int days, MethodRecord champion, MethodRecord challenger, double dieboldMariano)
    {
        List<string> reasons = [];
        if (days < MinDays) reasons.Add($"{days} of {MinDays} days side by side");
        if (!(challenger.Pinball < champion.Pinball)) reasons.Add("its pinball loss is not lower");
        if (!(dieboldMariano < MaxP)) reasons.Add($"Diebold-Mariano p = {dieboldMariano:0.###} is not below {MaxP}");
        if (!(challenger.LossBeyondMargin <= champion.LossBeyondMargin * (1 + MaxExtraLoss)))
            reasons.Add("its loss beyond margin is larger");
        return new ChampionDecision(reasons.Count == 0, reasons);
    }
}
