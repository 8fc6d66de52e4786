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

/// <summary>At most so many of a column.</summary>
internal readonly record struct CoverLimit(int Column, long Most);
