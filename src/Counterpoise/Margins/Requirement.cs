using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>
/// One requirement (initial or maintenance) of a bucket, exact, with both of its decompositions:
/// requirement = Σ standalone − Σ offsets + add-ons = Σ composition lines.
/// </summary>
/// <param name="Unit">Margin currency.</param>
/// <param name="Exact">The requirement before rounding, bucket units. Not floored at 0.</param>
/// <param name="Standalone">The same rulebook applied to each holding alone, by row.</param>
/// <param name="Offsets">
/// Row (holdings, then one portfolio line) × cause: what netting gives back, positive where the portfolio needs less.
/// </param>
/// <param name="Composition">Scan, charges, add-ons.</param>
public sealed record Requirement(
    Currency Unit,
    double Exact,
    IReadOnlyList<double> Standalone,
    double[,] Offsets,
    IReadOnlyList<CompositionLine> Composition)
{
    /// <summary>Σ standalone.</summary>
    public double Gross => Standalone.Sum();

    /// <summary>Σ of everything no position causes.</summary>
    public double AddOns => Composition.Where(l => l.Kind == CompositionKind.AddOn).Sum(l => l.Exact);

    /// <summary>Gross − requirement, add-ons apart. Negative where a rulebook charges for being together.</summary>
    public double Offset => Gross + AddOns - Exact;

    /// <summary>Offset by cause, exact: the column sum.</summary>
    public double OffsetBy(Cause cause)
    {
        var sum = 0.0;
        for (var row = 0; row < Offsets.GetLength(0); row++) sum += Offsets[row, (int)cause];
        return sum;
    }

    /// <summary>Contribution of a holding: its standalone requirement minus its offsets.</summary>
    public double Contribution(int row)
    {
        var sum = Standalone[row];
        foreach (var cause in Causes.All) sum -= Offsets[row, (int)cause];
        return sum;
    }

    /// <summary>
    /// The same in money: the requirement rounded once, up, to 10⁻ᵈ; every line a difference of rounded cumulative
    /// sums, so that lines, rows and columns add up to it to the last unit.
    /// </summary>
    /// <param name="decimals">Grain: 9 for machines, the unit's display decimals for people.</param>
    public RequirementAmounts Rounded(int decimals = Amount.Decimals) => new(this, decimals);
}

/// <summary>A requirement in money. See <see cref="Requirement.Rounded"/>.</summary>
public sealed class RequirementAmounts
{
    private readonly Amount[,] _offsets;
    private readonly int _rows;

    internal RequirementAmounts(Requirement requirement, int decimals)
    {
        var unit = requirement.Unit;
        _rows = requirement.Standalone.Count;
        Decimals = decimals;
        Total = Rounding.Charge(requirement.Exact, unit, decimals);
        AddOns = Rounding.Charge(requirement.AddOns, unit, decimals);
        var gross = requirement.Standalone.ToArray();
        Gross = Rounding.Charge(requirement.Gross, unit, decimals);
        Standalone = Rounding.Lines(gross, Gross, decimals);
        Offset = Gross + AddOns - Total;
        _offsets = Rounding.Table(requirement.Offsets, Offset, decimals);
        // Add-ons are rounded by themselves, as in the other split, and stand last.
        double[] addOns = [.. Of(requirement, l => l.Kind == CompositionKind.AddOn)];
        double[] rules = [.. Of(requirement, l => l.Kind != CompositionKind.AddOn)];
        Composition =
        [
            .. Rounding.Lines(rules, Total - AddOns, decimals), .. Rounding.Lines(addOns, AddOns, decimals),
        ];
    }

    private static IEnumerable<double> Of(Requirement requirement, Func<CompositionLine, bool> kind) =>
        requirement.Composition.Where(kind).Select(l => l.Exact);

    /// <summary>Grain, 10⁻ᵈ.</summary>
    public int Decimals { get; }

    /// <summary>The requirement, rounded up.</summary>
    public Amount Total { get; }

    /// <summary>Σ <see cref="Standalone"/>, rounded up like the total so that without offsets the two agree.</summary>
    public Amount Gross { get; }

    /// <summary>Σ of all offsets = gross + add-ons − total.</summary>
    public Amount Offset { get; }

    /// <summary>What no position causes.</summary>
    public Amount AddOns { get; }

    /// <summary>By row.</summary>
    public IReadOnlyList<Amount> Standalone { get; }

    /// <summary>In the order of <see cref="Requirement.Composition"/>; sums to <see cref="Total"/>.</summary>
    public IReadOnlyList<Amount> Composition { get; }

    /// <summary>One cell; row = number of holdings is the portfolio line.</summary>
    public Amount OffsetOf(int row, Cause cause) => _offsets[row, (int)cause];

    /// <summary>The portfolio line, by cause.</summary>
    public Amount PortfolioLine(Cause cause) => _offsets[_rows, (int)cause];

    /// <summary>Row sum: the offset of a holding (or of the portfolio line).</summary>
    public Amount OffsetOf(int row)
    {
        var sum = Amount.Zero(Total.Currency);
        foreach (var cause in Causes.All) sum += _offsets[row, (int)cause];
        return sum;
    }

    /// <summary>Column sum: the offset by cause, the portfolio line included.</summary>
    public Amount OffsetBy(Cause cause)
    {
        var sum = Amount.Zero(Total.Currency);
        for (var row = 0; row <= _rows; row++) sum += _offsets[row, (int)cause];
        return sum;
    }

    /// <summary>Standalone − offset of a holding.</summary>
    public Amount Contribution(int row) => Standalone[row] - OffsetOf(row);
}
