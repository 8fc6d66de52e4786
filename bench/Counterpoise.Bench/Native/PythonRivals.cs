using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Counterpoise.Bench.Native;

/// <summary>
/// The child that runs numpy and scipy (<c>bench/rivals/rivals.py</c>): it stays alive, so its rounds interleave with
/// ours. One core, as ours. Inputs and results cross as files of raw numbers in a temporary folder of its own.
/// </summary>
internal sealed class PythonRivals : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly string _folder = Directory.CreateTempSubdirectory("counterpoise-bench-").FullName;
    private readonly Process _child;

    /// <summary>Starts the child.</summary>
    /// <exception cref="RivalMissingException">Python, numpy or scipy is missing.</exception>
    public PythonRivals()
    {
        var start = new ProcessStartInfo(Python)
        {
            ArgumentList = { "-B", Path.Combine(AppContext.BaseDirectory, "rivals.py"), _folder },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var name in new[] { "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE" }) start.Environment.Remove(name);
        foreach (var name in new[] { "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS" }) start.Environment[name] = "1";
        try
        {
            _child = Process.Start(start)!;
            Versions = Answer();
        }
        catch (Exception e) when (e is Win32Exception or RivalMissingException)
        {
            Directory.Delete(_folder, recursive: true);
            throw new RivalMissingException($"numpy and scipy do not start in {Python}: {e.Message}");
        }
    }

    /// <summary>Versions of Python, numpy and scipy.</summary>
    public string Versions { get; }

    /// <summary>Writes one input column of a workload.</summary>
    public void Write<T>(string workload, string column, ReadOnlySpan<T> values)
        where T : unmanaged =>
        File.WriteAllBytes(PathOf(workload, column), MemoryMarshal.AsBytes(values));

    /// <summary>Makes the child read the inputs of a workload.</summary>
    public void Load(string workload) => Ask($"load {workload}");

    /// <summary>Nanoseconds per call, by the child's own clock.</summary>
    public double Time(string workload, int calls) =>
        double.Parse(Ask($"time {workload} {calls}"));

    /// <summary>Everything the workload returns.</summary>
    public double[] Result(string workload)
    {
        Ask($"check {workload}");
        return MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(PathOf(workload, "result"))).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _child.StandardInput.Close();
        _child.WaitForExit();
        _child.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string PathOf(string workload, string column) => Path.Combine(_folder, $"{workload}.{column}.bin");

    private string Ask(string request)
    {
        _child.StandardInput.WriteLine(request);
        _child.StandardInput.Flush();
        return Answer();
    }

    private string Answer() =>
        _child.StandardOutput.ReadLine() ?? throw new RivalMissingException("the child ended; its error is above");
}
