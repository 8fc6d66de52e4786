using System.Runtime.InteropServices;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Units;

namespace Counterpoise.Cli;

/// <summary>Files that hold markets: our JSON, or a recorded chain (csv), which may have several snapshots.</summary>
internal static class ChainFile
{
    /// <summary>True if it is JSON; a csv begins with the name of a column.</summary>
    public static bool IsJson(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.TrimStart("\uFEFF \t\r\n"u8);
        return text is [(byte)'{' or (byte)'[', ..];
    }

    /// <summary>The text of a csv.</summary>
    public static StreamReader Text(ReadOnlyMemory<byte> bytes)
    {
        MemoryMarshal.TryGetArray(bytes, out var segment);
        return new StreamReader(new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false));
    }

    /// <summary>The markets of a file by time: one of JSON, of a csv the snapshot chosen, else all.</summary>
    /// <exception cref="InvalidInputException">The file or what is in it cannot be used.</exception>
    /// <exception cref="UsageException">A snapshot of a market file is asked for.</exception>
    public static IReadOnlyList<Market> ReadMarkets(string path, Instant? snapshot)
    {
        var bytes = InputFile.ReadBytes(path);
        if (!IsJson(bytes))
            return InputFile.Parse(path, bytes, csv => snapshot is { } time
                ? [ChainCsv.Read(Text(csv), time)]
                : ChainCsv.ReadAll(Text(csv)));
        return snapshot is null
            ? [InputFile.Parse(path, bytes, MarketJson.Read)]
            : throw new UsageException($"--snapshot is for csv files, and {path} is JSON");
    }
}
