using System.Runtime.InteropServices;
using Counterpoise.Bench.Probes;

namespace Counterpoise.Bench.Reports;

/// <summary>Where it ran: nothing that names the machine itself.</summary>
/// <param name="Processor">Model.</param>
/// <param name="Cores">Visible to this process.</param>
/// <param name="LoadAverage">Of the last minute, before the run; null where the system has none.</param>
/// <param name="Runtime">.NET and its version.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="VectorBits">Widest vector .NET uses.</param>
internal sealed record Host(
    string Processor, int Cores, double? LoadAverage, string Runtime, string System, int VectorBits)
{
    /// <summary>Reads it.</summary>
    public static Host Read() => new(
        ReadProcessor(),
        Environment.ProcessorCount,
        ReadLoad(),
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription.Split(' ')[0]} {RuntimeInformation.ProcessArchitecture}",
        ArithmeticProbe.VectorBits);

    private static string ReadProcessor()
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines("/proc/cpuinfo"))
        {
            var parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2) facts.TryAdd(parts[0], parts[1]);
        }
        return facts.TryGetValue("model name", out var model)
            ? $"{model} (family {facts.GetValueOrDefault("cpu family")}, model {facts.GetValueOrDefault("model")})"
            : "unknown";
    }

    private static double? ReadLoad() =>
        Lines("/proc/loadavg") is [var line, ..] && double.TryParse(line.Split(' ')[0], out var load) ? load : null;

    private static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
