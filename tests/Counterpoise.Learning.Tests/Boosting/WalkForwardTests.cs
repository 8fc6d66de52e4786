using Counterpoise.Learning.Boosting;
using Counterpoise.Learning.Statistics;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class WalkForwardTests
{
    private static readonly BoostingConfiguration Small = new()
    {
        Name = "small",
        Day = new FitShape(0.9, 12, 4, 50, 0.05, 50),
        Short = new FitShape(0.95, 12, 4, 50, 0.05, 50),
        FirstDays = 80,
        RetrainDays = 30,
        Seeds = [1, 2],
        Stride = 2,
        Bins = 31,
        IsSigmaWeighted = true,
        LevelSpread = 1.2,
    };

    private static readonly QuantileTarget[] Targets =
    [
        new(Side.Long, LossKind.Excursion, 24, 0.95), new(Side.Short, LossKind.Close, 24, 0.95),
        new(Side.Long, LossKind.Excursion, 2, 0.99),
    ];

    private static readonly CandleHistory History = Made.History(6_000, 5);

    private static readonly ModelSet Models = ModelSet.Train(History, [], Targets, Small);

    private static BoostedForecast Forecast(ModelSet models, CandleHistory history)
    {
        var features = OriginFeatures.Of(history, []);
        double[][] fhs = [.. Targets.Select(t => Array.ConvertAll(t.Standardised(history, features), _ => 1.9))];
        return BoostedForecast.Of(models, history, features, fhs);
    }

    [Fact]
    public void Fits_follow_one_another_and_the_warm_up_has_no_forecast()
    {
        Assert.Equal([1_920, 2_640, 3_360, 4_080, 4_800, 5_520], Models.Fits);
        Assert.Equal(-1, Models.FitAt(1_919));
        Assert.Equal(0, Models.FitAt(1_920));
        Assert.Equal(1, Models.FitAt(2_640));
        Assert.Equal(5, Models.FitAt(9_999));
        var forecast = Forecast(Models, History);
        Assert.True(double.IsNaN(forecast.Boosted[0][1_919]));
        Assert.True(forecast.Boosted[0][1_920] > 0);
        Assert.Equal(6_001, forecast.Boosted[0].Length);
        Assert.True(forecast.Blended[0][6_000] > 0);
    }

    [Fact]
    public void Candles_from_an_origin_on_change_no_forecast_up_to_it()
    {
        const int origin = 4_100;
        var changed = Made.History(6_000, 5, (hour, c) => hour < History.From + origin
            ? c : new Candle(3 * c.Open, 5 * c.High, 0.5 * c.Low, 2 * c.Close, 9 * c.Volume));
        var ours = Forecast(Models, History);
        var theirs = Forecast(ModelSet.Train(changed, [], Targets, Small), changed);
        for (var t = 0; t < Targets.Length; t++)
        {
            for (var index = 0; index <= origin; index++)
            {
                Assert.Equal(ours.Boosted[t][index], theirs.Boosted[t][index]);
                Assert.Equal(ours.Blended[t][index], theirs.Blended[t][index]);
            }
            Assert.NotEqual(ours.Boosted[t][origin + 200], theirs.Boosted[t][origin + 200]);
        }
    }

    [Fact]
    public void No_training_window_reaches_into_the_embargo_before_a_fit()
    {
        // The last window of the first fit begins at 1920 − 24 − 24 and ends before 1896.
        var first = Made.History(
            6_000, 5, (hour, c) => hour < History.From + 1_896 ? c : c with { Volume = 1, High = 2 * c.High });
        Assert.Equal(Trees(Models, 0), Trees(ModelSet.Train(first, [], Targets, Small), 0));
        var inside = Made.History(
            6_000, 5, (hour, c) => hour < History.From + 1_895 ? c : c with { Low = 0.2 * c.Low });
        Assert.NotEqual(Trees(Models, 0), Trees(ModelSet.Train(inside, [], Targets, Small), 0));
    }

    private static string Trees(ModelSet models, int fit)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        for (var target = 0; target < Targets.Length; target++)
        {
            for (var seed = 0; seed < Small.Seeds.Count; seed++)
            {
                writer.Write(models.Model(fit, target, seed).Intercept);
                models.Model(fit, target, seed).Trees.Write(writer);
            }
        }
        return Convert.ToHexString(bytes.ToArray());
    }

    [Fact]
    public void Training_again_gives_the_same_bytes() =>
        Assert.Equal(ModelCache.Serialize(Models), ModelCache.Serialize(ModelSet.Train(History, [], Targets, Small)));

    [Fact]
    public void The_key_changes_with_data_targets_configuration_and_seeds()
    {
        string[] keys =
        [
            Models.Key,
            ModelSet.KeyOf(History.Before(History.To - 1), [], Targets, Small),
            ModelSet.KeyOf(History, [new IndicatorSeries("x", 0, [1], [1], 1)], Targets, Small),
            ModelSet.KeyOf(History, [], Targets[..2], Small),
            ModelSet.KeyOf(History, [], Targets, Small with { Stride = 3 }),
            ModelSet.KeyOf(History, [], Targets, Small with { Seeds = [1, 3] }),
            ModelSet.KeyOf(History, [], Targets, Small with { Day = Small.Day with { Ridge = 51 } }),
        ];
        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Models.Key, ModelSet.KeyOf(History, [], Targets, Small));
    }

    [Fact]
    public void A_cache_gives_the_same_forecasts_and_is_refused_when_damaged_or_of_another_key()
    {
        var bytes = ModelCache.Serialize(Models);
        var read = ModelCache.Read(bytes, Models.Key, Targets, Small, out var problem);
        Assert.Null(problem);
        Assert.Equal(Forecast(Models, History).Boosted[1], Forecast(read!, History).Boosted[1]);
        Assert.Null(ModelCache.Read(bytes, "other", Targets, Small, out problem));
        Assert.Contains("other data", problem, StringComparison.Ordinal);
        bytes[bytes.Length / 2] ^= 1;
        Assert.Null(ModelCache.Read(bytes, Models.Key, Targets, Small, out problem));
        Assert.Contains("hash", problem, StringComparison.Ordinal);
        Assert.Null(ModelCache.Read([1, 2], Models.Key, Targets, Small, out _));
    }

    [Fact]
    public void The_weight_of_the_blend_goes_to_the_better_forecast()
    {
        var features = OriginFeatures.Of(History, []);
        double[][] bad = [.. Targets.Select(t => Array.ConvertAll(t.Standardised(History, features), _ => 40.0))];
        var forecast = BoostedForecast.Of(Models, History, features, bad);
        Assert.Equal([0.5, 1, 1, 1, 1, 1], forecast.Weights[0]);
        Assert.Equal(forecast.Boosted[0][3_000], forecast.Blended[0][3_000]);
        // The losses themselves cannot be beaten.
        double[][] best = [.. Targets.Select(t => t.Standardised(History, features))];
        Assert.Equal([0.5, 0, 0, 0, 0, 0], BoostedForecast.Of(Models, History, features, best).Weights[0]);
    }

    [Fact]
    public void Fhs_stands_in_without_features_and_without_models()
    {
        // Hour 5000 has no candle, so origin 5001 has no features.
        var forecast = Forecast(Models, History);
        Assert.True(double.IsNaN(forecast.Boosted[0][5_001]));
        Assert.Equal(1.9, forecast.Blended[0][5_001]);
        double[][] fhs = [[1.5, 1.6], [1.7, double.NaN]];
        var fallback = BoostedForecast.FallBack(fhs);
        Assert.Equal(fhs, fallback.Blended);
        Assert.All(fallback.Boosted, b => Assert.All(b, q => Assert.True(double.IsNaN(q))));
    }

    [Fact]
    public void The_causes_of_a_change_sum_to_it()
    {
        var features = OriginFeatures.Of(History, []);
        var forecast = Forecast(Models, History);
        foreach (var (from, to) in new[] { (3_000, 3_001), (2_600, 2_700), (1_920, 5_999) })
        {
            var change = ForecastChange.Between(Models, forecast, features, 0, from, to);
            Assert.Equal(Math.Log(change.After / change.Before), change.Causes.Sum(c => c.Change), 12);
            Assert.Equal(to - from > 1, change.Causes.Any(c => c.Name == "refit"));
            Assert.Equal(forecast.Boosted[0][to] * features.Sigma(to, 24), change.After);
        }
    }

    [Fact]
    public void Pinball_loss_of_known_numbers()
    {
        Assert.Equal(0.99 * 0.02, ForecastComparison.Pinball(0.12, 0.10, 0.01), 15);
        Assert.Equal(0.01 * 0.02, ForecastComparison.Pinball(0.08, 0.10, 0.01), 15);
    }

    [Fact]
    public void A_history_that_ends_before_the_first_fit_is_refused()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => ModelSet.Train(History.Before(History.From + 1_900), [], Targets, Small));
        Assert.Contains("80 days", error.Message, StringComparison.Ordinal);
    }
}
