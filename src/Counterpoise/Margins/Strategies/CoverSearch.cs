namespace Counterpoise.Margins.Strategies;

/// <summary>A cover: how many of each column, what it costs, and how well that is known to be the least.</summary>
/// <param name="Counts">By column, whole.</param>
/// <param name="Cost">Whole units of cost.</param>
/// <param name="Bound">No cover costs less.</param>
/// <param name="Nodes">Branches looked at.</param>
/// <param name="Steps">Simplex steps in all of them.</param>
internal sealed record Cover(long[] Counts, long Cost, long Bound, int Nodes, int Steps);

/// <summary>
/// Branch and cut over <see cref="CoverRelaxation"/>: a column that comes out fractional is taken at least ⌈x⌉ times in
/// one branch and at most ⌊x⌋ times in the other. Before it branches it looks for a good cover, and leaves out every
/// column that is too dear to stand in a better one. The limits are counts of branches and steps, never a clock.
/// </summary>
internal sealed class CoverSearch
{
    // Products in all steps, a few seconds on any machine; a relaxation that has begun is finished.
    private const long MaxWork = 4_000_000_000;
    private const int RootRounds = 30;
    private const int NodeRounds = 3;
    private const int FineNodes = 20;
    private const int Candidates = 40;
    private const int Lookahead = 12;
    private const double FewerColumns = 0.7;
    private const double OtherBranch = 0.2;
    private const double Whole = 1e-6;

    private readonly long[] _rightSide;
    private readonly long[] _best;
    private readonly long _lots;
    private readonly bool _isCut;
    private CoverProgram _program;

    // By column of the programme: its number in the whole one.
    private int[] _numbers;
    private long _bestCost;
    private int _nodes = 1;
    private int _steps;
    private long _work;

    /// <summary>A search for the least cover.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="rightSide">What to cover.</param>
    /// <param name="isCut">False: branches alone, which small books hardly ever need beside cuts.</param>
    public CoverSearch(CoverProgram program, long[] rightSide, bool isCut = true)
    {
        (_program, _rightSide, _isCut) = (program, rightSide, isCut);
        _numbers = [.. Enumerable.Range(0, program.Columns.Length)];
        _best = new long[program.Columns.Length];
        for (var i = 0; i < rightSide.Length; i++)
        {
            var single = program.Columns[program.Single[i]];
            _best[program.Single[i]] = rightSide[i];
            _bestCost += single.Cost * rightSide[i];
        }
        _lots = rightSide.Sum();
    }

    // What rounding the duals may cost the bound: 3/65,536 of a unit per lot. Below one unit it costs nothing. Every
    // margin was rounded up to a unit, so covers within a unit a lot of each other may be equals: that is settled only
    // while it takes few branches.
    private long Enough => _bestCost - (_nodes > FineNodes ? _lots : 4 * _lots / 65_536);

    public Cover Solve(int maxNodes)
    {
        if (maxNodes == 0) return new Cover(_best, _bestCost, 0, 0, 0);
        var root = Root();
        // The shapes that only add up others have names worth printing, but the search goes without them.
        if (root.Bound < Enough)
        {
            Keep(CoverParts.Whole(_program));
            root = Root();
        }
        var bound = Search(root, maxNodes);
        while (bound < 0) bound = Search(Root(), maxNodes);
        // Within what rounding costs, the bound is the cover.
        return new Cover(_best, _bestCost, bound >= Enough ? _bestCost : bound, _nodes, _steps);
    }

    // The least bound of what is left, at most the best cover; −1: the best cover has made so many columns too dear
    // that the search is better begun anew.
    private long Search(CoverRelaxation root, int maxNodes)
    {
        var (bound, begunWith) = (long.MaxValue, _bestCost);
        var open = new Stack<Branch>();
        Split(root, open, ref bound);
        while (open.TryPop(out var branch))
        {
            if (_bestCost < begunWith)
            {
                if (IsReduced(root)) return -1;
                begunWith = _bestCost;
            }
            if (branch.From.Bound >= Enough || _nodes == maxNodes || _work >= MaxWork)
            {
                bound = Math.Min(bound, branch.From.Bound);
                continue;
            }
            _nodes++;
            var node = branch.From.Copy();
            if (!branch.IsLeast) node.Limit([CoverLimit.Of(branch.Column, branch.Count)]);
            // No room for them: nothing to look at.
            else if (!node.Take(branch.Column, branch.Count)) continue;
            Tighten(node, NodeRounds);
            Split(node, open, ref bound);
        }
        return Math.Min(bound, _bestCost);
    }

    private CoverRelaxation Root()
    {
        while (true)
        {
            var root = new CoverRelaxation(_program, _rightSide);
            Solve(root);
            Dive(root.Copy());
            Tighten(root, RootRounds);
            Dive(root.Copy());
            if (root.Bound >= Enough || !IsReduced(root)) return root;
        }
    }

    // Leaves out the columns that are too dear; false if they are few.
    private bool IsReduced(CoverRelaxation root)
    {
        var useful = root.Useful(_bestCost);
        if (useful.Length > FewerColumns * _program.Columns.Length) return false;
        Keep(useful);
        return true;
    }

    private void Keep(int[] columns)
    {
        _program = _program.Over(columns);
        _numbers = Array.ConvertAll(columns, j => _numbers[j]);
    }

    // Two branches of a node, the one that takes more on top; none if nothing below it is better.
    private void Split(CoverRelaxation node, Stack<Branch> open, ref long bound)
    {
        if (node.Bound < Enough && BranchOf(node) is { } at)
        {
            var below = (long)Math.Floor(at.Amount);
            open.Push(new Branch(node, at.Column, below, IsLeast: false));
            open.Push(new Branch(node, at.Column, below + 1, IsLeast: true));
            return;
        }
        bound = Math.Min(bound, node.Bound);
    }

    // Solves it, with cuts as long as that helps.
    private void Tighten(CoverRelaxation node, int rounds)
    {
        for (var round = 0; ; round++)
        {
            Solve(node);
            if (!_isCut || round == rounds || node.Bound >= Enough || Farthest(node) is null) return;
            var cuts = node.Cuts();
            if (cuts.Count == 0) return;
            node.Limit(cuts);
        }
    }

    // Takes what is whole of the solution, else one of the largest part, and solves for the rest until all is taken.
    private void Dive(CoverRelaxation node)
    {
        while (node.Bound < Enough && node.Solution.Count > 0)
        {
            var taken = false;
            foreach (var (column, amount) in node.Solution)
            {
                var count = (long)Math.Min(Math.Floor(amount + Whole), _program.Room(column, node.Left()));
                if (count > 0) taken |= node.Take(column, count);
            }
            if (!taken)
            {
                var (column, _) = node.Solution.MaxBy(s => s.Amount);
                if (!node.Take(column, 1)) return;
            }
            Solve(node);
        }
    }

    private void Solve(CoverRelaxation node)
    {
        var before = node.Steps;
        node.Solve(_bestCost);
        _steps += node.Steps - before;
        _work += (node.Steps - before) * node.StepWork;
        Improve(node);
    }

    // Rounds the relaxation down, covers the rest leg by leg, and keeps it if it is better.
    private void Improve(CoverRelaxation node)
    {
        var cost = node.TakenCost;
        var left = node.Left();
        var counts = new List<(int Column, long Count)>(node.Taken);
        foreach (var (column, amount) in node.Solution)
        {
            var count = (long)Math.Min(Math.Floor(amount + Whole), _program.Room(column, left));
            if (count <= 0) continue;
            var c = _program.Columns[column];
            for (var i = 0; i < c.Rows.Length; i++) left[c.Rows[i]] -= count * c.Units[i];
            counts.Add((column, count));
            cost += count * c.Cost;
        }
        for (var i = 0; i < left.Length; i++)
        {
            counts.Add((_program.Single[i], left[i]));
            cost += left[i] * _program.Columns[_program.Single[i]].Cost;
        }
        if (cost >= _bestCost) return;
        _bestCost = cost;
        Array.Clear(_best);
        foreach (var (column, count) in counts) _best[_numbers[column]] += count;
    }

    // Of the columns farthest from whole numbers, the one whose two branches raise the bound most; the next ones are
    // not tried once several in a row have been no better.
    private (int Column, double Amount)? BranchOf(CoverRelaxation node)
    {
        (int Column, double Amount)? best = null;
        var most = double.NegativeInfinity;
        var fractional = node.Solution.Where(s => Math.Abs(s.Amount - Math.Round(s.Amount)) > Whole)
            .OrderByDescending(s => Math.Abs(s.Amount - Math.Round(s.Amount))).Take(Candidates);
        var since = 0;
        foreach (var at in fractional)
        {
            if (since++ == Lookahead) break;
            var below = (long)Math.Floor(at.Amount);
            var (down, up) = (node.Copy(), node.Copy());
            down.Limit([CoverLimit.Of(at.Column, below)]);
            Solve(down);
            var upBound = _bestCost;
            if (up.Take(at.Column, below + 1))
            {
                Solve(up);
                upBound = up.Bound;
            }
            var (less, more) = (Math.Min(down.Bound, upBound), Math.Max(down.Bound, upBound));
            var score = Math.Min(less, Enough) + OtherBranch * Math.Min(more, Enough);
            if (score > most) (best, most, since) = (at, score, 0);
        }
        return best;
    }

    // The column farthest from a whole number, the first of equals; null if all are whole.
    private static (int Column, double Amount)? Farthest(CoverRelaxation node)
    {
        (int, double)? farthest = null;
        var distance = Whole;
        foreach (var (column, amount) in node.Solution)
        {
            var off = Math.Abs(amount - Math.Round(amount));
            if (off > distance + Whole) (farthest, distance) = ((column, amount), off);
        }
        return farthest;
    }

    private readonly record struct Branch(CoverRelaxation From, int Column, long Count, bool IsLeast);
}
