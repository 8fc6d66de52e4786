namespace Counterpoise.Json;

/// <summary>The fields of one object, by name. See <see cref="JsonCursor.Fields"/>.</summary>
public sealed class JsonFields
{
    private readonly JsonCursor _owner;
    private readonly string[] _names;
    private readonly JsonCursor?[] _values;

    internal JsonFields(JsonCursor owner, string[] names, JsonCursor?[] values)
    {
        _owner = owner;
        _names = names;
        _values = values;
    }

    /// <summary>A field that must be there.</summary>
    /// <exception cref="InvalidInputException">It is missing.</exception>
    public JsonCursor Required(string name) =>
        Optional(name) ?? throw _owner.Missing(name).Error(null, "is missing", "add it");

    /// <summary>A field, or null if it is missing.</summary>
    public JsonCursor? Optional(string name)
    {
        var at = Array.IndexOf(_names, name);
        return at >= 0
            ? _values[at]
            : throw new ArgumentException($"{name} is not among the known fields", nameof(name));
    }

    /// <summary>A field, or null if it is missing or JSON's <c>null</c>, as venues write what they do not
    /// have.</summary>
    public JsonCursor? Present(string name) => Optional(name) is { IsNull: false } value ? value : null;

    /// <summary>A field, or null if it is missing, <c>null</c> or an empty string.</summary>
    public JsonCursor? Filled(string name) => Optional(name) is { IsBlank: false } value ? value : null;
}
