namespace Counterpoise.Cli;

/// <summary>What the process says to its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A file or value cannot be used, or a file cannot be read or written.</summary>
    public const int BadInput = 1;

    /// <summary>A check that was asked for does not hold.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A fault of ours; EX_SOFTWARE of sysexits.h.</summary>
    public const int Internal = 70;
}
