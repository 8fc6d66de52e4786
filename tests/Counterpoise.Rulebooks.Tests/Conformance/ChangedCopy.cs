using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>Copies of published files with one thing changed: the set must see it.</summary>
internal static class ChangedCopy
{
    public static void Fails(string set, string path, string text)
    {
        Assert.NotEqual(Text(path), text);
        var outcome = Set(set).Run([new VectorFile(path, () => Encoding.UTF8.GetBytes(text))]);
        Assert.NotEmpty(outcome.Failures);
        var untouched = Set(set).Run([new VectorFile(path, () => Encoding.UTF8.GetBytes(Text(path)))]);
        Assert.Empty(untouched.Failures);
    }

    public static VectorSet Set(string name) => ConformanceReport.AllSets.Single(s => s.Name == name);

    public static string Changed(string path, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Text(path))!;
        change(root);
        return root.ToJsonString();
    }

    public static string Text(string path)
    {
        var full = Path.Combine(SharedData.Root, "vectors", path);
        if (!File.Exists(full)) Assert.Skip($"{full} is not there (set COUNTERPOISE_SHARED): its case skipped");
        return File.ReadAllText(full);
    }
}
