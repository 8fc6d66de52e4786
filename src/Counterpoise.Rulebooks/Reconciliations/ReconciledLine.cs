using Counterpoise.Rulebooks.Venues;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>What came of comparing one requirement.</summary>
public enum Agreement
{
    /// <summary>Ours prints like the venue's.</summary>
    Equal = 0,

    /// <summary>They differ, and one change closes the difference within the digits printed.</summary>
    Explained = 1,

    /// <summary>They differ, and none of the changes tried closes it.</summary>
    Unexplained = 2,

    /// <summary>There is nothing of ours to compare.</summary>
    NotComputable = 3,
}

/// <summary>One requirement, ours beside the venue's.</summary>
/// <param name="Name">The venue's name of the contract, or what the total is of.</param>
/// <param name="IsTotal">A total, not a position.</param>
/// <param name="IsInitial">Initial margin, else maintenance margin.</param>
/// <param name="Unit">Of both amounts.</param>
/// <param name="Theirs">As the message states it.</param>
/// <param name="Ours">Not rounded; null: not computable.</param>
/// <param name="Agreement">What came of it.</param>
/// <param name="Cause">
/// The likeliest cause of a difference, or why there is nothing to compare; empty where both are equal.
/// </param>
public sealed record ReconciledLine(
    string Name, bool IsTotal, bool IsInitial, Currency Unit, Reported Theirs, double? Ours, Agreement Agreement,
    string Cause)
{
    /// <summary>True of a position that has margin of its own.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Ours − theirs; null: not computable.</summary>
    public double? Difference => Ours - Theirs.Value;
}

/// <summary>Both requirements of something, in one unit.</summary>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
internal readonly record struct Pair(double Initial, double Maintenance)
{
    public double Of(bool isInitial) => isInitial ? Initial : Maintenance;

    public static Pair operator *(Pair pair, double factor) => new(pair.Initial * factor, pair.Maintenance * factor);
}

/// <summary>A change to what we compute, and what it makes of both requirements.</summary>
/// <param name="Cause">Named as the likeliest cause if it closes the difference.</param>
/// <param name="Pair">Requirements with the change.</param>
internal readonly record struct Alteration(string Cause, Pair Pair);
