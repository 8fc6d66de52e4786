using System.Diagnostics;
using Counterpoise.Learning.Boosting;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Cli.Backtests;

/// <summary>How the models of a coin came to be.</summary>
/// <param name="Coin">Of which coin.</param>
/// <param name="Models">The models; null: there are none, and FHS stands in.</param>
/// <param name="Text">What happened, for the reader.</param>
/// <param name="Seconds">Time it took.</param>
internal sealed record ModelOrigin(string Coin, ModelSet? Models, string Text, double Seconds);

/// <summary>
/// Trained models in a folder, one file a set, named by the hash of everything they were made from. A file that is not
/// what its name says is trained anew.
/// </summary>
/// <param name="Folder">Where; null: nothing is kept.</param>
internal sealed record ModelFiles(string? Folder)
{
    /// <summary>The user's cache folder.</summary>
    public static string? Default
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache))
            {
                var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
                if (home.Length == 0) return null;
                cache = Path.Combine(home, ".cache");
            }
            return Path.Combine(cache, "counterpoise");
        }
    }

    /// <summary>Models of a coin: from the folder, else trained and kept there.</summary>
    public ModelOrigin Of(CandleHistory history)
    {
        var clock = Stopwatch.StartNew();
        var (targets, configuration) = (QuantileTarget.OfAnAsset, Configurations.Chosen);
        var coin = history.Coin.Code;
        try
        {
            var key = ModelSet.KeyOf(history, [], targets, configuration);
            var file = Folder is null ? null : Path.Combine(Folder, $"{coin}-{key[..16]}.models");
            if (file is not null && File.Exists(file)
                && ModelCache.Read(File.ReadAllBytes(file), key, targets, configuration, out _) is { } cached)
            {
                return new ModelOrigin(
                    coin, cached, $"models read from {file}, hash {key[..16]} checked", clock.Elapsed.TotalSeconds);
            }
            var models = ModelSet.Train(history, [], targets, configuration);
            var kept = file is null ? "not kept" : Keep(file, models);
            return new ModelOrigin(
                coin, models,
                $"{models.Fits.Count} walk-forward fits of {targets.Count} quantiles trained, hash {key[..16]}, {kept}",
                clock.Elapsed.TotalSeconds);
        }
        catch (LightGbmException e)
        {
            return new ModelOrigin(
                coin, null, $"not learned, FHS stands in: {e.Message}", clock.Elapsed.TotalSeconds);
        }
    }

    // A cache that cannot be written is none: the work is done again next time.
    private static string Keep(string file, ModelSet models)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            OutputFile.Write(file, stream => stream.Write(ModelCache.Serialize(models)));
            return $"kept in {file}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            return $"not kept: {e.Message}";
        }
    }
}
