using System.Security.Cryptography;
using Counterpoise.Markets.Candles;
using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>
/// One trained model of one seed: ln of the quantile of z is <see cref="Intercept"/> + the sum of the trees.
/// </summary>
/// <param name="Trees">Trees.</param>
/// <param name="Intercept">ln of the plain quantile of the training targets.</param>
public sealed record BoostedModel(FlatTrees Trees, double Intercept);

/// <summary>
/// The models of every target and every fit of a walk forward. The same history, indicators, targets and configuration
/// give the same bits on every run and any number of cores.
/// </summary>
public sealed class ModelSet
{
    // Counts up whenever the same input would train other models.
    private const string Version = "boosting 2, LightGBM 4.7.0";

    private readonly BoostedModel[] _models;

    internal ModelSet(
        string key, IReadOnlyList<QuantileTarget> targets, BoostingConfiguration configuration, int[] fits,
        BoostedModel[] models)
    {
        (Key, Targets, Configuration, Fits, _models) = (key, targets, configuration, fits, models);
    }

    /// <summary>Hash of data, targets, configuration, seeds and code version.</summary>
    public string Key { get; }

    /// <summary>What is forecast.</summary>
    public IReadOnlyList<QuantileTarget> Targets { get; }

    /// <summary>How it was trained.</summary>
    public BoostingConfiguration Configuration { get; }

    /// <summary>When each fit was made, hours after the history's first: it forecasts from there to the next.</summary>
    public IReadOnlyList<int> Fits { get; }

    internal ReadOnlySpan<BoostedModel> All => _models;

    /// <summary>A model.</summary>
    public BoostedModel Model(int fit, int target, int seed) =>
        _models[(fit * Targets.Count + target) * Configuration.Seeds.Count + seed];

    /// <summary>ln of the quantile of z, averaged over the seeds.</summary>
    public double Score(int fit, int target, ReadOnlySpan<double> row)
    {
        var seeds = Configuration.Seeds.Count;
        var sum = 0.0;
        foreach (var model in _models.AsSpan((fit * Targets.Count + target) * seeds, seeds))
            sum += model.Intercept + model.Trees.Predict(row);
        return sum / seeds;
    }

    /// <summary>
    /// In the warm-up: the place of the models that were trained on its other half, for <see cref="Score"/>. What they
    /// say there is as far from their own training rows as a forecast is, which no fit could say of its own rows.
    /// </summary>
    internal int OtherHalf(int index) => Fits.Count + (index < Fits[0] / 2 ? 0 : 1);

    /// <summary>The last fit made at or before an origin; −1 in the warm-up.</summary>
    public int FitAt(int index)
    {
        var fit = index < Fits[0] ? -1 : (index - Fits[0]) / (24 * Configuration.RetrainDays);
        return Math.Min(fit, Fits.Count - 1);
    }

    /// <summary>The key the models of these inputs have, trained or not.</summary>
    public static string KeyOf(
        CandleHistory history, IReadOnlyList<IndicatorSeries> indicators, IReadOnlyList<QuantileTarget> targets,
        BoostingConfiguration configuration)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write(configuration.Text);
        foreach (var target in targets) writer.Write(target.ToString());
        foreach (var hour in history.Hours())
        {
            var candle = history[hour];
            writer.Write(hour);
            writer.Write(candle.Open);
            writer.Write(candle.High);
            writer.Write(candle.Low);
            writer.Write(candle.Close);
            writer.Write(candle.Volume);
        }
        foreach (var indicator in indicators)
        {
            writer.Write(indicator.Name);
            writer.Write(indicator.Sign);
            writer.Write(indicator.Stale);
            foreach (var time in indicator.Times) writer.Write(time);
            foreach (var value in indicator.Values) writer.Write(value);
        }
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>Trains every model of a walk forward, on all cores.</summary>
    /// <param name="history">Candles.</param>
    /// <param name="indicators">Further features.</param>
    /// <param name="targets">What is forecast.</param>
    /// <param name="configuration">How.</param>
    /// <exception cref="LightGbmException">The native library is missing or refused.</exception>
    /// <exception cref="InvalidInputException">The history ends before the first fit.</exception>
    public static ModelSet Train(
        CandleHistory history, IReadOnlyList<IndicatorSeries> indicators, IReadOnlyList<QuantileTarget> targets,
        BoostingConfiguration configuration)
    {
        if (LightGbm.Problem is { } problem) throw new LightGbmException(problem);
        var features = OriginFeatures.Of(history, indicators);
        var fits = FitsOf(features.Count, configuration);
        var z = new double[targets.Count][];
        Parallel.For(0, targets.Count, t => z[t] = targets[t].Standardised(history, features));
        var seeds = configuration.Seeds.Count;
        var windows = Windows(fits, configuration, targets.Max(t => t.Hours));
        var models = new BoostedModel[windows.Length * targets.Count * seeds];
        // The largest first, so that no core waits for it at the end. Each pair writes its own places.
        int[] largest =
            [.. Enumerable.Range(0, windows.Length).OrderByDescending(w => windows[w].To - windows[w].From)];
        Parallel.For(0, windows.Length * seeds, pair =>
        {
            var (window, seed) = (largest[pair / seeds], pair % seeds);
            var found = Fit(features, z, targets, configuration, windows[window], seed);
            for (var t = 0; t < targets.Count; t++) models[(window * targets.Count + t) * seeds + seed] = found[t];
        });
        return new ModelSet(KeyOf(history, indicators, targets, configuration), targets, configuration, fits, models);
    }

    private static int[] FitsOf(int count, BoostingConfiguration configuration)
    {
        var (first, step) = (24 * configuration.FirstDays, 24 * configuration.RetrainDays);
        if (first >= count)
        {
            throw new InvalidInputException(
                "history", $"{count / 24} days", $"ends before the first fit after {configuration.FirstDays} days",
                "use a longer history");
        }
        return [.. Enumerable.Range(0, (count - 1 - first) / step + 1).Select(i => first + i * step)];
    }

    // The origins of each fit, then of the two halves of the warm-up. A window that ends in the embargo is purged.
    private static (int From, int To)[] Windows(int[] fits, BoostingConfiguration configuration, int hours)
    {
        var gap = configuration.Embargo + hours;
        return
        [
            .. fits.Select(fit => (0, fit - gap)), (fits[0] / 2 + gap, fits[0] - gap), (0, fits[0] / 2 - gap),
        ];
    }

    private static BoostedModel[] Fit(
        OriginFeatures features, double[][] z, IReadOnlyList<QuantileTarget> targets,
        BoostingConfiguration configuration, (int From, int To) window, int seed)
    {
        int[] columns = [.. Enumerable.Range(0, features.Columns).Where(
            c => !configuration.Excluded.Contains(features.Names[c], StringComparer.Ordinal))];
        List<int> origins = [];
        for (var index = window.From + seed % configuration.Stride; index <= window.To; index += configuration.Stride)
            if (features.HasRow(index)) origins.Add(index);
        var rows = new double[origins.Count * features.Columns];
        for (var row = 0; row < origins.Count; row++)
        {
            var to = rows.AsSpan(row * features.Columns, features.Columns);
            // A column that is left out stays 0: it offers no split.
            foreach (var column in columns) to[column] = features.Row(origins[row])[column];
        }
        sbyte[] signs = [.. features.Signs];
        var parameters = QuantileFit.Parameters(
            configuration.Bins, configuration.BinRows, configuration.Seeds[seed]);
        using var dataset = LightGbm.Dataset(rows, features.Columns, parameters);
        var models = new BoostedModel[targets.Count];
        var labels = new double[origins.Count];
        double[] weights = [.. origins.Select(o => configuration.IsSigmaWeighted ? features.Sigma(o, 1) : 1)];
        var mean = weights.Average();
        for (var row = 0; row < weights.Length; row++) weights[row] /= mean;
        for (var t = 0; t < models.Length; t++)
        {
            var shape = configuration.ShapeOf(targets[t], seed);
            for (var row = 0; row < labels.Length; row++) labels[row] = z[t][origins[row]];
            var q0 = Plain(labels, shape.Alpha);
            var text = QuantileFit.Fit(dataset, labels, weights, q0, shape, signs, parameters);
            models[t] = new BoostedModel(FlatTrees.Parse(text), Elementary.Log(q0));
        }
        return models;
    }

    private static double Plain(double[] z, double alpha)
    {
        var sorted = Array.FindAll(z, v => !double.IsNaN(v));
        Array.Sort(sorted);
        var q = sorted.Length > 0 ? sorted[Math.Max(0, (int)Math.Ceiling(alpha * sorted.Length - 1e-9) - 1)] : 0;
        return q > 0 ? q : throw new InvalidInputException(
            "history", null, $"has no loss at the {alpha} quantile", "use a history with price moves");
    }
}
