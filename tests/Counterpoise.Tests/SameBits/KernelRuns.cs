using Counterpoise.Margins.Scanning;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.Tests.SameBits;

internal sealed class FunctionRun<TFunction>(double[] x) : IKernelRun
    where TFunction : struct, ILaneFunction
{
    public string Kernel => typeof(TFunction).Name;

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var y = new double[x.Length];
        ElementarySpans.Map<TFunction, T>(x, y);
        return y;
    }

    public string Describe(int index) => $"element {index}, x {x[index]:R}";
}

/// <summary>In batches of every length, so that every remainder occurs.</summary>
internal sealed class Black76Run(OptionTable table, int[] lengths, bool pricesOnly) : IKernelRun
{
    private static readonly string[] Names = ["price", "delta", "gamma", "vega", "theta"];

    private readonly int _count = lengths.Sum();

    public string Kernel => pricesOnly ? "BatchBlack76.Price" : "BatchBlack76.All";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var results = new double[(pricesOnly ? 1 : Names.Length) * _count];
        var start = 0;
        foreach (var length in lengths)
        {
            var options = table.Options(start, length);
            if (pricesOnly)
                BatchBlack76.Price<T>(options, results.AsSpan(start, length));
            else
                BatchBlack76.All<T>(options, new(
                    results.AsSpan(start, length), results.AsSpan(_count + start, length),
                    results.AsSpan(2 * _count + start, length), results.AsSpan(3 * _count + start, length),
                    results.AsSpan(4 * _count + start, length)));
            start += length;
        }
        return results;
    }

    public string Describe(int index) =>
        $"{Names[index / _count]} of option {index % _count}, {table.Describe(index % _count)}";
}

internal sealed class ImpliedVolRun(OptionTable table, int[] lengths) : IKernelRun
{
    private readonly int _count = lengths.Sum();

    public string Kernel => "BatchImpliedVol.Solve";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var vols = new double[_count];
        var outcomes = new ImpliedVolOutcome[_count];
        var start = 0;
        foreach (var length in lengths)
        {
            BatchImpliedVol.Solve<T>(
                table.Quotes(start, length), vols.AsSpan(start, length), outcomes.AsSpan(start, length));
            start += length;
        }
        return [.. vols, .. outcomes.Select(outcome => (double)(int)outcome)];
    }

    public string Describe(int index) =>
        $"{(index < _count ? "vol" : "outcome")} of quote {index % _count}, {table.Describe(index % _count)}";
}

internal sealed class HestonRun(HestonTable table, int count) : IKernelRun
{
    private static readonly string[] Names = ["price", "price with gradient", "by V0", "κ", "θ", "σ", "ρ"];

    public string Kernel => "BatchHeston";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var prices = new double[count];
        var again = new double[count];
        var jacobian = new double[HestonParameters.Count * count];
        BatchHeston.Price<T>(table.Slice(count), table.Parameters, prices);
        BatchHeston.PriceAndGradient<T>(table.Slice(count), table.Parameters, again, jacobian);
        return [.. Enumerable.Range(0, count).SelectMany(i => new[] { prices[i], again[i] }
            .Concat(jacobian.Skip(HestonParameters.Count * i).Take(HestonParameters.Count)))];
    }

    public string Describe(int index) =>
        $"{Names[index % Names.Length]} of option {index / Names.Length}, {table.Describe(index / Names.Length)}";
}

/// <summary>Sums over the quotes of a smile, and its linearisation at a curve.</summary>
internal sealed class SviRun(ulong seed, int count) : IKernelRun
{
    private const int Line = AlignedDoubles.Line;

    public string Kernel => "SviSums, SviColumns";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var random = new SplitMix(seed);
        var columns = SurfaceInputs.Columns(random, count);
        var sums = new double[SviSums.Count * Line];
        var errors = new double[Line];
        SviSums.Sum<T>(columns, random.Between(-0.3, 0.3), random.Between(0.01, 1), sums);
        columns.Linearise<T>(new RawSvi(-0.004, 0.1, random.Between(-0.9, 0.9), 0.02, 0.1), errors);
        return [.. sums, .. errors, .. columns.Y, .. columns.U];
    }

    public string Describe(int index) => $"element {index} of {count} quotes of seed {seed}: " + index switch
    {
        < SviSums.Count * Line => $"sum {index / Line}, row {index % Line}",
        < (SviSums.Count + 1) * Line => $"error, row {index % Line}",
        _ => "target or weight",
    };
}

internal sealed class TotalsRun(RiskArray array, int[] rows, double[] quantities) : IKernelRun
{
    public string Kernel => "ScanKernel.Totals";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var totals = new double[array.Stride];
        new ScanKernel<T>(array.Cells, array.Stride).Totals(rows, quantities, totals);
        return totals;
    }

    public string Describe(int index) => $"column {index}, Σ " + string.Join(
        " + ", rows.Zip(quantities, (row, quantity) => $"{quantity:R}×{array.Cells[row * array.Stride + index]:R}"));
}

/// <summary>Running totals after each multiple of a row.</summary>
internal sealed class AddRun(double[] row, double[] quantities, double[] start) : IKernelRun
{
    public string Kernel => "ScanKernel.Add";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var totals = start.ToArray();
        var results = new double[quantities.Length * row.Length];
        for (var i = 0; i < quantities.Length; i++)
        {
            ScanKernel<T>.Add(row, quantities[i], totals);
            totals.CopyTo(results, i * row.Length);
        }
        return results;
    }

    public string Describe(int index) =>
        $"column {index % row.Length}, cell {row[index % row.Length]:R}, start {start[index % row.Length]:R}, times "
        + string.Join(", ", quantities.Take(index / row.Length + 1).Select(q => q.ToString("R")));
}

internal sealed class WorstRun(RiskArray array, int scenarios, SparseAccounts accounts) : IKernelRun
{
    public string Kernel => "ScanKernel.Worst";

    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var worst = new double[accounts.Count];
        new ScanKernel<T>(array.Cells, array.Stride).Worst(accounts, scenarios, worst);
        return worst;
    }

    public string Describe(int index) => $"account {index} over {scenarios} scenarios, "
        + string.Join(" + ", Enumerable.Range(0, accounts.Starts[index + 1] - accounts.Starts[index])
            .Select(i => accounts.Starts[index] + i).Select(i => $"{accounts.Quantities[i]:R}×row {accounts.Rows[i]}"));
}
