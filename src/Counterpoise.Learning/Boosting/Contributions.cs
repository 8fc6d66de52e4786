namespace Counterpoise.Learning.Boosting;

/// <summary>
/// Shapley values of a prediction, path-dependent: a feature that is not known is averaged over the training rows that
/// went either way (Lundberg and others, 2018, the values LightGBM's own <c>pred_contrib</c> gives). They sum to the
/// prediction less the base.
/// </summary>
public static class Contributions
{
    /// <summary>Adds the values of every feature; returns the base, the mean over the training rows.</summary>
    /// <param name="trees">Model.</param>
    /// <param name="row">Features; NaN where missing.</param>
    /// <param name="values">One a feature; what is there already stays in the sum.</param>
    public static double Add(FlatTrees trees, ReadOnlySpan<double> row, Span<double> values)
    {
        var mean = 0.0;
        List<Step> path = [];
        foreach (var root in trees.Roots)
        {
            if (root < 0) mean += trees.Leaf(root);
            else mean += Walk(trees, row, values, root, Rows(trees, root), 1, path);
        }
        return mean;
    }

    private static double Rows(FlatTrees trees, int at) =>
        at < 0 ? trees.Weight(at) : Rows(trees, trees.Child(at, 0)) + Rows(trees, trees.Child(at, 1));

    private static double Walk(
        FlatTrees trees, ReadOnlySpan<double> row, Span<double> values, int at, double rows, double reach,
        List<Step> path)
    {
        if (at < 0)
        {
            Leaf(trees.Leaf(at), path, values);
            return trees.Leaf(at) * reach;
        }
        var (right, mean) = (trees.Right(at, row), 0.0);
        for (var way = 0; way < 2; way++)
        {
            var child = trees.Child(at, way);
            var below = Rows(trees, child);
            var place = path.FindIndex(s => s.Feature == trees.Feature(at));
            var old = place >= 0 ? path[place] : new Step(trees.Feature(at), 1, 1);
            var next = new Step(old.Feature, old.Unknown * below / rows, way == right ? old.Known : 0);
            if (place >= 0) path[place] = next;
            else path.Add(next);
            mean += Walk(trees, row, values, child, below, reach * below / rows, path);
            if (place >= 0) path[place] = old;
            else path.RemoveAt(path.Count - 1);
        }
        return mean;
    }

    // The leaf is the game value·Π known (of those in the coalition)·Π unknown (of the others). A player's Shapley
    // value of such a product needs only what the others' coalitions of each size are worth: a polynomial.
    private static void Leaf(double value, List<Step> path, Span<double> values)
    {
        Span<double> sizes = stackalloc double[path.Count];
        for (var player = 0; player < path.Count; player++)
        {
            sizes.Clear();
            sizes[0] = 1;
            for (int other = 0, degree = 0; other < path.Count; other++)
            {
                if (other == player) continue;
                degree++;
                for (var size = degree; size >= 0; size--)
                {
                    sizes[size] = (size < degree ? sizes[size] * path[other].Unknown : 0)
                        + (size > 0 ? sizes[size - 1] * path[other].Known : 0);
                }
            }
            // size!·(n − 1 − size)! ÷ n!, from one size to the next.
            var (share, sum) = (1.0 / path.Count, 0.0);
            for (var size = 0; size < path.Count; size++)
            {
                sum += share * sizes[size];
                share *= (size + 1.0) / Math.Max(1, path.Count - 1 - size);
            }
            values[path[player].Feature] += value * (path[player].Known - path[player].Unknown) * sum;
        }
    }

    private readonly record struct Step(int Feature, double Unknown, double Known);
}
