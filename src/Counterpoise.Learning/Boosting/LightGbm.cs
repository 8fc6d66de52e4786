using System.Reflection;
using System.Runtime.InteropServices;

namespace Counterpoise.Learning.Boosting;

/// <summary>LightGBM failed; the message is the library's own.</summary>
public sealed class LightGbmException : Exception
{
    internal LightGbmException(string message) : base(message) { }
}

/// <summary>
/// The part of LightGBM's C interface that is needed here (c_api.h of version 4.7). Every call returns 0 or, on
/// failure, −1 with a text in <c>LGBM_GetLastError</c>.
/// </summary>
public static partial class LightGbm
{
    private const string Library = "lib_lightgbm";

    // Numbers of c_api.h.
    private const int Float64 = 1;

    private static readonly Lazy<string?> Loading = new(Load);

    static LightGbm() => NativeLibrary.SetDllImportResolver(typeof(LightGbm).Assembly, Resolve);

    /// <summary>Why the native library cannot be used here; null if it can.</summary>
    public static string? Problem => Loading.Value;

    /// <summary>Kinds of prediction, as c_api.h numbers them.</summary>
    internal enum Prediction
    {
        /// <summary>Sum of the trees.</summary>
        Raw = 1,

        /// <summary>Shapley values by feature, then the mean.</summary>
        Contributions = 3,
    }

    /// <summary>Rows of features; NaN is a missing value.</summary>
    /// <param name="rows">Row by row.</param>
    /// <param name="columns">Features a row.</param>
    /// <param name="parameters">LightGBM's, <c>name=value</c> with blanks between.</param>
    /// <exception cref="LightGbmException">The library is missing or refused.</exception>
    internal static DatasetHandle Dataset(ReadOnlySpan<double> rows, int columns, string parameters)
    {
        Require();
        Check(LGBM_DatasetCreateFromMat(
            rows, Float64, rows.Length / columns, columns, 1, parameters, 0, out var dataset));
        return dataset;
    }

    /// <summary>Sets the targets of a dataset.</summary>
    internal static void SetLabels(DatasetHandle dataset, ReadOnlySpan<float> labels) =>
        Check(LGBM_DatasetSetField(dataset, "label", labels, labels.Length, 0));

    /// <summary>A model without a tree yet.</summary>
    internal static BoosterHandle Booster(DatasetHandle dataset, string parameters)
    {
        Check(LGBM_BoosterCreate(dataset, parameters, out var booster));
        return booster;
    }

    /// <summary>A model from its text.</summary>
    internal static BoosterHandle Booster(string model)
    {
        Require();
        Check(LGBM_BoosterLoadModelFromString(model, out _, out var booster));
        return booster;
    }

    /// <summary>One more tree for the objective of the parameters; false if no split was left.</summary>
    internal static bool Update(BoosterHandle booster)
    {
        Check(LGBM_BoosterUpdateOneIter(booster, out var finished));
        return finished == 0;
    }

    /// <summary>One more tree for an objective of our own; false if no split was left.</summary>
    /// <param name="booster">Made with <c>objective=none</c>.</param>
    /// <param name="gradients">First derivative of the loss by the score, one a row.</param>
    /// <param name="hessians">Second derivative, one a row.</param>
    internal static bool Update(BoosterHandle booster, ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians)
    {
        Check(LGBM_BoosterUpdateOneIterCustom(booster, gradients, hessians, out var finished));
        return finished == 0;
    }

    /// <summary>Scores of the training rows so far.</summary>
    internal static void Scores(BoosterHandle booster, Span<double> scores)
    {
        Check(LGBM_BoosterGetNumPredict(booster, 0, out var length));
        if (length != scores.Length) throw new LightGbmException($"{length} scores for {scores.Length} rows");
        Check(LGBM_BoosterGetPredict(booster, 0, out _, scores));
    }

    /// <summary>The model as text.</summary>
    internal static string Text(BoosterHandle booster)
    {
        var buffer = new byte[1 << 16];
        Check(LGBM_BoosterSaveModelToString(booster, 0, -1, 0, buffer.Length, out var length, buffer));
        if (length > buffer.Length)
        {
            buffer = new byte[length];
            Check(LGBM_BoosterSaveModelToString(booster, 0, -1, 0, buffer.Length, out length, buffer));
        }
        // The length counts the final zero.
        return System.Text.Encoding.UTF8.GetString(buffer, 0, checked((int)length - 1));
    }

    /// <summary>What the library itself predicts.</summary>
    internal static double[] Predict(
        BoosterHandle booster, ReadOnlySpan<double> rows, int columns, Prediction kind)
    {
        var count = rows.Length / columns;
        var results = new double[count * (kind == Prediction.Contributions ? columns + 1 : 1)];
        Check(LGBM_BoosterPredictForMat(
            booster, rows, Float64, count, columns, 1, (int)kind, 0, -1, "num_threads=1 verbosity=-1", out _, results));
        return results;
    }

    private static void Require()
    {
        if (Problem is { } problem) throw new LightGbmException(problem);
    }

    private static void Check(int code)
    {
        if (code != 0)
            throw new LightGbmException("LightGBM: " + Marshal.PtrToStringUTF8(LGBM_GetLastError()));
    }

    // One thread a model: training is parallel over models, and its bits depend on no machine's core count.
    private static string? Load() => ProblemOf(() => Check(LGBM_SetMaxThreads(1)));

    /// <summary>What a first call says about the native library; null if it succeeds.</summary>
    internal static string? ProblemOf(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return $"LightGBM's native library ({Library}) cannot be loaded on "
                + $"{RuntimeInformation.RuntimeIdentifier}: it comes for linux-x64, osx-x64 and win-x64, and on Linux "
                + "needs libgomp (Debian: libgomp1); the learned method falls back to filtered historical simulation";
        }
    }

    // A programme that is published for one platform has the file beside it; built, it lies in runtimes/.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        if (NativeLibrary.TryLoad(name, assembly, path, out var handle)) return handle;
        var (platform, ending) = OperatingSystem.IsWindows() ? ("win-x64", "dll")
            : OperatingSystem.IsMacOS() ? ("osx-x64", "dylib") : ("linux-x64", "so");
        var file = Path.Combine(AppContext.BaseDirectory, "runtimes", platform, "native", $"{Library}.{ending}");
        return NativeLibrary.TryLoad(file, out handle) ? handle : 0;
    }

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library)]
    private static partial int LGBM_SetMaxThreads(int threads);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(
        ReadOnlySpan<double> data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference,
        out DatasetHandle dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(
        DatasetHandle dataset, string field, ReadOnlySpan<float> values, int count, int type);

    [LibraryImport(Library)]
    internal static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(DatasetHandle dataset, string parameters, out BoosterHandle booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterLoadModelFromString(
        string model, out int iterations, out BoosterHandle booster);

    [LibraryImport(Library)]
    internal static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(BoosterHandle booster, out int finished);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIterCustom(
        BoosterHandle booster, ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians, out int finished);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterGetNumPredict(BoosterHandle booster, int data, out long length);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterGetPredict(
        BoosterHandle booster, int data, out long length, Span<double> scores);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterSaveModelToString(
        BoosterHandle booster, int start, int iterations, int importance, long size, out long length,
        Span<byte> text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterPredictForMat(
        BoosterHandle booster, ReadOnlySpan<double> data, int type, int rows, int columns, int isRowMajor, int kind,
        int start, int iterations, string parameters, out long length, Span<double> results);
}

/// <summary>Owns a dataset of the library.</summary>
internal sealed class DatasetHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LightGbm.LGBM_DatasetFree(handle) == 0;
}

/// <summary>Owns a model of the library. It reads its dataset: free it first.</summary>
internal sealed class BoosterHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LightGbm.LGBM_BoosterFree(handle) == 0;
}
