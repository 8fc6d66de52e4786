using Counterpoise.Json;
using Counterpoise.Margins.Charges;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>A type of charge in a rulebook: what it is called there, its fields, and how to make it of them.</summary>
/// <param name="Name">The word under <c>type</c>.</param>
/// <param name="Fields">All its parameters; any other field is refused.</param>
/// <param name="Make">The charge.</param>
internal sealed record ChargeType(string Name, string[] Fields, Func<JsonFields, Charge> Make)
{
    public Charge Read(JsonCursor at) => Make(at.Fields(["type", .. Fields]));
}

/// <summary>Parameters as charges have them: fractions and amounts that are never negative.</summary>
internal static class ChargeFields
{
    /// <summary>A number from 0 that must be there.</summary>
    public static double Number(this JsonFields f, string name, double max = 1e12) => f.Required(name).Double(0, max);

    /// <summary>A switch that is off unless set.</summary>
    public static bool Flag(this JsonFields f, string name) => f.Optional(name)?.Boolean() ?? false;

    /// <summary><c>[initial, maintenance]</c>, two rates.</summary>
    public static (double Initial, double Maintenance) Pair(this JsonFields f, string name)
    {
        var at = f.Required(name);
        double[] pair = [.. at.Items(2).Select(v => v.Double(0, 1))];
        return pair.Length == 2
            ? (pair[0], pair[1])
            : throw at.Error(null, "is not two rates", "use [initial, maintenance]");
    }
}
