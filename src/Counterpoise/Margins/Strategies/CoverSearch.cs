namespace Counterpoise.Margins.Strategies;

/// <summary>A cover: how many of each column, what it costs, and how well that is known to be the least.</summary>
/// <param name="Counts">By column, whole.</param>
/// <param name="Cost">Whole units of cost.</param>
/// <param name="Bound">No cover costs less.</param>
/// <param name="Nodes">Relaxations solved.</param>
/// <param name="Steps">Simplex steps in all of them.</param>
internal sealed record Cover(long[] Counts, long Cost, long Bound, int Nodes, int Steps);

/// <summary>
/// Branch and bound over <see cref="CoverRelaxation"/>: a column that comes out fractional is taken at least ⌈x⌉ times
/// in one branch and at most ⌊x⌋ times in the other. The limit is a count of nodes, never a clock.
/// </summary>
internal sealed class CoverSearch
{
    // A few seconds on any machine; a relaxation that has begun is finished.
    private const int MaxSteps = 40_000;
    private const int MaxRounds = 30;
    private const int NodeRounds = 3;
    private const double Whole = 1e-6;

    private readonly CoverProgram _program;
    private readonly long[] _rightSide;
    private readonly long _artificial;
    private readonly long _slack;
    private long[] _best;
    private long _bestCost;
    private long _closed;

    public CoverSearch(CoverProgram program, long[] rightSide)
    {
        (_program, _rightSide) = (program, rightSide);
        _best = new long[program.Columns.Length];
        for (var i = 0; i < rightSide.Length; i++)
        {
            var single = program.Columns[program.Single[i]];
            _best[program.Single[i]] = rightSide[i];
            _bestCost += single.Cost * rightSide[i];
        }
        // Dearer than any cover of common size; the duals are cut off beyond it.
        _artificial = Math.Min(4 * _bestCost + 1, 1L << 46);
        // What rounding the duals may cost the bound: 3/65,536 of a unit per lot. Below one unit it costs nothing.
        _slack = 4 * rightSide.Sum() / 65_536;
    }

    public Cover Solve(int maxNodes)
    {
        var open = new Stack<Node>();
        open.Push(new Node(_rightSide, [], [], 0, 0));
        int nodes = 0, steps = 0;
        var bound = long.MaxValue;
        while (open.TryPop(out var node))
        {
            if (node.Bound >= _bestCost - _slack)
            {
                bound = Math.Min(bound, node.Bound);
                continue;
            }
            if (nodes == maxNodes || steps >= MaxSteps)
            {
                bound = Math.Min(bound, node.Bound);
                continue;
            }
            nodes++;
            if (Relax(node, nodes == 1 ? MaxRounds : NodeRounds, ref steps) is not { } tight)
            {
                bound = Math.Min(bound, _closed);
                continue;
            }
            var (column, down) = (tight.Branch.Column, (long)Math.Floor(tight.Branch.Amount));
            open.Push(AtMost(tight.Node, column, down));
            open.Push(AtLeast(tight.Node, column, down + 1));
        }
        bound = Math.Min(bound, _bestCost);
        // Within what rounding costs, the bound is the cover.
        return new Cover(_best, _bestCost, bound >= _bestCost - _slack ? _bestCost : bound, nodes, steps);
    }

    // Solves the relaxation and tightens it with cuts as long as that helps. Null if nothing is left to look for below
    // it; _closed is then its bound.
    private (Node Node, (int Column, double Amount) Branch)? Relax(Node node, int rounds, ref int steps)
    {
        for (var round = 0; ; round++)
        {
            var relaxation = new CoverRelaxation(_program, node.RightSide, node.Limits, _artificial);
            relaxation.Solve();
            steps += relaxation.Steps;
            node = node with { Bound = Math.Max(node.Bound, node.Cost + relaxation.Bound) };
            _closed = node.Bound;
            if (Improve(node, relaxation.Solution) is not { } branch || node.Bound >= _bestCost - _slack) return null;
            var cuts = round < rounds ? relaxation.Cuts() : [];
            if (cuts.Count == 0) return (node, branch);
            // What a branch has decided stays, whether it binds or not.
            node = node with { Limits = [.. cuts.Union(node.Limits.Where(l => l.Columns.Length == 1))] };
        }
    }

    // Rounds the relaxation down, covers the rest leg by leg, and keeps it if it is better. Returns the column farthest
    // from a whole number, the first of equals; null if all are whole.
    private (int Column, double Amount)? Improve(Node node, IReadOnlyList<(int Column, double Amount)> solution)
    {
        var counts = new long[_program.Columns.Length];
        foreach (var (column, taken) in node.Fixed) counts[column] += taken;
        var left = (long[])node.RightSide.Clone();
        (int, double)? farthest = null;
        var distance = Whole;
        foreach (var (column, amount) in solution)
        {
            var take = Math.Min((long)Math.Floor(amount + Whole), _program.Room(column, left));
            counts[column] += take;
            var c = _program.Columns[column];
            for (var i = 0; i < c.Rows.Length; i++) left[c.Rows[i]] -= take * c.Units[i];
            var off = Math.Abs(amount - Math.Round(amount));
            if (off > distance + Whole) (farthest, distance) = ((column, amount), off);
        }
        for (var i = 0; i < left.Length; i++) counts[_program.Single[i]] += left[i];
        var cost = 0L;
        for (var j = 0; j < counts.Length; j++) if (counts[j] > 0) cost += counts[j] * _program.Columns[j].Cost;
        if (cost < _bestCost) (_best, _bestCost) = (counts, cost);
        return farthest;
    }

    private static Node AtMost(Node node, int column, long most) =>
        node with { Limits = [.. node.Limits.Where(l => !l.IsOf(column)), CoverLimit.Of(column, most)] };

    private Node AtLeast(Node node, int column, long least)
    {
        var c = _program.Columns[column];
        var right = (long[])node.RightSide.Clone();
        for (var i = 0; i < c.Rows.Length; i++) right[c.Rows[i]] -= least * c.Units[i];
        CoverLimit[] limits = [.. node.Limits.Select(l => l.After(column, least))];
        // No room for them: nothing to look at.
        if (right.Any(r => r < 0) || limits.Any(l => l.Most < 0)) return node with { Bound = long.MaxValue };
        return new Node(
            right, limits, [.. node.Fixed, (column, least)], node.Cost + c.Cost * least, node.Bound);
    }

    private sealed record Node(
        long[] RightSide, IReadOnlyList<CoverLimit> Limits, IReadOnlyList<(int Column, long Count)> Fixed, long Cost,
        long Bound);
}
