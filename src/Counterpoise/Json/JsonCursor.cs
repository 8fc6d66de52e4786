using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Counterpoise.Units;

namespace Counterpoise.Json;

/// <summary>
/// A value in a JSON document and the path that leads to it. Every reading method either returns a valid value or
/// throws an <see cref="InvalidInputException"/> that names path, text and remedy. Numbers may be written as JSON
/// numbers or as decimal strings; fixed-point values are read from the text, never through a double.
/// </summary>
public sealed class JsonCursor
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly JsonElement _element;
    private readonly JsonCursor? _parent;
    private readonly string _name;
    private readonly int _index;

    private JsonCursor(JsonElement element, JsonCursor? parent, string name, int index)
    {
        _element = element;
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>Where this is: <c>positions[3].quantity</c>; empty at the root.</summary>
    public string Path
    {
        get
        {
            if (_parent is null) return _name;
            var above = _parent.Path;
            if (_index >= 0) return $"{above}[{_index}]";
            return above.Length == 0 ? Shown(_name) : $"{above}.{Shown(_name)}";
        }
    }

    /// <summary>True if this is JSON's <c>null</c>.</summary>
    public bool IsNull => _element.ValueKind == JsonValueKind.Null;

    /// <summary>True if this is an object.</summary>
    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    /// <summary>True if this is a number that is not written as a string.</summary>
    public bool IsNumber => _element.ValueKind == JsonValueKind.Number;

    /// <summary>True if this is a string.</summary>
    public bool IsText => _element.ValueKind == JsonValueKind.String;

    /// <summary>True if this is an array.</summary>
    public bool IsArray => _element.ValueKind == JsonValueKind.Array;

    /// <summary>True if this is <c>null</c> or an empty string, as venues write what does not apply.</summary>
    public bool IsBlank => IsNull || (_element.ValueKind == JsonValueKind.String && _element.ValueEquals(""));

    internal static JsonCursor Root(JsonElement element, string name) => new(element, null, name, -1);

    /// <summary>An error about this value.</summary>
    /// <param name="problem">What is wrong with it, as a clause without subject.</param>
    /// <param name="remedy">What to do about it, as an imperative.</param>
    public InvalidInputException Error(string problem, string remedy) => new(Field, Raw, problem, remedy);

    /// <summary>An error about something else said at this place, such as the key of a map.</summary>
    public InvalidInputException Error(string? value, string problem, string remedy) =>
        new(Field, value, problem, remedy);

    /// <summary>The fields of an object. Unknown and duplicate ones are refused.</summary>
    /// <param name="known">Their names. <c>$schema</c> and <c>comment</c> are always allowed and ignored.</param>
    /// <param name="ignoreOthers">Skip unknown fields, as in a venue's message that may grow.</param>
    public JsonFields Fields(string[] known, bool ignoreOthers = false)
    {
        Expect(JsonValueKind.Object, "an object");
        var values = new JsonCursor?[known.Length];
        foreach (var member in _element.EnumerateObject())
        {
            var at = IndexOf(known, member);
            if (at >= 0)
            {
                if (values[at] is { } first) throw first.Error(null, "appears twice", "keep one of them");
                values[at] = new JsonCursor(member.Value, this, known[at], -1);
            }
            else if (!ignoreOthers && NameOf(member) is var name and not ("$schema" or "comment"))
            {
                throw new JsonCursor(member.Value, this, name, -1)
                    .Error(null, "is not a known field", $"remove it or use one of: {string.Join(", ", known)}");
            }
        }
        return new JsonFields(this, known, values);
    }

    /// <summary>The entries of an object used as a map, in document order. Duplicate keys are refused.</summary>
    public IEnumerable<(string Key, JsonCursor Value)> Entries()
    {
        Expect(JsonValueKind.Object, "an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in _element.EnumerateObject())
        {
            var key = NameOf(member);
            var value = new JsonCursor(member.Value, this, key, -1);
            if (!seen.Add(key)) throw value.Error(null, "appears twice", "keep one of them");
            yield return (key, value);
        }
    }

    /// <summary>The items of an array.</summary>
    /// <param name="limit">The most there may be.</param>
    public IEnumerable<JsonCursor> Items(int limit = 1_000_000)
    {
        Expect(JsonValueKind.Array, "an array");
        var length = _element.GetArrayLength();
        if (length > limit) throw Error($"{length} items", $"is more than {limit:N0}", "split the document");
        var index = 0;
        foreach (var item in _element.EnumerateArray()) yield return new JsonCursor(item, this, "", index++);
    }

    /// <summary>A string.</summary>
    public string Text()
    {
        Expect(JsonValueKind.String, "a string");
        return Decoded() ?? throw Error("is not Unicode text", "repair the \\u escapes");
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error("is not a boolean", "use true or false"),
    };

    /// <summary>A finite number.</summary>
    public double Double()
    {
        if (!TryDouble(NumberText(), out var value)) throw Error("is not a number", "use a number such as 0.62");
        if (!double.IsFinite(value)) throw Error("is not finite", "use a finite number");
        // −0 would later print as such and divide to −∞.
        return value == 0 ? 0 : value;
    }

    /// <summary>A number in a range.</summary>
    /// <param name="min">Smallest allowed.</param>
    /// <param name="max">Largest allowed.</param>
    /// <param name="remedy">What to do when it is outside; null states the range.</param>
    public double Double(double min, double max, string? remedy = null)
    {
        var value = Double();
        if (value >= min && value <= max) return value;
        var problem = value < 0 && min >= 0 ? "is negative" : "is out of range";
        throw Error(problem, remedy ?? FormattableString.Invariant($"use a number from {min:R} to {max:R}"));
    }

    /// <summary>A whole number.</summary>
    public long Whole()
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign;
        return long.TryParse(NumberText(), style, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error("is not a whole number", "use a whole number of at most 18 digits");
    }

    /// <summary>A whole number of any size up to 100 digits, exactly as written.</summary>
    public BigInteger BigWhole()
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign;
        return NumberText() is { Length: <= 100 } text
            && BigInteger.TryParse(text, style, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Error("is not a whole number", "use a whole number of at most 100 digits");
    }

    /// <summary>A finite number as it is written: its digits say how finely it was printed.</summary>
    public string Digits()
    {
        _ = Double();
        return NumberText();
    }

    /// <summary>A signed quantity, exactly as written.</summary>
    public Quantity Quantity() =>
        Units.Quantity.TryParse(NumberText(), out var value)
            ? value
            : throw Inexact(Units.Quantity.Decimals, "92,233,720,368");

    /// <summary>A price ≥ 0, exactly as written.</summary>
    public Price Price()
    {
        var text = NumberText();
        if (Units.Price.TryParse(text, out var value)) return value;
        throw TryDouble(text, out var number) && number < 0
            ? Error("is negative", "use a price ≥ 0")
            : Inexact(Units.Price.Decimals, "92,233,720,368");
    }

    /// <summary>Signed money of a currency, exactly as written; its size is below 10¹⁸.</summary>
    public Amount Amount(Currency currency)
    {
        const double limit = 1e18;
        var text = NumberText();
        return Units.Amount.TryParse(text, currency, out var value) && Math.Abs(value.ToDouble()) < limit
            ? value
            : throw Inexact(Units.Amount.Decimals, "1e18");
    }

    /// <summary>A currency code.</summary>
    public Currency Currency() => Currency(Text());

    /// <summary>A currency code that is the key of this value.</summary>
    public Currency CurrencyKey() => Currency(_name);

    /// <summary>An instant in ISO 8601; without an offset it is UTC.</summary>
    public Instant Instant()
    {
        var text = Text();
        // The general parser would also take 10/12/2026, which means two different days.
        var iso = text.Length >= 10 && text[4] == '-' && text[7] == '-';
        return iso && Units.Instant.TryParse(text, out var instant)
            ? instant
            : throw Error("is not an instant", "use ISO 8601 in UTC, e.g. 2026-09-25T08:00:00Z");
    }

    /// <summary>A length of time in seconds, 0 to 3.2·10⁹ (a century), to the nearest nanosecond.</summary>
    public Duration Seconds()
    {
        const double century = 3.2e9;
        var seconds = Double(0, century, "use a number of seconds ≥ 0, at most 3.2e9");
        return FixedPoint.TryParse(NumberText(), 9, out var exact)
            ? new Duration((long)exact)
            : Duration.FromSeconds(seconds);
    }

    internal JsonCursor Missing(string name) => new(default, this, name, -1);

    private string Field => Path is { Length: > 0 } path ? path : "document";

    private string? Raw => _element.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.String => Decoded() ?? _element.GetRawText(),
        JsonValueKind.Object => "{...}",
        JsonValueKind.Array => "[...]",
        _ => _element.GetRawText(),
    };

    private Currency Currency(string text) =>
        Units.Currency.TryParse(text, out var currency)
            ? currency
            : throw Error(text, "is not a currency code", "use 1 to 12 letters or digits, e.g. BTC");

    private void Expect(JsonValueKind kind, string what)
    {
        if (_element.ValueKind == kind) return;
        throw IsNull
            ? Error("is null", $"leave the field out or give {what}")
            : Error($"is not {what}", $"use {what}");
    }

    private string NumberText() => _element.ValueKind switch
    {
        JsonValueKind.Number => _element.GetRawText(),
        JsonValueKind.String => Text(),
        JsonValueKind.Null => throw Error("is null", "leave the field out or give a number"),
        _ => throw Error("is not a number", "use a number or a decimal string"),
    };

    // Says why exact reading failed: no number, not finite, too large, or too fine.
    private InvalidInputException Inexact(int decimals, string limit)
    {
        if (!TryDouble(NumberText(), out var value))
            return Error("is not a number", "use a decimal number such as -0.5");
        if (double.IsNaN(value)) return Error("is not finite", "use a finite number");
        return Math.Abs(value) >= 9e10 && (decimals < 9 || Math.Abs(value) >= 1e18)
            ? Error("is too large", $"use a number whose size is at most {limit}")
            : Error($"has more than {decimals} decimals", $"round it to {decimals} decimals");
    }

    private static bool TryDouble(string text, out double value) =>
        double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);

    // Escapes such as a lone \ud800 are JSON but not text; only decoding finds out.
    private string? Decoded()
    {
        try
        {
            return _element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Compares in the document's bytes: making a string of every name would cost more than the rest of reading.
    private int IndexOf(string[] known, JsonProperty member)
    {
        try
        {
            for (var i = 0; i < known.Length; i++)
                if (member.NameEquals(known[i])) return i;
            return -1;
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    private InvalidInputException NotUnicode() =>
        Error("has a field name that is not Unicode text", "repair the \\u escapes");

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    private static string Shown(string name)
    {
        var text = name.Length <= 40 ? name : name[..37] + "...";
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
    }
}
