using Counterpoise.Bench.Native;

namespace Counterpoise.Bench.Harness;

/// <summary>Ours against one rival.</summary>
/// <param name="Ours">Ours.</param>
/// <param name="Rival">The rival.</param>
/// <param name="Goal">How many times faster ours is to be; null: for information.</param>
internal sealed record Match(Contender Ours, Contender Rival, double? Goal = null);

/// <summary>A figure that is not a time: accuracy, counts.</summary>
/// <param name="Workload">Of which workload.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure.</param>
/// <param name="Limit">It is to be at most this; null: for information.</param>
internal sealed record Finding(string Workload, string Name, double Value, double? Limit = null)
{
    /// <summary>Within its limit; null without one.</summary>
    public bool? Ok => Limit is { } limit ? Value <= limit : null;
}

/// <summary>One thing to measure, with its inputs and its rivals. Made, verified, timed, disposed.</summary>
/// <param name="name">As the table names it.</param>
/// <param name="unit">What times are stated per.</param>
internal abstract class Workload(string name, string unit) : IDisposable
{
    /// <summary>As the table names it.</summary>
    public string Name => name;

    /// <summary>What times are stated per: option, account.</summary>
    public string Unit => unit;

    /// <summary>What is compared with what.</summary>
    public abstract IReadOnlyList<Match> Matches { get; }

    /// <summary>What the machine would need per unit at its limit; null where that says little.</summary>
    public virtual Contender? Limit => null;

    /// <summary>Owns the columns.</summary>
    protected Arena Arena { get; } = new();

    /// <summary>Compares all results with each other.</summary>
    /// <returns>Figures on accuracy.</returns>
    /// <exception cref="MismatchException">They differ by more than the tolerance.</exception>
    public abstract IReadOnlyList<Finding> Verify();

    /// <summary>Everything that is timed, each once.</summary>
    public IReadOnlyList<Contender> Contenders() =>
    [
        .. Matches.SelectMany(m => new[] { m.Ours, m.Rival }).Append(Limit).OfType<Contender>().Distinct(),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the columns.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Arena.Dispose();
    }
}
