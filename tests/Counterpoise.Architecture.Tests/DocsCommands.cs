using System.Diagnostics;
using System.Text;

namespace Counterpoise.Architecture.Tests;

/// <summary>
/// What the pages tell a reader to type works. The commands of a page run one after another in a folder that looks like
/// the root of the checkout, so one may read what an earlier one wrote, and nothing is written into the checkout.
/// </summary>
public sealed class DocsCommands(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static IEnumerable<TheoryDataRow<string>> Pages() =>
        from page in Repository.With(".md")
        where page == "README.md" || page.StartsWith("docs/", StringComparison.Ordinal)
        where DocCommand.Of(Repository.Text(page)).Any()
        select new TheoryDataRow<string>(page);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_a_page_runs(string page)
    {
        using var stage = new Stage();
        List<string> faults = [];
        var skipped = 0;
        foreach (var command in DocCommand.Of(Repository.Text(page)))
        {
            if (command.NeedsShared && Repository.Shared is null)
            {
                skipped++;
                continue;
            }
            var (exitCode, text) = await stage.Run(command.Text);
            output.WriteLine($"{page}:{command.Line} exit {exitCode}: {command.Text}");
            if (exitCode != command.ExitCode)
                faults.Add($"{page}:{command.Line} exit {exitCode}, not {command.ExitCode}: {command.Text}\n{text}");
        }
        Breaches.None(faults);
        if (skipped > 0) Assert.Skip($"{skipped} commands of {page} need ../shared or COUNTERPOISE_SHARED");
    }

    [Fact]
    public void Commands_are_found_with_their_exit_codes()
    {
        const string page = """
            ```sh
            ./counterpoise price \
              --right call
            ./test.sh
            ```
            ```console exit=1
            $ ./counterpoise margin none.json
            counterpoise: none.json: not found
            ```
            ```text
            ./counterpoise not this
            ```
            """;
        Assert.Equal(
            [
                new DocCommand(2, "./counterpoise price --right call", 0),
                new DocCommand(7, "./counterpoise margin none.json", 1),
            ],
            DocCommand.Of(page.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_failing_command_is_seen()
    {
        using var stage = new Stage();
        Assert.NotEqual(0, (await stage.Run("./counterpoise no-such-command | cat")).ExitCode);
        Assert.Equal(0, (await stage.Run("./counterpoise --version")).ExitCode);
    }

    /// <summary>A temporary folder that links to each part of the checkout, with our own launcher.</summary>
    private sealed class Stage : IDisposable
    {
        private readonly string _top = Directory.CreateTempSubdirectory("counterpoise-docs-").FullName;

        private readonly string _folder;

        public Stage()
        {
            _folder = Path.Combine(_top, "checkout");
            Directory.CreateDirectory(_folder);
            foreach (var part in Directory.EnumerateFileSystemEntries(Repository.Root))
            {
                var name = Path.GetFileName(part);
                if (name is ".git" or "artifacts" or "counterpoise") continue;
                File.CreateSymbolicLink(Path.Combine(_folder, name), part);
            }
            if (Repository.Shared is { } shared) File.CreateSymbolicLink(Path.Combine(_top, "shared"), shared);
            var program = Path.Combine(AppContext.BaseDirectory, "Counterpoise.Cli.dll");
            var launcher = Path.Combine(_folder, "counterpoise");
            File.WriteAllText(launcher, $"#!/usr/bin/env bash\nexec dotnet '{program}' \"$@\"\n");
            if (OperatingSystem.IsWindows()) return;
            File.SetUnixFileMode(launcher, File.GetUnixFileMode(launcher) | UnixFileMode.UserExecute);
        }

        public async Task<(int ExitCode, string Text)> Run(string command)
        {
            var start = new ProcessStartInfo("bash")
            {
                WorkingDirectory = _folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var part in new[] { "-o", "pipefail", "-c", command }) start.ArgumentList.Add(part);
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using var limit = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"not done after {Patience.TotalSeconds} s");
            }
            var shown = new StringBuilder();
            foreach (var text in await texts) shown.Append(text.Length > 2000 ? text[..2000] : text);
            return (process.ExitCode, shown.ToString());
        }

        public void Dispose() => Directory.Delete(_top, recursive: true);
    }
}
