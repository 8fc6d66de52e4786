using System.Globalization;
using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>Everything that decides a model set but the data.</summary>
public sealed record BoostingConfiguration
{
    /// <summary>Name in reports.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Shape of the models of a day's losses; its level may lie below the target's, see <see cref="BoostedForecast"/>.
    /// </summary>
    public required FitShape Day { get; init; }

    /// <summary>Shape of the models of windows shorter than a day.</summary>
    public required FitShape Short { get; init; }

    /// <summary>Days before the first fit.</summary>
    public int FirstDays { get; init; } = 500;

    /// <summary>Days from fit to fit.</summary>
    public int RetrainDays { get; init; } = 90;

    /// <summary>Hours: no training window reaches into the last of them before a fit.</summary>
    public int Embargo { get; init; } = 24;

    /// <summary>A model sees every so-many-th origin; each seed begins at another.</summary>
    public int Stride { get; init; } = 5;

    /// <summary>One model a seed; their scores are averaged.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>Bins a feature.</summary>
    public int Bins { get; init; } = 63;

    /// <summary>Rows from which LightGBM chooses its bins.</summary>
    public int BinRows { get; init; } = 4_000;

    /// <summary>
    /// True if a row counts by its σ, so that the loss is one of money and not of standard deviations.
    /// </summary>
    public bool IsSigmaWeighted { get; init; }

    /// <summary>
    /// Factor on 1 − α from each seed's models to the next one's, the middle seed at the shape's α; 1 is one level for
    /// all.
    /// </summary>
    public double LevelSpread { get; init; } = 1;

    /// <summary>Features left out.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Share of the training window, its end, on which the weight of the blend is chosen.</summary>
    public double InnerShare { get; init; } = 0.2;

    /// <summary>Weights of the blend to choose from, ascending.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Weight of the first fit, which has no inner fold yet.</summary>
    public double FirstWeight { get; init; } = 0.5;

    /// <summary>The shape of a target's models.</summary>
    /// <param name="target">Target.</param>
    /// <param name="seed">Place among <see cref="Seeds"/>.</param>
    public FitShape ShapeOf(QuantileTarget target, int seed)
    {
        var shape = target.Hours < 24 ? Short : Day;
        var factor = LevelSpread == 1 ? 1 : Elementary.Pow(LevelSpread, seed - (Seeds.Count - 1) / 2.0);
        return shape with { Alpha = 1 - (1 - shape.Alpha) * factor };
    }

    /// <summary>All of it in one line, for hashes and reports.</summary>
    public string Text => string.Join(
        "; ", Name, $"day {Of(Day)}", $"short {Of(Short)}", $"first {FirstDays}", $"retrain {RetrainDays}",
        $"embargo {Embargo}", $"stride {Stride}", $"seeds {string.Join(' ', Seeds)}", $"bins {Bins} of {BinRows} rows",
        $"sigma weighted {IsSigmaWeighted}", FormattableString.Invariant($"level spread {LevelSpread}"),
        $"excluded {string.Join(", ", Excluded)}",
        FormattableString.Invariant($"inner {InnerShare}; first weight {FirstWeight}"),
        "weights " + string.Join(' ', Weights.Select(w => w.ToString(CultureInfo.InvariantCulture))));

    private static string Of(FitShape s) => FormattableString.Invariant(
        $"alpha {s.Alpha} trees {s.Trees} leaves {s.Leaves} rows {s.MinRows} rate {s.Rate} ridge {s.Ridge}");
}
