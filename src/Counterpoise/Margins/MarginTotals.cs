using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>What a margin comes to, without its explanation; signs as in <see cref="Margin"/>.</summary>
/// <param name="Buckets">One per margin currency, in order of their code; empty for an empty portfolio.</param>
public sealed record MarginTotals(IReadOnlyList<BucketTotals> Buckets)
{
    /// <summary>Initial requirement of all buckets in USD at index.</summary>
    public double InitialUsd => Buckets.Sum(b => b.Initial * b.UnitUsd);

    /// <summary>Maintenance requirement of all buckets in USD at index.</summary>
    public double MaintenanceUsd => Buckets.Sum(b => b.Maintenance * b.UnitUsd);

    /// <summary>Equity of all buckets in USD at index.</summary>
    public double EquityUsd => Buckets.Sum(b => b.Equity * b.UnitUsd);
}

/// <summary>The totals of one bucket, in its own unit.</summary>
/// <param name="Unit">Margin currency.</param>
/// <param name="UnitUsd">Its USD price at index.</param>
/// <param name="Initial">Initial requirement.</param>
/// <param name="Maintenance">Maintenance requirement.</param>
/// <param name="Equity">What stands against them.</param>
public sealed record BucketTotals(Currency Unit, double UnitUsd, double Initial, double Maintenance, double Equity)
{
    /// <summary>Equity − initial requirement: below 0 no more risk may be taken.</summary>
    public double InitialExcess => Equity - Initial;

    /// <summary>Equity − maintenance requirement: below 0 the account may be liquidated.</summary>
    public double MaintenanceExcess => Equity - Maintenance;
}
