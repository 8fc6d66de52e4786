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
    var all = WorkloadList.All(python);
    var chosen = all.Where(w => options.Chooses(w.Name)).ToList();
    if (chosen.Count == 0)
    {
        var names = string.Join("; ", all.Select(w => w.Name));
        Console.Error.WriteLine($"bench: no workload's name contains \"{options.Only}\"; they are: {names}");
        return WrongUsage;
    }
    Progress("probe");
    var probe = Roofline.Measure(options.RoundCount);
    var (measured, findings) = (new List<(Workload Workload, Timings Timings)>(), new List<Finding>());
    var mismatches = 0;
    for (var pass = 0; pass < options.PassCount; pass++)
    {
        var at = 0;
        foreach (var (name, make) in chosen)
        {
            Progress($"{name}, pass {pass + 1} of {options.PassCount}");
            if (pass > 0)
            {
                var (workload, timings) = measured[at++];
                timings.Add(Rounds.Run(workload.Contenders(), options.RoundCount));
                continue;
            }
            try
            {
                var workload = make();
                findings.AddRange(workload.Verify());
                measured.Add((workload, Rounds.Run(workload.Contenders(), options.RoundCount)));
            }
            catch (MismatchException e)
            {
                Console.Error.WriteLine($"bench: {name}: {e.Message}");
                mismatches++;
            }
        }
        if (mismatches > 0) return Failed;
    }
    var results = measured.SelectMany(m => Result.Of(m.Workload, m.Timings)).ToList();
    foreach (var (workload, _) in measured) workload.Dispose();
    var report = new Report(host, [.. RivalLibrary.Versions(), python.Versions], probe, results, findings);
    TextReport.Write(Console.Out, report);
    if (options.Json is { } path) JsonReport.Write(path, report);
    return Success;
}

static void Progress(string name)
{
    if (!Console.IsErrorRedirected) Console.Error.WriteLine($"bench: {name} ...");
}
