using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Counterpoise.Architecture.Tests;

/// <summary>The arrows between folders and between projects, as docs/architecture.md draws them.</summary>
public sealed class Arrows
{
    private static readonly string[] Order =
        ["Numerics", "Units", "Json", "Instruments", "Markets", "Pricing", "Portfolios", "Margins", "Hedging"];

    private static readonly string[] Impure =
    [
        "System.Net", "System.Console", "System.IO.File", "System.IO.Directory", "System.Threading.Thread",
        "System.Random", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch",
    ];

    private static readonly System.Reflection.Assembly Library = typeof(InvalidInputException).Assembly;

    private static readonly System.Reflection.Assembly Shell = typeof(Cli.Program).Assembly;

    private static readonly IReadOnlyList<IType> Types =
        [.. new ArchLoader().LoadAssemblies(Library).Build().Types];

    [Fact]
    public void Folders_use_only_what_is_to_their_left() =>
        Breaches.None(new Layering("Counterpoise", Order).Violations(Types));

    [Fact]
    public void The_reversed_order_is_reported_as_violated()
    {
        var violations = new Layering("Counterpoise", [.. Order.Reverse()]).Violations(Types);
        const string reversed = "Instruments.Instrument uses Counterpoise.Units";
        Assert.Contains(violations, v => v.Contains(reversed, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_a_place_is_reported()
    {
        var violations = new Layering("Counterpoise", [.. Order.Where(o => o != "Units")]).Violations(Types);
        Assert.Contains("Counterpoise.Units has no place in the order", violations);
    }

    [Fact]
    public void Every_folder_of_the_library_is_its_namespace()
    {
        var folders = Directory.GetDirectories(Repository.Full("src/Counterpoise")).Select(f => Path.GetFileName(f));
        Breaches.None(folders.Except(Order.Append("obj").Append("bin"), StringComparer.Ordinal));
    }

    [Fact]
    public void The_library_depends_on_no_project() => Breaches.None(Projects(Library));

    [Fact]
    public void Rulebooks_depend_on_the_library_only()
    {
        // Loaded by name: the project may have no public type to name here.
        var rulebooks = System.Reflection.Assembly.Load("Counterpoise.Rulebooks");
        Breaches.None(Projects(rulebooks).Except(["Counterpoise"], StringComparer.Ordinal));
    }

    [Fact]
    public void Learning_depends_on_the_library_only()
    {
        var learning = System.Reflection.Assembly.Load("Counterpoise.Learning");
        Breaches.None(Projects(learning).Except(["Counterpoise"], StringComparer.Ordinal));
    }

    [Fact]
    public void The_shell_depends_on_library_rulebooks_and_learning_only() =>
        Breaches.None(Projects(Shell).Except(["Counterpoise", "Counterpoise.Learning", "Counterpoise.Rulebooks"],
            StringComparer.Ordinal));

    [Fact]
    public void The_library_does_no_input_or_output() => Breaches.None(ImpureUses(Types));

    [Fact]
    public void Input_and_output_are_reported() =>
        Assert.NotEmpty(ImpureUses([.. new ArchLoader().LoadAssemblies(typeof(Arrows).Assembly).Build().Types]));

    private static List<string> ImpureUses(IEnumerable<IType> types) =>
    [
        .. from type in types
           from used in type.Dependencies
           where Impure.Any(i => used.Target.FullName.StartsWith(i, StringComparison.Ordinal))
           select $"{type.FullName} uses {used.Target.FullName}",
    ];

    private static IEnumerable<string> Projects(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => n.StartsWith("Counterpoise", StringComparison.Ordinal));
}
