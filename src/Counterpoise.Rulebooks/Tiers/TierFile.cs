using System.Globalization;
using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;

namespace Counterpoise.Rulebooks.Tiers;

/// <summary>A contract's tiers as a file states them.</summary>
/// <param name="Table">Read and checked.</param>
/// <param name="StatedCums">The file's own cum of each tier.</param>
public sealed record StatedTiers(TierTable Table, IReadOnlyList<double> StatedCums)
{
    /// <summary>How far a stated cum may be from the recomputed one: venues print whole units.</summary>
    public static double Allowed(double stated) => Math.Max(0.51, 1e-6 * Math.Abs(stated));
}

/// <summary>
/// Tier tables as csv: <c>symbol, tier, notional_floor, notional_cap, maint_margin_rate, max_leverage, cum</c>, rows of
/// a symbol together and ascending; symbols as ccxt writes them.
/// </summary>
public static class TierFile
{
    private const string Header = "symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum";

    /// <summary>Reads tables; cum is not compared.</summary>
    /// <exception cref="InvalidInputException">Not such a file; a table with gaps, overlaps or bad numbers.</exception>
    public static IReadOnlyDictionary<Instrument, StatedTiers> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        string[] lines =
            [.. Encoding.UTF8.GetString(utf8.Span).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        if (lines.Length == 0 || lines[0] != Header)
        {
            throw new InvalidInputException(
                $"{file} line 1", lines.FirstOrDefault(), "is not the header", $"use {Header}");
        }
        var rows = new Dictionary<string, List<double[]>>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (cells.Length != 7)
                throw new InvalidInputException($"{file} row {i}", lines[i], "does not have 7 cells", $"use {Header}");
            if (!rows.TryGetValue(cells[0], out var tiers)) rows[cells[0]] = tiers = [];
            double[] numbers = [.. cells.Skip(1).Select(c => Number($"{file} row {i}", c))];
            if (numbers[0] != tiers.Count + 1)
            {
                throw new InvalidInputException(
                    $"{file} row {i}, tier", cells[1], $"is not tier {tiers.Count + 1} of {cells[0]}",
                    "list the tiers of a symbol ascending from 1");
            }
            tiers.Add(numbers);
        }
        if (rows.Count == 0) throw new InvalidInputException(file, null, "has no tiers", "add rows");
        var tables = new Dictionary<Instrument, StatedTiers>();
        foreach (var (symbol, tiers) in rows)
        {
            var table = new TierTable(
                $"{file} {symbol}", [.. tiers.Select(n => new MarginTier(n[1], n[2], n[3], n[4]))]);
            if (!tables.TryAdd(Symbol(file, symbol), new StatedTiers(table, [.. tiers.Select(n => n[5])])))
            {
                throw new InvalidInputException(
                    $"{file}, symbol", symbol, "is another name of a contract above", "keep one table of a contract");
            }
        }
        return tables;
    }

    /// <summary>A rulebook with the tables of a file beside and before its own, labelled so.</summary>
    /// <param name="rulebook">Its tiered charges take the tables; one without stays as it is.</param>
    /// <param name="file">Its path, for errors; the label has its name alone.</param>
    /// <param name="tables">Read from it.</param>
    /// <exception cref="InvalidInputException">A stated cum is not that of its tiers.</exception>
    public static Rulebook Apply(
        Rulebook rulebook, string file, IReadOnlyDictionary<Instrument, StatedTiers> tables)
    {
        if (!IsTiered(rulebook)) return rulebook;
        foreach (var (instrument, stated) in tables) CheckCums($"{file} {CcxtSymbol.Print(instrument)}", stated);
        var read = tables.ToDictionary(t => t.Key, t => t.Value.Table);
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        return rulebook with
        {
            Title = $"{rulebook.Title}; tiers from {name}, as stated there",
            Label = HonestyLabel.Approximate,
            LabelReason = $"tiers from {name}, as stated there: cum is checked; rates are not, nor that they are this "
                + $"venue's; {rulebook.LabelReason}",
            Unknown = [.. rulebook.Unknown.Select(u => StillUnknown(rulebook, u, name))],
            Underlyings = [.. rulebook.Underlyings.Select(u => u with
            {
                Charges = [.. u.Charges.Select(c =>
                    c is TieredFutureMargin tiered ? tiered with { Tables = tiered.Tables.With(read) } : c)],
            })],
        };
    }

    // That no tables ship matters no more; what a file lacks is refused by name.
    private static string StillUnknown(Rulebook rulebook, string unknown, string name) =>
        unknown.Contains("--tiers", StringComparison.Ordinal) && !ShipsTables(rulebook)
            ? $"tiers of contracts that {name} does not have: refused by name"
            : unknown;

    private static bool ShipsTables(Rulebook rulebook) => rulebook.Underlyings.Any(
        u => u.Charges.Any(c => c is TieredFutureMargin t && t.Tables.ByContract.Count + t.Tables.ByCoin.Count > 0));

    /// <summary>True if a rulebook has a charge by tier.</summary>
    public static bool IsTiered(Rulebook rulebook) =>
        rulebook.Underlyings.Any(u => u.Charges.Any(c => c is TieredFutureMargin));

    private static void CheckCums(string at, StatedTiers stated)
    {
        for (var i = 0; i < stated.StatedCums.Count; i++)
        {
            var (cum, own) = (stated.StatedCums[i], stated.Table.Cum(i));
            if (Math.Abs(cum - own) <= StatedTiers.Allowed(cum)) continue;
            throw new InvalidInputException(
                $"{at}, tier {i + 1}, cum", cum.ToString("R", CultureInfo.InvariantCulture),
                "does not follow from its rates",
                $"make it {own.ToString("R", CultureInfo.InvariantCulture)}, or correct the rates");
        }
    }

    private static Instrument Symbol(string file, string text) =>
        InstrumentSymbol.TryParse(text, out var instrument) && instrument is { IsOption: false }
            && instrument.Kind != InstrumentKind.Spot
            ? instrument
            : throw new InvalidInputException(
                $"{file}, symbol", text, "is no perpetual or future", "use a ccxt symbol such as BTC/USDT:USDT");

    private static double Number(string at, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new InvalidInputException(at, text, "is not a number", "correct the cell");
}
