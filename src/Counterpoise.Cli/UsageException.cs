namespace Counterpoise.Cli;

/// <summary>
/// A command line that parses but makes no sense: options that contradict each other or miss one another. Thrown from a
/// command's action, so that the parser's own, more telling messages come first.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
