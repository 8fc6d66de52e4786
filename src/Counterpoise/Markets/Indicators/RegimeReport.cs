using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>A pattern of the market that is another at two instants.</summary>
/// <param name="Pattern">Volatility, depth, spread, correlation, skew, funding, basis.</param>
/// <param name="Words">What happened, with both numbers.</param>
/// <param name="NeedsMore">True if it changed to the side that needs more margin.</param>
public sealed record RegimeChange(string Pattern, string Words, bool NeedsMore);

/// <summary>Which patterns changed between two instants, in words.</summary>
/// <param name="From">The earlier.</param>
/// <param name="To">The later.</param>
/// <param name="Changes">Those that changed.</param>
/// <param name="Unknown">Patterns nothing is known of at one of the instants.</param>
public sealed record RegimeReport(
    Instant From, Instant To, IReadOnlyList<RegimeChange> Changes, IReadOnlyList<string> Unknown)
{
    // A change counts from these on: by a factor, or (skew, correlation, funding, basis) by a difference.
    private static readonly (IndicatorName Name, string Pattern, double Factor, double Step, string Format)[] Watched =
    [
        (IndicatorName.FastVol, "volatility", 1.15, 0, "P2"),
        (IndicatorName.Implied, "implied volatility", 1.15, 0, "P1"),
        (IndicatorName.DepthNow, "depth", 1.5, 0, "M"),
        (IndicatorName.Spread, "spread", 1.5, 0, "P4"),
        (IndicatorName.CorrelationBreak, "correlation", 0, 0.10, "N2"),
        (IndicatorName.Skew, "skew", 0, 0.03, "P1"),
        (IndicatorName.Funding, "funding", 0, 0.0002, "P3"),
        (IndicatorName.Basis, "basis", 0, 0.002, "P2"),
    ];

    /// <summary>Compares the readings of two instants.</summary>
    /// <param name="from">The earlier instant.</param>
    /// <param name="before">Its readings, by <see cref="IndicatorName"/>.</param>
    /// <param name="to">The later instant.</param>
    /// <param name="after">Its readings.</param>
    public static RegimeReport Between(
        Instant from, IReadOnlyList<(IndicatorTerms Terms, IndicatorReading Reading)> before,
        Instant to, IReadOnlyList<(IndicatorTerms Terms, IndicatorReading Reading)> after)
    {
        var changes = new List<RegimeChange>();
        var unknown = new List<string>();
        foreach (var watched in Watched)
        {
            var (terms, old) = before[(int)watched.Name];
            var now = after[(int)watched.Name].Reading;
            if (old.Value is not { } x || now.Value is not { } y)
            {
                unknown.Add(watched.Pattern);
                continue;
            }
            var isOther = watched.Factor > 0
                ? Math.Max(x, y) >= watched.Factor * Math.Min(x, y)
                : Math.Abs(y - x) >= watched.Step;
            var quality = now.Quality == old.Quality ? "" : $", {now.QualityText}";
            if (!isOther && quality.Length == 0) continue;
            changes.Add(new RegimeChange(
                watched.Pattern, $"{Verb(x, y, isOther)} {Text(x, y, isOther, watched.Format)}{quality}",
                terms.Worse(x, y) == y && x != y));
        }
        return new RegimeReport(from, to, changes, unknown);
    }

    private static string Verb(double x, double y, bool isOther) =>
        !isOther ? "stays at" : y > x ? "rose from" : "fell from";

    private static string Text(double x, double y, bool isOther, string format) =>
        isOther ? $"{Figure(x, format)} to {Figure(y, format)}" : Figure(y, format);

    private static string Figure(double value, string format) => format switch
    {
        "M" => (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M$",
        ['P', var digits] =>
            (value * 100).ToString("F" + digits, CultureInfo.InvariantCulture) + " %",
        _ => value.ToString(format, CultureInfo.InvariantCulture),
    };
}
