using System.Runtime.ExceptionServices;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Batch;

/// <summary>What became of a stream of portfolios.</summary>
/// <param name="Portfolios">Lines that were not blank.</param>
/// <param name="Failed">Those with an error for a result.</param>
internal readonly record struct BatchCount(long Portfolios, long Failed);

/// <summary>
/// JSON lines in, JSON lines out, in the same order, on every core: the lines that have arrived are shared out in
/// stretches, and nobody waits for more to arrive.
/// </summary>
internal static class BatchRun
{
    // Fewer lines than this are not worth waking another core.
    private const int FewestLines = 4;

    public static BatchCount Run(
        Rulebook rulebook, Market market, SmileSet? smiles, Stream input, TextWriter output)
    {
        BatchWorker[] workers =
        [
            .. Enumerable.Range(0, Environment.ProcessorCount)
                .Select(_ => new BatchWorker(rulebook, new MarkedMarket(market, smiles))),
        ];
        var source = new BatchLines(input);
        long portfolios = 0;
        for (var lines = source.Next(); lines.Count > 0; lines = source.Next())
        {
            portfolios += lines.Count;
            var parts = Math.Clamp(lines.Count / FewestLines, 1, workers.Length);
            var now = lines;
            Share(parts, part =>
            {
                var (from, to) = (now.Count * part / parts, now.Count * (part + 1) / parts);
                for (var i = from; i < to; i++) workers[part].Evaluate(now[i]);
            });
            for (var part = 0; part < parts; part++) workers[part].Pass(output);
            output.Flush();
        }
        foreach (var worker in workers) worker.Dispose();
        return new BatchCount(portfolios, workers.Sum(w => (long)w.Failed));
    }

    private static void Share(int parts, Action<int> work)
    {
        if (parts == 1)
        {
            work(0);
            return;
        }
        try
        {
            Parallel.For(0, parts, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
