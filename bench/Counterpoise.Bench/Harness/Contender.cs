using System.Diagnostics;
using System.Runtime.CompilerServices;
using Counterpoise.Bench.Native;

namespace Counterpoise.Bench.Harness;

/// <summary>Something that can be timed.</summary>
/// <param name="name">As the table names it.</param>
/// <param name="unitsPerCall">How many units one call does: options, accounts; times are compared per unit.</param>
internal abstract class Contender(string name, double unitsPerCall)
{
    /// <summary>As the table names it.</summary>
    public string Name => name;

    /// <summary>How many units one call does.</summary>
    public double UnitsPerCall => unitsPerCall;

    /// <summary>Nanoseconds per call, over this many calls.</summary>
    public abstract double Time(int calls);
}

/// <summary>A call in this process. It must be work for microseconds in a named method, not a short lambda.</summary>
internal sealed class LocalContender(string name, double unitsPerCall, Action call) : Contender(name, unitsPerCall)
{
    /// <inheritdoc/>
    public override double Time(int calls) => Slice(call, calls);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Slice(Action call, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; done < calls; done++) call();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}

/// <summary>A workload of the Python child, timed by the child.</summary>
internal sealed class PythonContender(string name, double unitsPerCall, PythonRivals python, string workload)
    : Contender(name, unitsPerCall)
{
    /// <inheritdoc/>
    public override double Time(int calls) => python.Time(workload, calls);
}

/// <summary>A time that is a goal in itself: every call takes it, on any machine.</summary>
internal sealed class Allowance(string name, double nanoseconds) : Contender(name, unitsPerCall: 1)
{
    /// <inheritdoc/>
    public override double Time(int calls) => nanoseconds;
}
