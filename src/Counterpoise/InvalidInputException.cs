namespace Counterpoise;

/// <summary>
/// Input that cannot be used: names the field, the value and what to do. Shells add the file and print
/// <see cref="Exception.Message"/> as one line; they never show a stack trace for it.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Bad input.</summary>
    /// <param name="field">Where: a path such as <c>positions[3].quantity</c>.</param>
    /// <param name="value">The value as it was written; null where it is missing.</param>
    /// <param name="problem">What is wrong with it, as a clause without subject: "is not a number".</param>
    /// <param name="remedy">What to do about it, as an imperative.</param>
    public InvalidInputException(string field, string? value, string problem, string remedy)
        : base(Describe(field, value, problem, remedy))
    {
        Field = field;
        Value = value;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>Where: a path such as <c>positions[3].quantity</c>.</summary>
    public string Field { get; }

    /// <summary>The value as it was written; null where it is missing.</summary>
    public string? Value { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>The same error, said of a file.</summary>
    public InvalidInputException In(string file) => new($"{file}: {Field}", Value, Problem, Remedy);

    private static string Describe(string field, string? value, string problem, string remedy)
    {
        var shown = value is null ? "" : $" \"{Shorten(value)}\"";
        return $"{field}{shown} {problem}; {remedy}";
    }

    private static string Shorten(string value)
    {
        var line = value.ReplaceLineEndings(" ");
        return line.Length <= 80 ? line : string.Concat(line.AsSpan(0, 77), "...");
    }
}
