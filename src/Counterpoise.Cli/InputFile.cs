using System.IO.Compression;

namespace Counterpoise.Cli;

/// <summary>Files as a user names them: plain or gzip, <c>-</c> for standard input. Errors name the file.</summary>
internal static class InputFile
{
    /// <summary>Larger inputs, unpacked, are refused: it is a wrong file or a hostile one.</summary>
    public const int MaxBytes = 1 << 30;

    /// <summary>The bytes of a file, unpacked.</summary>
    /// <exception cref="InvalidInputException">
    /// It does not exist, cannot be read, or is a damaged gzip file.
    /// </exception>
    public static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        var bytes = path == "-" ? ReadStandardInput() : ReadFile(path);
        // 1f 8b: gzip whatever its name; JSON and CSV never begin so.
        if (bytes.Span is [0x1f, 0x8b, ..]) return Unpack(path, bytes);
        return path.EndsWith(".gz", StringComparison.Ordinal)
            ? throw Fault(path, "is named .gz but is not a gzip file", "fetch it again or rename it")
            : bytes;
    }

    /// <summary>What a parser makes of a file; the messages of the parser get the file's name in front.</summary>
    /// <exception cref="InvalidInputException">The file or what is in it cannot be used.</exception>
    public static T Read<T>(string path, Func<ReadOnlyMemory<byte>, T> parser) => Parse(path, ReadBytes(path), parser);

    /// <summary>The same for bytes that were read before.</summary>
    /// <exception cref="InvalidInputException">What is in the file cannot be used.</exception>
    public static T Parse<T>(string path, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, T> parser)
    {
        try
        {
            return parser(bytes);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{Shown(path)}: {e.Field}", e.Value, e.Problem, e.Remedy);
        }
    }

    private static ReadOnlyMemory<byte> ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw Fault(path, "is a folder", "name a file");
            using var file = File.OpenRead(path);
            return ReadAll(path, file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault(path, "does not exist", "check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Fault(path, "cannot be read", $"the system says: {e.Message}");
        }
    }

    private static ReadOnlyMemory<byte> ReadStandardInput()
    {
        using var input = Console.OpenStandardInput();
        return ReadAll("-", input);
    }

    private static ReadOnlyMemory<byte> Unpack(string path, ReadOnlyMemory<byte> packed)
    {
        try
        {
            using var source = new MemoryStream(packed.ToArray(), writable: false);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            var bytes = ReadAll(path, gzip);
            if (HasWholeTrailer(packed.Span, bytes.Length)) return bytes;
        }
        catch (InvalidDataException)
        {
            // Said below, in our words.
        }
        throw Fault(path, "is a truncated or damaged gzip file", "fetch it again");
    }

    /// <summary>
    /// The last four bytes are the length of what was packed (RFC 1952, ISIZE). The framework's reader takes a file
    /// that ends early inside its trailer for whole. Members after the first are shorter than the sum, hence ≤.
    /// </summary>
    private static bool HasWholeTrailer(ReadOnlySpan<byte> packed, int length) =>
        packed.Length >= 18 && System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) <= length;

    private static ReadOnlyMemory<byte> ReadAll(string path, Stream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (bytes.Length + read > MaxBytes) throw Fault(path, "is larger than 1 GiB", "split it");
            bytes.Write(buffer, 0, read);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static string Shown(string path) => path == "-" ? "standard input" : path;

    private static InvalidInputException Fault(string path, string problem, string remedy) =>
        new(Shown(path), null, problem, remedy);
}
