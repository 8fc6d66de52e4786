using Counterpoise.Cli.Statements;

namespace Counterpoise.Cli.Surfaces;

/// <summary>
/// Values on a grid of points, as areas above a level and lines at it; linear between points (marching squares).
/// </summary>
/// <param name="x">Pixels of the columns.</param>
/// <param name="y">Pixels of the rows.</param>
/// <param name="values">By row and column.</param>
internal sealed class ContourMap(double[] x, double[] y, double[,] values)
{
    /// <summary>The area where values are at least the level, in one path: within a path there are no seams.</summary>
    public SvgPath Above(double level)
    {
        var path = new SvgPath();
        Span<(double X, double Y)> corners = stackalloc (double, double)[8];
        for (var row = 0; row + 1 < y.Length; row++)
        {
            for (var column = 0; column + 1 < x.Length; column++)
            {
                var first = column;
                while (column + 1 < x.Length && IsWhole(row, column, level)) column++;
                if (column > first) Rectangle(path, x[first], x[column], y[row], y[row + 1]);
                if (column + 1 >= x.Length) break;
                var count = Clip(row, column, level, corners);
                foreach (var (px, py) in corners[..count]) path.Add(px, py);
                path.Close();
            }
        }
        return path;
    }

    /// <summary>The line where values are the level.</summary>
    public SvgPath Line(double level)
    {
        var path = new SvgPath();
        Span<(double X, double Y)> ends = stackalloc (double, double)[4];
        for (var row = 0; row + 1 < y.Length; row++)
        {
            for (var column = 0; column + 1 < x.Length; column++)
            {
                var count = 0;
                for (var side = 0; side < 4; side++)
                    if (Crossing(row, column, side, level) is { } point) ends[count++] = point;
                for (var i = 0; i + 1 < count; i += 2)
                    path.Segment(ends[i].X, ends[i].Y, ends[i + 1].X, ends[i + 1].Y);
            }
        }
        return path;
    }

    /// <summary>Where the line crosses a row, left to right.</summary>
    public IEnumerable<double> CrossingsOf(int row, double level)
    {
        for (var column = 0; column + 1 < x.Length; column++)
        {
            var (a, b) = (values[row, column], values[row, column + 1]);
            if (a >= level != b >= level) yield return x[column] + (level - a) / (b - a) * (x[column + 1] - x[column]);
        }
    }

    private bool IsWhole(int row, int column, double level) =>
        values[row, column] >= level && values[row, column + 1] >= level && values[row + 1, column] >= level
        && values[row + 1, column + 1] >= level;

    private static void Rectangle(SvgPath path, double left, double right, double top, double bottom)
    {
        path.Add(left, top);
        path.Add(right, top);
        path.Add(right, bottom);
        path.Add(left, bottom);
        path.Close();
    }

    // The part of a cell above the level, corner by corner, with the crossings between them.
    private int Clip(int row, int column, double level, Span<(double X, double Y)> corners)
    {
        var count = 0;
        for (var side = 0; side < 4; side++)
        {
            var (r, c) = Corner(row, column, side);
            if (values[r, c] >= level) corners[count++] = (x[c], y[r]);
            if (Crossing(row, column, side, level) is { } point) corners[count++] = point;
        }
        return count;
    }

    // On the side of a cell from one corner to the next.
    private (double X, double Y)? Crossing(int row, int column, int side, double level)
    {
        var ((r1, c1), (r2, c2)) = (Corner(row, column, side), Corner(row, column, (side + 1) % 4));
        var (a, b) = (values[r1, c1], values[r2, c2]);
        if (a >= level == b >= level) return null;
        var share = (level - a) / (b - a);
        return (x[c1] + share * (x[c2] - x[c1]), y[r1] + share * (y[r2] - y[r1]));
    }

    private static (int Row, int Column) Corner(int row, int column, int side) => side switch
    {
        0 => (row, column),
        1 => (row, column + 1),
        2 => (row + 1, column + 1),
        _ => (row + 1, column),
    };
}
