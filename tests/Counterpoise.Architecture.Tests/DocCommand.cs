using System.Text.RegularExpressions;

namespace Counterpoise.Architecture.Tests;

/// <summary>A command that a page tells its reader to type.</summary>
/// <param name="Line">1-based line of the page.</param>
/// <param name="Text">The shell command, continuation lines included.</param>
/// <param name="ExitCode">0, or what the block's info string says: <c>```sh exit=1</c>.</param>
internal sealed partial record DocCommand(int Line, string Text, int ExitCode)
{
    /// <summary>It reads market data or vectors that are not part of the repository.</summary>
    public bool NeedsShared => Text.Contains("../shared", StringComparison.Ordinal);

    /// <summary>Lines of <c>sh</c> and <c>console</c> blocks that start our launcher.</summary>
    public static IEnumerable<DocCommand> Of(string markdown)
    {
        var lines = markdown.Split('\n');
        Match? block = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                block = block is null ? Fence().Match(lines[i]) : null;
                continue;
            }
            var command = lines[i].TrimStart();
            if (command.StartsWith("$ ", StringComparison.Ordinal)) command = command[2..];
            if (block is not { Success: true }) continue;
            if (!command.StartsWith("./counterpoise", StringComparison.Ordinal)) continue;
            var first = i + 1;
            while (command.EndsWith('\\') && i + 1 < lines.Length)
                command = command[..^1] + lines[++i].TrimStart();
            var expected = block.Groups[1] is { Success: true } code ? int.Parse(code.Value) : 0;
            yield return new DocCommand(first, command, expected);
        }
    }

    [GeneratedRegex(@"^\s*```(?:sh|console)\b(?:.*\bexit=(\d+))?")]
    private static partial Regex Fence();
}
