using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Counterpoise.Tests.SameBits;

/// <summary>What one run of Counterpoise.SameBits printed: a name and a value a line.</summary>
internal sealed record ProgramRun(string Mode, string Text)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string[] _lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public long Values => long.Parse(Of("values"));

    /// <summary>What must not depend on the machine: the number of values and every hash.</summary>
    public string Bits =>
        string.Concat(_lines.Where(l => !l.StartsWith("Vector", StringComparison.Ordinal)).Select(l => l + "\n"));

    public bool Has(int width) => bool.Parse(Of($"Vector{width}"));

    /// <summary>Names whose values are not those of another run, or are only in one of them.</summary>
    public IReadOnlyList<string> Differences(string bits)
    {
        var (ours, theirs) = (Bits.Split('\n'), bits.Split('\n'));
        return [.. ours.Except(theirs).Concat(theirs.Except(ours)).Select(l => l.Split(' ')[0]).Distinct()];
    }

    /// <summary>Runs the program in a process of its own, with the runtime switch given and no other.</summary>
    public static async Task<ProgramRun> Start(string turnedOff, CancellationToken cancelled)
    {
        var start = new ProcessStartInfo(Host(), [Program()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSwitch).ToArray()) start.Environment.Remove(name);
        if (turnedOff.Length > 0) start.Environment[turnedOff] = "0";
        using var process = Process.Start(start)!;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        timer.CancelAfter(Patience);
        try
        {
            var text = process.StandardOutput.ReadToEndAsync(timer.Token);
            var errors = await process.StandardError.ReadToEndAsync(timer.Token);
            await process.WaitForExitAsync(timer.Token);
            var mode = turnedOff.Length > 0 ? turnedOff + "=0" : "no switch";
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{mode}: exit {process.ExitCode}\n{errors}");
            return new(mode, (await text).Replace("\r", "", StringComparison.Ordinal));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private string Of(string name) =>
        Array.Find(_lines, l => l.StartsWith(name + " ", StringComparison.Ordinal))?[(name.Length + 1)..]
        ?? throw new InvalidOperationException($"{Mode}: no line {name} in\n{Text}");

    // All but where the runtime is and which version serves.
    private static bool IsSwitch(string variable) =>
        Begins(variable, "COMPlus_")
        || (Begins(variable, "DOTNET_")
            && !Begins(variable, "DOTNET_ROOT") && !Begins(variable, "DOTNET_ROLL_FORWARD"));

    private static bool Begins(string variable, string prefix) =>
        variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    // The host of the runtime these tests run on: dotnet, three folders above shared/Microsoft.NETCore.App/10.0.x.
    private static string Host()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
    }

    // Beside this project's output: …/bin/Counterpoise.Tests/release, …/bin/Counterpoise.SameBits/release.
    private static string Program()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        const string name = "Counterpoise.SameBits";
        return Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + ".dll");
    }
}
