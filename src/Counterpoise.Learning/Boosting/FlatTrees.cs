using System.Globalization;

namespace Counterpoise.Learning.Boosting;

/// <summary>
/// A LightGBM model as flat arrays. A prediction walks them without allocating and adds the leaves in the library's
/// own order, so it has the library's bits. Only numeric splits; a missing value is NaN.
/// </summary>
public sealed class FlatTrees
{
    // A child below zero is a leaf, ~child its place in _leaves.
    private readonly int[] _roots;
    private readonly int[] _features;
    private readonly double[] _thresholds;
    private readonly bool[] _missingRight;
    private readonly int[] _children;
    private readonly double[] _leaves;
    private readonly double[] _weights;

    private FlatTrees(Parts parts)
    {
        _roots = [.. parts.Roots];
        _features = [.. parts.Features];
        _thresholds = [.. parts.Thresholds];
        _missingRight = [.. parts.MissingRight];
        _children = [.. parts.Children];
        _leaves = [.. parts.Leaves];
        _weights = [.. parts.Weights];
    }

    /// <summary>Trees there are.</summary>
    public int Count => _roots.Length;

    internal ReadOnlySpan<int> Roots => _roots;

    internal int Feature(int node) => _features[node];

    internal int Child(int node, int right) => _children[2 * node + right];

    internal double Leaf(int child) => _leaves[~child];

    /// <summary>Training rows that reached a leaf.</summary>
    internal double Weight(int child) => _weights[~child];

    /// <summary>Sum of the trees.</summary>
    /// <param name="row">Features; NaN where missing.</param>
    public double Predict(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        foreach (var root in _roots)
        {
            var at = root;
            while (at >= 0) at = _children[2 * at + Right(at, row)];
            sum += _leaves[~at];
        }
        return sum;
    }

    /// <summary>1 if a row goes right at a split, 0 if left.</summary>
    internal int Right(int node, ReadOnlySpan<double> row)
    {
        var value = row[_features[node]];
        return (value > _thresholds[node]) | (double.IsNaN(value) & _missingRight[node]) ? 1 : 0;
    }

    /// <summary>Reads the text LightGBM writes.</summary>
    /// <exception cref="FormatException">
    /// It is not such a text, or has categories or zeros that count as missing.
    /// </exception>
    public static FlatTrees Parse(string model)
    {
        var parts = new Parts();
        Dictionary<string, string>? tree = null;
        foreach (var line in model.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Tree=", StringComparison.Ordinal) || line.SequenceEqual("end of trees"))
            {
                if (tree is not null) parts.Add(tree);
                tree = new Dictionary<string, string>(StringComparer.Ordinal);
                if (line[0] == 'e') return new FlatTrees(parts);
            }
            else if (tree is not null && line.IndexOf('=') is > 0 and var equals)
                tree[line[..equals].ToString()] = line[(equals + 1)..].ToString();
        }
        throw new FormatException("the text of a LightGBM model ends with \"end of trees\"");
    }

    /// <summary>Writes the arrays; <see cref="Read"/> gives them back bit for bit.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write(_roots.Length);
        writer.Write(_features.Length);
        writer.Write(_leaves.Length);
        foreach (var root in _roots) writer.Write(root);
        for (var node = 0; node < _features.Length; node++)
        {
            writer.Write(_features[node]);
            writer.Write(_thresholds[node]);
            writer.Write(_missingRight[node]);
            writer.Write(_children[2 * node]);
            writer.Write(_children[2 * node + 1]);
        }
        for (var leaf = 0; leaf < _leaves.Length; leaf++)
        {
            writer.Write(_leaves[leaf]);
            writer.Write(_weights[leaf]);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static FlatTrees Read(BinaryReader reader)
    {
        var parts = new Parts();
        var (roots, nodes, leaves) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        for (var i = 0; i < roots; i++) parts.Roots.Add(reader.ReadInt32());
        for (var i = 0; i < nodes; i++)
        {
            parts.Features.Add(reader.ReadInt32());
            parts.Thresholds.Add(reader.ReadDouble());
            parts.MissingRight.Add(reader.ReadBoolean());
            parts.Children.Add(reader.ReadInt32());
            parts.Children.Add(reader.ReadInt32());
        }
        for (var i = 0; i < leaves; i++)
        {
            parts.Leaves.Add(reader.ReadDouble());
            parts.Weights.Add(reader.ReadDouble());
        }
        return new FlatTrees(parts);
    }

    private sealed class Parts
    {
        private const int Categorical = 1;
        private const int DefaultLeft = 2;

        public List<int> Roots { get; } = [];

        public List<int> Features { get; } = [];

        public List<double> Thresholds { get; } = [];

        public List<bool> MissingRight { get; } = [];

        public List<int> Children { get; } = [];

        public List<double> Leaves { get; } = [];

        public List<double> Weights { get; } = [];

        public void Add(Dictionary<string, string> tree)
        {
            var leaves = Numbers(tree, "leaf_value");
            var (firstNode, firstLeaf) = (Features.Count, Leaves.Count);
            Leaves.AddRange(leaves);
            if (leaves.Length == 1)
            {
                Weights.Add(1);
                Roots.Add(~firstLeaf);
                return;
            }
            Weights.AddRange(Numbers(tree, "leaf_count"));
            Roots.Add(firstNode);
            var features = Integers(tree, "split_feature");
            var thresholds = Numbers(tree, "threshold");
            var decisions = Integers(tree, "decision_type");
            var left = Integers(tree, "left_child");
            var right = Integers(tree, "right_child");
            for (var node = 0; node < features.Length; node++)
            {
                Features.Add(features[node]);
                Thresholds.Add(thresholds[node]);
                MissingRight.Add(GoesRight(decisions[node], thresholds[node]));
                Children.Add(Place(left[node], firstNode, firstLeaf));
                Children.Add(Place(right[node], firstNode, firstLeaf));
            }
        }

        // A column without a gap in training takes a gap for a zero: the library does so.
        private static bool GoesRight(int decision, double threshold)
        {
            var missing = decision >> 2 & 3;
            if ((decision & Categorical) != 0 || missing == 1)
                throw new FormatException("a split by category or with zero as missing is not read");
            return missing == 0 ? threshold < 0 : (decision & DefaultLeft) == 0;
        }

        private static int Place(int child, int firstNode, int firstLeaf) =>
            child >= 0 ? firstNode + child : ~(firstLeaf + ~child);

        private static double[] Numbers(Dictionary<string, string> tree, string name) =>
            Array.ConvertAll(Words(tree, name), Number);

        // C prints a split between values and gaps as a threshold of inf.
        private static double Number(string word) => word switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(word, CultureInfo.InvariantCulture),
        };

        private static int[] Integers(Dictionary<string, string> tree, string name) =>
            Array.ConvertAll(Words(tree, name), w => int.Parse(w, CultureInfo.InvariantCulture));

        private static string[] Words(Dictionary<string, string> tree, string name) =>
            tree.TryGetValue(name, out var line) ? line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : throw new FormatException($"a tree of a LightGBM model has no {name}");
    }
}
