using System.Globalization;
using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>Shape and regularisation of one boosted quantile.</summary>
/// <param name="Alpha">Level of the quantile, e.g. 0.99.</param>
/// <param name="Trees">Trees.</param>
/// <param name="Leaves">Leaves a tree; 2 is a stump.</param>
/// <param name="MinRows">Least training rows of a leaf.</param>
/// <param name="Rate">
/// Step on the log of the quantile where a leaf has twice the breaches of the level, before shrinkage by
/// <paramref name="Ridge"/>.
/// </param>
/// <param name="Ridge">Rows without excess breaches that every leaf is given beside its own.</param>
public readonly record struct FitShape(
    double Alpha, int Trees, int Leaves, int MinRows, double Rate, double Ridge);

/// <summary>
/// Fits ln of a quantile of positive scale by boosted trees with the pinball loss. LightGBM refuses monotone
/// constraints with its own <c>objective=quantile</c> (its leaves are refitted after the split, which would break
/// them), so the gradient is given from here. With y = z ÷ q₀, q₀ the plain quantile, and score s: gradient eˢ·(1{y
/// &lt; eˢ} − α); hessian 1 − α, the tail's density for an exponential tail of mean excess q₀.
/// </summary>
internal static class QuantileFit
{
    /// <summary>The parameters a dataset and its boosters share.</summary>
    /// <param name="bins">Bins a feature.</param>
    /// <param name="binRows">Rows they are chosen from.</param>
    /// <param name="seed">Seed of that choice.</param>
    public static string Parameters(int bins, int binRows, int seed) => string.Create(
        CultureInfo.InvariantCulture,
        $"max_bin={bins} bin_construct_sample_cnt={binRows} data_random_seed={seed} seed={seed} min_data_in_bin=20 ")
        + "feature_pre_filter=false deterministic=true force_row_wise=true num_threads=1 verbosity=-1";

    private static string Parameters(FitShape shape, ReadOnlySpan<sbyte> signs) => string.Create(
        CultureInfo.InvariantCulture,
        $" num_leaves={shape.Leaves} min_data_in_leaf={shape.MinRows} learning_rate={shape.Rate} ")
        + string.Create(CultureInfo.InvariantCulture, $"lambda_l2={shape.Ridge * (1 - shape.Alpha):R} ")
        + "objective=none boosting=gbdt metric=none min_sum_hessian_in_leaf=0 monotone_constraints_method=basic "
        + $"monotone_constraints={string.Join(',', signs.ToArray())}";

    /// <summary>Trees of one model.</summary>
    /// <param name="dataset">Features of the rows.</param>
    /// <param name="z">Targets, one a row; NaN rows teach nothing.</param>
    /// <param name="weights">How much each row counts; 1 on average.</param>
    /// <param name="q0">The plain quantile of the targets, positive.</param>
    /// <param name="shape">Shape.</param>
    /// <param name="signs">By feature: 1 if the quantile may only rise with it, −1 if only fall, 0 if either.</param>
    /// <param name="parameters">What the dataset was made with.</param>
    /// <returns>The library's text; the prediction of a row is q₀·exp(sum of its trees).</returns>
    public static string Fit(
        DatasetHandle dataset, ReadOnlySpan<double> z, ReadOnlySpan<double> weights, double q0, FitShape shape,
        ReadOnlySpan<sbyte> signs, string parameters)
    {
        var rows = z.Length;
        var (scores, gradients, hessians) = (new double[rows], new float[rows], new float[rows]);
        for (var row = 0; row < rows; row++)
            hessians[row] = double.IsNaN(z[row]) ? 0 : (float)(weights[row] * (1 - shape.Alpha));
        using var booster = LightGbm.Booster(dataset, parameters + Parameters(shape, signs));
        for (var tree = 0; tree < shape.Trees; tree++)
        {
            for (var row = 0; row < rows; row++)
            {
                var scale = tree == 0 ? 1 : Elementary.Exp(scores[row]);
                var gradient = weights[row] * scale * ((z[row] < q0 * scale ? 1 : 0) - shape.Alpha);
                gradients[row] = double.IsNaN(z[row]) ? 0 : (float)gradient;
            }
            if (!LightGbm.Update(booster, gradients, hessians)) break;
            LightGbm.Scores(booster, scores);
        }
        return LightGbm.Text(booster);
    }
}
