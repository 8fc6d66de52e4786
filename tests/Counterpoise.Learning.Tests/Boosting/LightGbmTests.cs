using Counterpoise.Learning.Boosting;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class LightGbmTests
{
    private static readonly FitShape Shape = new(0.9, 30, 6, 50, 0.05, 100);

    private static readonly sbyte[] Signs = [1, 0, 0, 0];

    private static string Fit(int seed)
    {
        var (rows, z) = Made.Rows(4_000, 1);
        var parameters = QuantileFit.Parameters(63, 4_000, seed);
        using var dataset = LightGbm.Dataset(rows, 4, parameters);
        return QuantileFit.Fit(dataset, z, Made.Ones(4_000), 1.5, Shape, Signs, parameters);
    }

    [Fact]
    public void The_native_library_loads_here() => Assert.Null(LightGbm.Problem);

    [Fact]
    public void A_missing_library_is_named_with_what_it_needs()
    {
        var problem = LightGbm.ProblemOf(() => throw new DllNotFoundException());
        Assert.Contains("lib_lightgbm", problem, StringComparison.Ordinal);
        Assert.Contains("libgomp1", problem, StringComparison.Ordinal);
        Assert.Contains("falls back to filtered historical simulation", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Flat_trees_predict_the_librarys_bits_gaps_too()
    {
        var text = Fit(7);
        var (rows, _) = Made.Rows(2_000, 2);
        using var booster = LightGbm.Booster(text);
        var theirs = LightGbm.Predict(booster, rows, 4, LightGbm.Prediction.Raw);
        var ours = FlatTrees.Parse(text);
        Assert.Equal(30, ours.Count);
        for (var row = 0; row < theirs.Length; row++)
            Assert.Equal(theirs[row], ours.Predict(rows.AsSpan(4 * row, 4)));
        Assert.True(theirs.Max() - theirs.Min() > 0.5);
    }

    [Fact]
    public void A_split_between_values_and_gaps_is_read()
    {
        var (rows, z) = Made.Rows(4_000, 1);
        for (var row = 0; row < z.Length; row++) z[row] *= double.IsNaN(rows[4 * row + 1]) ? 10 : 1;
        var parameters = QuantileFit.Parameters(63, 4_000, 1);
        using var dataset = LightGbm.Dataset(rows, 4, parameters);
        var text = QuantileFit.Fit(dataset, z, Made.Ones(4_000), 1.5, Shape, Signs, parameters);
        Assert.Contains("inf", text, StringComparison.Ordinal);
        using var booster = LightGbm.Booster(text);
        var theirs = LightGbm.Predict(booster, rows, 4, LightGbm.Prediction.Raw);
        var ours = FlatTrees.Parse(text);
        for (var row = 0; row < theirs.Length; row++)
            Assert.Equal(theirs[row], ours.Predict(rows.AsSpan(4 * row, 4)));
    }

    [Fact]
    public void A_column_without_a_gap_in_training_takes_a_gap_as_the_library_does()
    {
        var text = Fit(7);
        double[] row = [double.NaN, 0.3, double.NaN, double.NaN];
        using var booster = LightGbm.Booster(text);
        Assert.Equal(
            LightGbm.Predict(booster, row, 4, LightGbm.Prediction.Raw)[0], FlatTrees.Parse(text).Predict(row));
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var trees = FlatTrees.Parse(Fit(7));
        double[] row = [0.1, double.NaN, 0.2, 0.3];
        trees.Predict(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) trees.Predict(row);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_same_training_writes_the_same_text() => Assert.Equal(Fit(7), Fit(7));

    [Fact]
    public void The_forecast_never_falls_where_a_constrained_feature_rises()
    {
        var trees = FlatTrees.Parse(Fit(7));
        var (rows, _) = Made.Rows(500, 3);
        for (var row = 0; row < 500; row++)
        {
            var at = rows.AsSpan(4 * row, 4);
            var last = double.NegativeInfinity;
            for (at[0] = -3; at[0] <= 3; at[0] += 0.05)
            {
                var next = trees.Predict(at);
                Assert.True(next >= last);
                last = next;
            }
        }
    }

    [Fact]
    public void The_share_of_breaches_is_that_of_the_level()
    {
        var trees = FlatTrees.Parse(Fit(7));
        var (rows, z) = Made.Rows(20_000, 4);
        var breaches = z.Where((v, row) => v > 1.5 * Math.Exp(trees.Predict(rows.AsSpan(4 * row, 4)))).Count();
        Assert.InRange(breaches / 20_000.0, 0.09, 0.11);
    }

    [Fact]
    public void The_librarys_own_quantile_objective_refuses_monotone_constraints()
    {
        var (rows, _) = Made.Rows(1_000, 1);
        const string parameters =
            "objective=quantile alpha=0.9 monotone_constraints=1,0,0,0 verbosity=-1 num_threads=1";
        using var dataset = LightGbm.Dataset(rows, 4, parameters);
        LightGbm.SetLabels(dataset, new float[1_000]);
        var error = Assert.Throws<LightGbmException>(() => LightGbm.Booster(dataset, parameters).Dispose());
        Assert.Contains("monotone_constraints", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tree\nTree=0\nnum_leaves=2\nend of trees\n")]
    [InlineData(
        "tree\nTree=0\nleaf_value=1 2\nleaf_count=1 1\nsplit_feature=0\nthreshold=0\ndecision_type=1\n"
        + "left_child=-1\nright_child=-2\nend of trees\n")]
    public void What_is_no_such_model_is_refused(string text) =>
        Assert.Throws<FormatException>(() => FlatTrees.Parse(text));
}
