namespace Counterpoise.Learning.Methods;

/// <summary>How a scan range is forecast.</summary>
public enum Method
{
    /// <summary>One number: the quantile of the losses of the first 500 days, never changed.</summary>
    Static = 0,

    /// <summary>Exponentially weighted volatility × a quantile of the normal law.</summary>
    Ewma = 1,

    /// <summary>Filtered historical simulation: volatility × quantile of past standardised losses, corrected online.
    /// </summary>
    Fhs = 2,

    /// <summary>The quantile of losses in stressed months.</summary>
    Stress = 3,

    /// <summary>Volatility × boosted quantile of standardised losses, blended with FHS and corrected online.</summary>
    Learned = 4,
}

/// <summary>Names of methods, sides and losses as the command line and its JSON have them.</summary>
public static class MethodNames
{
    /// <summary>Every method, in the order of tables.</summary>
    public static IReadOnlyList<Method> All { get; } = Enum.GetValues<Method>();

    /// <summary><c>static</c>, <c>ewma</c>, <c>fhs</c>, <c>stress</c> or <c>learned</c>.</summary>
    public static string NameOf(Method method) => method switch
    {
        Method.Static => "static",
        Method.Ewma => "ewma",
        Method.Fhs => "fhs",
        Method.Stress => "stress",
        _ => "learned",
    };

    /// <summary>Reads a name.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static Method Parse(string name)
    {
        foreach (var method in All)
            if (NameOf(method) == name) return method;
        throw new InvalidInputException(
            "methods", name, "is no method", $"use all, or some of {string.Join(", ", All.Select(NameOf))}");
    }

    /// <summary><c>long</c> or <c>short</c>.</summary>
    public static string NameOf(Side side) => side == Side.Long ? "long" : "short";

    /// <summary><c>close</c> or <c>excursion</c>.</summary>
    public static string NameOf(LossKind kind) => kind == LossKind.Close ? "close" : "excursion";
}
