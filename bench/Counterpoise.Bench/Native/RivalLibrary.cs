using System.Reflection;
using System.Runtime.InteropServices;

namespace Counterpoise.Bench.Native;

/// <summary>The native rivals of <c>bench/rivals/rivals.cpp</c>; where they are is said once, at the start.</summary>
internal static unsafe partial class RivalLibrary
{
    private const string Library = "rivals";

    /// <summary>Loads the library; every other call needs this first.</summary>
    /// <exception cref="RivalMissingException">There is none at this path.</exception>
    public static void Load(string? path)
    {
        if (string.IsNullOrEmpty(path) || !NativeLibrary.TryLoad(path, out var handle))
        {
            throw new RivalMissingException(
                $"librivals.so is not at \"{path}\"; bench/run.sh builds it and sets COUNTERPOISE_RIVALS");
        }
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            (name, _, _) => string.Equals(name, Library, StringComparison.Ordinal) ? handle : 0);
    }

    /// <summary>What was linked, as one line per rival.</summary>
    public static IReadOnlyList<string> Versions() =>
    [
        $"SLEEF {Text(SleefVersion())} {Text(SleefWidth())}",
        $"QuantLib {Text(QuantLibVersion())}",
    ];

    [LibraryImport(Library, EntryPoint = "sleef_black76")]
    public static partial void SleefBlack76(
        long n, double* sign, double* forward, double* strike, double* vol, double* years,
        double* price, double* delta, double* gamma, double* vega, double* theta);

    [LibraryImport(Library, EntryPoint = "libm_black76")]
    public static partial void LibmBlack76(
        long n, double* sign, double* forward, double* strike, double* vol, double* years,
        double* price, double* delta, double* gamma, double* vega, double* theta);

    [LibraryImport(Library, EntryPoint = "quantlib_keep_payoffs")]
    public static partial nint QuantLibKeepPayoffs(long n, double* sign, double* strike);

    [LibraryImport(Library, EntryPoint = "quantlib_drop_payoffs")]
    public static partial void QuantLibDropPayoffs(nint payoffs);

    [LibraryImport(Library, EntryPoint = "quantlib_black76")]
    public static partial void QuantLibBlack76(
        long n, nint payoffs, double* forward, double* vol, double* years,
        double* price, double* delta, double* gamma, double* vega, double* theta);

    [LibraryImport(Library, EntryPoint = "quantlib_black76_plain")]
    public static partial void QuantLibBlack76Plain(
        long n, double* sign, double* forward, double* strike, double* vol, double* years,
        double* price, double* delta, double* gamma, double* vega, double* theta);

    [LibraryImport(Library, EntryPoint = "quantlib_implied")]
    public static partial void QuantLibImplied(
        long n, double* sign, double* price, double* forward, double* strike, double* years, double* vols, int* status);

    [LibraryImport(Library, EntryPoint = "quantlib_scenarios")]
    public static partial double QuantLibScenarios(
        long n, double* sign, double* forward, double* strike, double* vol, double* years, double* quantity,
        double* baseValue, long spots, double* spot, long vols, double* volFactor, double* totals);

    [LibraryImport(Library, EntryPoint = "quantlib_keep_heston")]
    public static partial nint QuantLibKeepHeston(
        double forward, double v0, double kappa, double theta, double sigma, double rho);

    [LibraryImport(Library, EntryPoint = "quantlib_drop_heston")]
    public static partial void QuantLibDropHeston(nint heston);

    [LibraryImport(Library, EntryPoint = "quantlib_heston")]
    public static partial void QuantLibHeston(
        long n, nint heston, nint payoffs, double* strike, double* years, double* price);

    [LibraryImport(Library, EntryPoint = "sleef_width")]
    private static partial nint SleefWidth();

    [LibraryImport(Library, EntryPoint = "sleef_version")]
    private static partial nint SleefVersion();

    [LibraryImport(Library, EntryPoint = "quantlib_version")]
    private static partial nint QuantLibVersion();

    private static string Text(nint ascii) => Marshal.PtrToStringUTF8(ascii) ?? "?";
}

/// <summary>A rival cannot run here: nothing is measured.</summary>
internal sealed class RivalMissingException(string message) : Exception(message);
