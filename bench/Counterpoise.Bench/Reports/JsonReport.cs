using System.Text.Encodings.Web;
using System.Text.Json;

namespace Counterpoise.Bench.Reports;

/// <summary>A run for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes it to a file.</summary>
    public static void Write(string path, Report report) =>
        File.WriteAllText(path, JsonSerializer.Serialize(report, Layout) + "\n");
}
