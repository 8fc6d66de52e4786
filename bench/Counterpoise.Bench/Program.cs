using Counterpoise.Bench;
using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;
using Counterpoise.Bench.Probes;
using Counterpoise.Bench.Reports;
using Counterpoise.Bench.Workloads;

const int Success = 0, Failed = 1, WrongUsage = 2;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return WrongUsage;
}

try
{
    return Run(options);
}
catch (RivalMissingException e)
{
    Console.Error.WriteLine($"bench: a rival is missing: {e.Message}");
    return Failed;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return Failed;
}

static int Run(BenchOptions options)
{
    var host = Host.Read();
    OneCore.Stay();
    RivalLibrary.Load(Environment.GetEnvironmentVariable("COUNTERPOISE_RIVALS"));
    using var python = new PythonRivals();
    Progress("probe");
    var probe = Roofline.Measure(options.RoundCount);
    var (results, findings) = (new List<Result>(), new List<Finding>());
    var mismatches = 0;
    foreach (var (name, make) in WorkloadList.All(python))
    {
        if (options.Only is { } only && !name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
        Progress(name);
        try
        {
            using var workload = make();
            findings.AddRange(workload.Verify());
            results.AddRange(Result.Of(workload, Rounds.Run(workload.Contenders(), options.RoundCount)));
        }
        catch (MismatchException e)
        {
            Console.Error.WriteLine($"bench: {name}: {e.Message}");
            mismatches++;
        }
    }
    var report = new Report(host, [.. RivalLibrary.Versions(), python.Versions], probe, results, findings);
    TextReport.Write(Console.Out, report);
    if (options.Json is { } path) JsonReport.Write(path, report);
    return mismatches == 0 ? Success : Failed;
}

static void Progress(string name)
{
    if (!Console.IsErrorRedirected) Console.Error.WriteLine($"bench: {name} ...");
}
