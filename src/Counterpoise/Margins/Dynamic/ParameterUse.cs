using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Dynamic;

/// <summary>Where the value of a dynamic parameter came from.</summary>
public enum ParameterOrigin
{
    /// <summary>The market's, within the rulebook's floor and cap.</summary>
    Market = 0,

    /// <summary>The market's, moved to the rulebook's floor.</summary>
    Floor = 1,

    /// <summary>The market's, moved to the rulebook's cap.</summary>
    Cap = 2,

    /// <summary>The rulebook's static value: the market has none, an old one, or one it does not trust.</summary>
    Fallback = 3,
}

/// <summary>A dynamic parameter as it was used.</summary>
/// <param name="Coin">Of which coin, or pair of coins: <c>BTC/ETH</c>.</param>
/// <param name="Name">As printed.</param>
/// <param name="Value">As used.</param>
/// <param name="Unit">What it is counted in: <c>fraction</c>, <c>coins/day</c>, <c>USD</c>.</param>
/// <param name="Origin">Market or fallback.</param>
public sealed record ParameterUse(string Coin, string Name, double Value, string Unit, ParameterOrigin Origin)
{
    /// <summary>Age of the market's value; null where the market has none.</summary>
    public Duration? Age { get; init; }

    /// <summary>The market's value where it is not the one used; null: it is, or there is none.</summary>
    public double? Observed { get; init; }

    /// <summary>Why it is not the market's value as it stands; empty: it is.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>
/// Between which values a dynamic parameter may move. Its fallback is the end that asks for more margin of futures and
/// short options, so a missing, stale or distrusted value never lowers theirs.
/// </summary>
/// <param name="Floor">Least.</param>
/// <param name="Cap">Greatest.</param>
public readonly record struct ParameterRange(double Floor, double Cap)
{
    /// <summary>True if less of it asks for more margin (traded volume).</summary>
    public bool LessIsWorse { get; init; }

    /// <summary>What stands in for a value that cannot be used.</summary>
    public double Fallback => LessIsWorse ? Floor : Cap;

    /// <summary>The same range in another unit.</summary>
    public ParameterRange Times(double factor) => this with { Floor = Floor * factor, Cap = Cap * factor };
}

/// <summary>Which observed values may be used, and what was used so far.</summary>
/// <param name="rules">Greatest age, least confidence.</param>
/// <param name="coin">As printed.</param>
internal sealed class ParameterChoice(DynamicRules rules, string coin)
{
    public List<ParameterUse> Used { get; } = [];

    /// <summary>The value within its range, or the fallback; noted either way.</summary>
    public double Of(string name, string unit, ParameterRange range, Observed? observed)
    {
        if (Refusal(observed) is { } why)
        {
            Used.Add(new ParameterUse(coin, name, range.Fallback, unit, ParameterOrigin.Fallback)
            {
                Age = observed?.Age,
                Observed = observed?.Value,
                Reason = why,
            });
            return range.Fallback;
        }
        var seen = observed!.Value;
        var value = Math.Clamp(seen.Value, range.Floor, range.Cap);
        var origin = value > seen.Value ? ParameterOrigin.Floor
            : value < seen.Value ? ParameterOrigin.Cap : ParameterOrigin.Market;
        Used.Add(new ParameterUse(coin, name, value, unit, origin)
        {
            Age = seen.Age,
            Observed = value == seen.Value ? null : seen.Value,
            Reason = origin switch
            {
                ParameterOrigin.Market => "",
                ParameterOrigin.Floor => "at its floor",
                _ => "at its cap",
            },
        });
        return value;
    }

    /// <summary>
    /// Coins a day, 0 where the market's number cannot be used: the least volume in USD stands in then.
    /// </summary>
    public double Volume(string name, string unit, double floor, string floorUnit, Observed? observed)
    {
        if (Refusal(observed) is not { } why)
            return Of(name, unit, new ParameterRange(0, double.MaxValue) { LessIsWorse = true }, observed);
        Used.Add(new ParameterUse(coin, name, floor, floorUnit, ParameterOrigin.Fallback)
        {
            Age = observed?.Age,
            Observed = observed?.Value,
            Reason = why,
        });
        return 0;
    }

    /// <summary>Why a value cannot be used; null if it can.</summary>
    public string? Refusal(Observed? observed)
    {
        if (observed is not { } seen) return "the market has none";
        if (!double.IsFinite(seen.Value)) return "not a number";
        if (seen.Age > rules.GreatestAge)
            return $"stale: {seen.Age.Seconds / 3_600:0.##} h old, at most {rules.GreatestAge.Seconds / 3_600:0.##} h";
        return seen.Confidence < rules.LeastConfidence
            ? $"distrusted: confidence {seen.Confidence:0.##}, at least {rules.LeastConfidence:0.##}"
            : null;
    }
}
