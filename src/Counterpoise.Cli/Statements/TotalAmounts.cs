using System.Text.Json;
using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>Totals in money, rounded as a statement rounds: requirements up, equity down.</summary>
/// <param name="Initial">Initial requirement.</param>
/// <param name="Maintenance">Maintenance requirement.</param>
/// <param name="Equity">Equity.</param>
internal readonly record struct TotalAmounts(Amount Initial, Amount Maintenance, Amount Equity)
{
    public Amount InitialExcess => Equity - Initial;

    public Amount MaintenanceExcess => Equity - Maintenance;

    /// <summary>All buckets, USD at the index.</summary>
    public static TotalAmounts Usd(MarginTotals totals, int decimals = Amount.Decimals) =>
        Of(Currency.Usd, totals.InitialUsd, totals.MaintenanceUsd, totals.EquityUsd, decimals);

    /// <summary>One bucket, in its unit.</summary>
    public static TotalAmounts Of(BucketTotals bucket, int decimals = Amount.Decimals) =>
        Of(bucket.Unit, bucket.Initial, bucket.Maintenance, bucket.Equity, decimals);

    /// <summary>A bucket of some totals; zeros where there is none.</summary>
    public static TotalAmounts Of(MarginTotals totals, Currency unit, int decimals = Amount.Decimals)
    {
        var bucket = totals.Buckets.FirstOrDefault(b => b.Unit == unit);
        return bucket is null ? Of(unit, 0, 0, 0, decimals) : Of(bucket, decimals);
    }

    /// <summary>The totals and the buckets behind them, as members of an object.</summary>
    public static void Write(Utf8JsonWriter json, MarginTotals totals)
    {
        Usd(totals).Write(json, "Usd");
        json.WriteStartArray("buckets");
        foreach (var bucket in totals.Buckets)
        {
            json.WriteStartObject();
            json.WriteString("unit", bucket.Unit.Code);
            JsonPage.Number(json, "unitUsd", bucket.UnitUsd);
            Of(bucket).Write(json, "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, string suffix)
    {
        JsonPage.Money(json, "initial" + suffix, Initial);
        JsonPage.Money(json, "maintenance" + suffix, Maintenance);
        JsonPage.Money(json, "equity" + suffix, Equity);
        JsonPage.Money(json, "initialExcess" + suffix, InitialExcess);
        JsonPage.Money(json, "maintenanceExcess" + suffix, MaintenanceExcess);
    }

    private static TotalAmounts Of(
        Currency unit, double initial, double maintenance, double equity, int decimals) => new(
        Rounding.Charge(initial, unit, decimals), Rounding.Charge(maintenance, unit, decimals),
        Rounding.Credit(equity, unit, decimals));
}
