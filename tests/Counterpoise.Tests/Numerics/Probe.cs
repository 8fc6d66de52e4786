namespace Counterpoise.Tests.Numerics;

/// <summary>Points of a function of a few numbers, and its error at each.</summary>
/// <param name="Row">Where the errors go.</param>
/// <param name="Count">Number of points.</param>
/// <param name="Arguments">Arguments of point i.</param>
/// <param name="Error">The error at arguments, in the unit of the row.</param>
internal sealed record Probe(WorstError Row, int Count, Func<int, double[]> Arguments, Func<double[], double> Error)
{
    private const int Chunk = 250;

    /// <summary>Arguments at which a longer search found its worst.</summary>
    public double[][] Searched { get; init; } = [];

    /// <summary>Measures all of them.</summary>
    public static Probe[] Run(Probe[] probes)
    {
        foreach (var probe in probes)
        {
            for (var i = 0; i < probe.Searched.Length; i++)
                probe.Row.Note(probe.Error(probe.Searched[i]), i - probe.Searched.Length, probe.Searched[i]);
            Parallel.For(0, (probe.Count + Chunk - 1) / Chunk, chunk =>
            {
                for (var i = chunk * Chunk; i < Math.Min((chunk + 1) * Chunk, probe.Count); i++)
                {
                    var at = probe.Arguments(i);
                    probe.Row.Note(probe.Error(at), i, at);
                }
            });
        }
        return probes;
    }
}
