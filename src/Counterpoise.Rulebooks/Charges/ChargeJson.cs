using Counterpoise.Json;
using Counterpoise.Margins.Charges;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>Reads one charge: its type, and the parameters of that type and no others.</summary>
internal static class ChargeJson
{
    private static readonly Dictionary<string, ChargeType> Types = new(
        ((IEnumerable<ChargeType>)
            [.. RiskCharges.All, .. StandardCharges.All, .. MinimumCharges.All, .. CollateralCharges.All])
        .Select(t => KeyValuePair.Create(t.Name, t)), StringComparer.Ordinal);

    public static Charge Read(JsonCursor at)
    {
        var name = at.Fields(["type"], ignoreOthers: true).Required("type");
        if (Types.TryGetValue(name.Text(), out var type)) return type.Read(at);
        var known = Types.Keys.Order(StringComparer.Ordinal);
        throw name.Error("is not a charge", $"use one of {string.Join(", ", known)}");
    }
}
