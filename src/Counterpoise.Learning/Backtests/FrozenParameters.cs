using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Counterpoise.Learning.Boosting;
using Counterpoise.Learning.Methods;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>
/// Everything that decides a forecast or a charge and could have been tuned, in words, and its hash. It was frozen on
/// data to 2022-12-31; the sealed part of a backtest means something only as long as the hash is the one of that day.
/// </summary>
public static class FrozenParameters
{
    /// <summary>
    /// Hash of the parameters when the sealed part was first evaluated with the learned method in it.
    /// </summary>
    public const string Frozen = "fca1b50688aed59bdaca0ada5e978a0db2113e8396cba0a02a015489c926356c";

    /// <summary>The parameters, a line each.</summary>
    public static string Text { get; } = string.Join('\n', Lines());

    /// <summary>SHA-256 of <see cref="Text"/>.</summary>
    public static string Hash { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>For reports.</summary>
    public static string Remark => Hash == Frozen
        ? $"chosen on data to 2022-12-31, hash {Hash[..16]}; {Configurations.Tried.Count} configurations of the "
            + "learned method were tried there, of the others none but the methodology's"
        : $"NOT the frozen ones: hash {Hash[..16]}, frozen {Frozen}; the sealed part is no evidence for them";

    private static IEnumerable<string> Lines()
    {
        string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        yield return $"volatility: lambda {N(HourlyVol.Fast)}, slow {N(HourlyVol.Slow)}";
        yield return $"warm-up: {StandardisedQuantile.WarmUpDays} days; level {N(1 - DailyForecasts.Alpha)}";
        yield return $"tracker: step {N(ScaleTracker.DefaultStep)}, 0.5 to 3";
        yield return $"normal: {N(DailyForecasts.NormalQuantile(LossKind.Close))}, "
            + N(DailyForecasts.NormalQuantile(LossKind.Excursion));
        yield return $"stressed months: {string.Join(' ', StressedMonths.Months)}";
        yield return $"maintenance: level {N(1 - ChargedRanges.MaintenanceAlpha)}";
        foreach (var coin in new[] { "BTC", "ETH" })
            yield return $"{coin}: {RangeLimits.Of(Currency.Parse(coin))}";
        yield return $"learned: {Configurations.Chosen.Text}";
    }
}
