using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// The cells of a dynamic rulebook: nine moves × three volatilities × now and one day on, then the weighted tails;
/// first for initial margin, then the same for maintenance margin with its own ranges.
/// </summary>
internal static class DynamicCells
{
    /// <summary>Moves of the grid, shares of the range.</summary>
    public static readonly double[] Shares = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

    /// <summary>Volatilities of the grid.</summary>
    public const int Vols = 3;

    /// <summary>Instants of the grid.</summary>
    public const int Times = 2;

    /// <summary>Cells of the grid.</summary>
    public const int Grid = 9 * Vols * Times;

    /// <summary>Where the unmoved price with volatility up and no time passed stands.</summary>
    public const int VolUp = 2 * 9 + 4;

    /// <summary>The same with volatility down.</summary>
    public const int VolDown = 4;

    /// <summary>All cells.</summary>
    public static ScanCell[] Of(DynamicRules rules, ScanRanges ranges)
    {
        var vols = new VolShock[]
        {
            new PowerVolShock(false, rules.VolFall, rules.ShortPower, rules.LongPower, 1, 0),
            VolShock.None,
            new PowerVolShock(true, ranges.VolRise, rules.ShortPower, rules.LongPower, 1, rules.VolFloor),
        };
        var cells = new List<ScanCell>();
        Add(cells, rules, vols, "initial", ranges.Up, ranges.Down);
        Add(cells, rules, vols, "maintenance", ranges.MaintenanceUp, ranges.MaintenanceDown);
        return [.. cells];
    }

    private static void Add(
        List<ScanCell> cells, DynamicRules rules, VolShock[] vols, string table, double up, double down)
    {
        for (var time = 0; time < Times; time++)
            foreach (var vol in vols)
                foreach (var share in Shares)
                {
                    var move = share * (share > 0 ? up : down);
                    cells.Add(new ScanCell(table, new Scenario(1 + move, vol, Duration.FromDays(time))));
                }
        foreach (var move in rules.Tails)
        {
            var weight = Math.Min(1, (move > 0 ? up : down) / Math.Abs(move));
            cells.Add(new ScanCell($"{table} tails", new Scenario(1 + move, vols[^1]))
            {
                Weight = weight,
                InverseWeight = weight,
            });
        }
    }
}

/// <summary>Ranges of one coin as resolved.</summary>
/// <param name="Up">PSR⁺ of initial margin.</param>
/// <param name="Down">PSR⁻ of initial margin.</param>
/// <param name="MaintenanceUp">PSR⁺ of maintenance margin.</param>
/// <param name="MaintenanceDown">PSR⁻ of maintenance margin.</param>
/// <param name="VolRise">VU.</param>
internal readonly record struct ScanRanges(
    double Up, double Down, double MaintenanceUp, double MaintenanceDown, double VolRise);
