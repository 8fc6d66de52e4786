using Counterpoise.Tests.Shared;

namespace Counterpoise.Tests.SameBits;

/// <summary>
/// The program run once with all vectors of the processor and once for each switch that takes some away. With
/// UPDATE_GOLDEN=1 the bits are committed, provided that all runs agree on them.
/// </summary>
public sealed class VectorModes : IAsyncLifetime
{
    public const string All = "";
    public const string No512 = "DOTNET_EnableAVX512";
    public const string No256 = "DOTNET_EnableAVX2";
    public const string None = "DOTNET_EnableHWIntrinsic";

    private readonly Dictionary<string, ProgramRun> _runs = [];

    internal static string Golden { get; } = Path.Combine(SharedData.Repository, "tests", "golden", "same-bits.txt");

    internal ProgramRun this[string turnedOff] => _runs[turnedOff];

    internal IEnumerable<ProgramRun> Runs => _runs.Values;

    public async ValueTask InitializeAsync()
    {
        // One after another: other tests are at work beside them.
        foreach (var turnedOff in new[] { All, No512, No256, None })
            _runs[turnedOff] = await ProgramRun.Start(turnedOff, TestContext.Current.CancellationToken);
        var agreed = Runs.Select(run => run.Bits).Distinct().ToArray();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" && agreed is [var bits])
            await File.WriteAllTextAsync(Golden, bits);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
