using System.Diagnostics;
using System.Runtime.Intrinsics;
using Counterpoise.SameBits;
using Counterpoise.SameBits.Sections;

// Ten million results of every kernel, and one hash of their bits, on the vectors the process has: started again and
// again with fewer of them, the hash is to stay. With --times the sections' seconds go to the error stream.

(string Name, Action<BitDigest, int> Run, int Size)[] sections =
[
    ("elementary-exp", ElementarySections.Exp, 700_000),
    ("elementary-log", ElementarySections.Log, 700_000),
    ("elementary-cdf", ElementarySections.NormalCdf, 700_000),
    ("elementary-pow", ElementarySections.Pow, 300_000),
    ("batch-black76-all", BatchSections.All, 2_500_000),
    ("batch-black76-price", BatchSections.Price, 500_000),
    ("batch-implied-vol", BatchSections.ImpliedVol, 1_000_000),
    ("risk-array", RiskSections.Array, 2_000_000),
    ("account-totals", RiskSections.Totals, 1_000_000),
    ("account-worst", RiskSections.Worst, 300_000),
    ("account-grains", GrainSections.Totals, 600_000),
    ("black76", ClearSections.Black76, 800_000),
    ("coin-settled", ClearSections.CoinSettled, 600_000),
    ("implied-vol", ClearSections.ImpliedVol, 300_000),
    ("batch-heston", HestonSections.Batch, 200_000),
    ("heston", HestonSections.Greeks, 40_000),
    ("svi-sums", SurfaceSections.Sums, 100_000),
    ("svi-fit", SurfaceSections.Smiles, 35_000),
    ("surface-fit", SurfaceSections.Surfaces, 24),
    ("merton", ModelSections.Merton, 8_000),
    ("sabr", ModelSections.Sabr, 4_000),
    ("hybrid", ModelSections.Hybrid, 4_000),
    ("margins", MarginSection.Evaluate, 4),
];

Console.WriteLine($"Vector512 {Vector512.IsHardwareAccelerated}");
Console.WriteLine($"Vector256 {Vector256.IsHardwareAccelerated}");
Console.WriteLine($"Vector128 {Vector128.IsHardwareAccelerated}");
var digest = new BitDigest();
var lines = new List<string>();
foreach (var (name, run, size) in sections)
{
    var before = digest.Count;
    var clock = Stopwatch.StartNew();
    run(digest, size);
    lines.Add($"{name} {digest.Section(name)}");
    if (args is ["--times"])
        Console.Error.WriteLine($"{name,-20} {digest.Count - before,9} values {clock.Elapsed.TotalSeconds,7:0.000} s");
}
Console.WriteLine($"values {digest.Count}");
foreach (var line in lines) Console.WriteLine(line);
Console.WriteLine($"hash {digest.Overall()}");
