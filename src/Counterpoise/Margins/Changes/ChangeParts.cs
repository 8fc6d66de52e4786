using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>What of a statement changed.</summary>
public enum ChangeMeasure
{
    /// <summary>Initial requirement.</summary>
    Initial = 0,

    /// <summary>Maintenance requirement.</summary>
    Maintenance = 1,

    /// <summary>Equity.</summary>
    Equity = 2,
}

/// <summary>A change in money and its parts by cause, which sum to it exactly.</summary>
public sealed class ChangeParts
{
    private readonly Amount[] _parts;

    internal ChangeParts(ChangeMeasure measure, Currency unit, int decimals, double[] states)
    {
        Before = Rounded(measure, states[0], unit, decimals);
        After = Rounded(measure, states[^1], unit, decimals);
        _parts = new Amount[states.Length - 1];
        Array.Fill(_parts, Amount.Zero(unit));
        // A cause that changes nothing has no part in the rounding either.
        int[] moved = [.. Enumerable.Range(0, _parts.Length).Where(i => states[i + 1] != states[i])];
        var exact = Array.ConvertAll(moved, i => states[i + 1] - states[i]);
        var lines = Rounding.Lines(exact, Change, decimals);
        for (var i = 0; i < moved.Length; i++) _parts[moved[i]] = lines[i];
    }

    private ChangeParts(Amount before, Amount after, Amount[] parts) =>
        (Before, After, _parts) = (before, after, parts);

    /// <summary>As the statement before prints it.</summary>
    public Amount Before { get; }

    /// <summary>As the statement after prints it.</summary>
    public Amount After { get; }

    /// <summary>After − before: the sum of the parts.</summary>
    public Amount Change => After - Before;

    /// <summary>The part of a cause.</summary>
    public Amount this[ChangeCause cause] => _parts[(int)cause];

    /// <summary>Part by part: equity − requirement is the change of the excess.</summary>
    public static ChangeParts operator -(ChangeParts left, ChangeParts right) => new(
        left.Before - right.Before, left.After - right.After,
        [.. left._parts.Zip(right._parts, static (l, r) => l - r)]);

    private static Amount Rounded(ChangeMeasure measure, double value, Currency unit, int decimals) =>
        measure == ChangeMeasure.Equity
            ? Rounding.Credit(value, unit, decimals)
            : Rounding.Charge(value, unit, decimals);
}
