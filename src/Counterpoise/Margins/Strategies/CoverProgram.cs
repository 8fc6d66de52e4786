namespace Counterpoise.Margins.Strategies;

/// <summary>A column: rows it covers, at most four, how often, and its cost in whole units.</summary>
internal readonly record struct CoverColumn(int[] Rows, int[] Units, long Cost);

/// <summary>
/// min Σ c_j x_j, Σ_j a_ij x_j = b_i, 0 ≤ x_j whole. Column <c>Single[i]</c> covers row i once and nothing else, so
/// every right side ≥ 0 can be covered.
/// </summary>
internal sealed class CoverProgram
{
    /// <summary>Most rows of a column.</summary>
    public const int MostRows = 4;

    private readonly int[] _rows;
    private readonly double[] _units;

    public CoverProgram(CoverColumn[] columns, int[] single)
    {
        (Columns, Single) = (columns, single);
        _rows = new int[columns.Length * MostRows];
        _units = new double[columns.Length * MostRows];
        for (var j = 0; j < columns.Length; j++)
        {
            columns[j].Rows.CopyTo(_rows, j * MostRows);
            for (var i = 0; i < columns[j].Units.Length; i++) _units[j * MostRows + i] = columns[j].Units[i];
        }
    }

    public CoverColumn[] Columns { get; }

    public int[] Single { get; }

    /// <summary>More of a column than a right side has room for is impossible.</summary>
    public long Room(int column, ReadOnlySpan<long> rightSide)
    {
        var c = Columns[column];
        var room = long.MaxValue;
        for (var i = 0; i < c.Rows.Length; i++) room = Math.Min(room, rightSide[c.Rows[i]] / c.Units[i]);
        return room;
    }

    /// <summary>By column: Σ_i y_i a_ij.</summary>
    public void Times(ReadOnlySpan<double> y, Span<double> sums)
    {
        for (var j = 0; j < sums.Length; j++)
        {
            var r = _rows.AsSpan(j * MostRows, MostRows);
            var u = _units.AsSpan(j * MostRows, MostRows);
            sums[j] = y[r[0]] * u[0] + y[r[1]] * u[1] + y[r[2]] * u[2] + y[r[3]] * u[3];
        }
    }

    /// <summary>The programme over some of the columns, which contain every single one.</summary>
    public CoverProgram Over(int[] columns)
    {
        var place = new Dictionary<int, int>();
        for (var j = 0; j < columns.Length; j++) place[columns[j]] = j;
        return new CoverProgram(
            Array.ConvertAll(columns, j => Columns[j]), Array.ConvertAll(Single, j => place[j]));
    }
}

/// <summary>Σ units·x over some columns is at most so much: a branch's limit of one column, or a cut.</summary>
internal sealed record CoverLimit(int[] Columns, int[] Units, long Most)
{
    /// <summary>At most so many of one column.</summary>
    public static CoverLimit Of(int column, long most) => new([column], [1], most);

    /// <summary>True for what a branch decided: it stays whether it binds or not.</summary>
    public bool IsBranch => Columns.Length == 1;

    /// <summary>How often it counts a column.</summary>
    public int UnitsOf(int column)
    {
        var at = Array.BinarySearch(Columns, column);
        return at < 0 ? 0 : Units[at];
    }

    /// <summary>What is left of it when so many of a column are taken.</summary>
    public CoverLimit After(int column, long taken) => this with { Most = Most - UnitsOf(column) * taken };
}
