using System.IO.Compression;
using System.Text;

namespace Counterpoise.Cli.Tests;

/// <summary>Input is read whole or refused; output is written whole or not at all.</summary>
public sealed class FileTests
{
    private static readonly byte[] Text =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i * i},")));

    [Fact]
    public void A_packed_file_reads_as_what_was_packed()
    {
        using var cli = new Cli();
        Assert.Equal(Text, InputFile.ReadBytes(cli.Write("a.gz", Pack(Text))).ToArray());
        Assert.Equal(Text, InputFile.ReadBytes(cli.Write("named-otherwise", Pack(Text))).ToArray());
        byte[] two = [.. Pack(Text), .. Pack(Text)];
        Assert.Equal([.. Text, .. Text], InputFile.ReadBytes(cli.Write("two.gz", two)).ToArray());
        Assert.Equal(Text, InputFile.ReadBytes(cli.Write("plain", Text)).ToArray());
    }

    [Fact]
    public void A_packed_file_cut_short_anywhere_is_refused_by_name()
    {
        using var cli = new Cli();
        var packed = Pack(Text);
        for (var length = 0; length < packed.Length; length++)
        {
            var file = cli.Write("cut.gz", packed.AsSpan(0, length));
            var e = Assert.Throws<InvalidInputException>(() => InputFile.ReadBytes(file));
            Assert.StartsWith(file, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_packed_file_with_a_wrong_byte_is_refused()
    {
        using var cli = new Cli();
        var packed = Pack(Text);
        packed[packed.Length / 2] ^= 0x10;
        Assert.Throws<InvalidInputException>(() => InputFile.ReadBytes(cli.Write("bad.gz", packed)));
    }

    [Fact]
    public void A_folder_or_no_file_is_refused_by_name()
    {
        using var cli = new Cli();
        Assert.Contains("is a folder", Refused(cli.Folder), StringComparison.Ordinal);
        Assert.Contains("does not exist", Refused(cli.Path("none")), StringComparison.Ordinal);
        Assert.Contains("does not exist", Refused(cli.Path("none/none")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_replaces_the_whole_file()
    {
        using var cli = new Cli();
        var file = cli.Write("out.json", "longer than what comes");
        OutputFile.Write(file, "short", TextWriter.Null);
        Assert.Equal("short", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(cli.Folder));
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        using var cli = new Cli();
        var file = cli.Write("out.json", "before");
        Assert.Throws<InvalidInputException>(() => OutputFile.Write(file, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("disk full");
        }));
        Assert.Equal("before", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(cli.Folder));
    }

    [Fact]
    public void A_target_out_of_reach_is_refused_by_name()
    {
        using var cli = new Cli();
        foreach (var target in new[] { cli.Folder, cli.Path("none/out.json") })
        {
            var e = Assert.Throws<InvalidInputException>(() => OutputFile.Write(target, "x", TextWriter.Null));
            Assert.StartsWith(target, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_device_is_written_to_not_replaced()
    {
        if (OperatingSystem.IsWindows()) return;
        OutputFile.Write("/dev/null", "x", TextWriter.Null);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.False(File.Exists("/dev/.null.part"));
    }

    [Fact]
    public void A_dash_is_standard_output()
    {
        using var output = new StringWriter();
        OutputFile.Write("-", "x", output);
        Assert.Equal("x", output.ToString());
    }

    private static string Refused(string path) =>
        Assert.Throws<InvalidInputException>(() => InputFile.ReadBytes(path)).Message;

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
