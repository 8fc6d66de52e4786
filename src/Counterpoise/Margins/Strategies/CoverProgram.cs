namespace Counterpoise.Margins.Strategies;

/// <summary>A column: rows it covers, how often, and its cost in whole units.</summary>
internal readonly record struct CoverColumn(int[] Rows, int[] Units, long Cost);

/// <summary>
/// min Σ c_j x_j, Σ_j a_ij x_j = b_i, 0 ≤ x_j whole. Column <c>Single[i]</c> covers row i once and nothing else, so
/// every right side ≥ 0 can be covered.
/// </summary>
internal sealed record CoverProgram(CoverColumn[] Columns, int[] Single)
{
    /// <summary>More of a column than a right side has room for is impossible.</summary>
    public long Room(int column, ReadOnlySpan<long> rightSide)
    {
        var c = Columns[column];
        var room = long.MaxValue;
        for (var i = 0; i < c.Rows.Length; i++) room = Math.Min(room, rightSide[c.Rows[i]] / c.Units[i]);
        return room;
    }
}

/// <summary>Σ units·x over some columns is at most so much: a branch's limit of one column, or a cut.</summary>
internal sealed record CoverLimit(int[] Columns, int[] Units, long Most)
{
    /// <summary>At most so many of one column.</summary>
    public static CoverLimit Of(int column, long most) => new([column], [1], most);

    /// <summary>True if it limits this column and nothing else.</summary>
    public bool IsOf(int column) => Columns.Length == 1 && Columns[0] == column && Units[0] == 1;

    /// <summary>What is left of it when so many of a column are taken.</summary>
    public CoverLimit After(int column, long taken)
    {
        var at = Array.BinarySearch(Columns, column);
        return at < 0 ? this : this with { Most = Most - Units[at] * taken };
    }
}
