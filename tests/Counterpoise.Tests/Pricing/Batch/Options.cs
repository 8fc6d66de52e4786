using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>Options in columns with room for their results.</summary>
internal sealed class Options(int count)
{
    public int Count { get; } = count;

    public double[] Sign { get; } = new double[count];

    public double[] Forward { get; } = new double[count];

    public double[] Strike { get; } = new double[count];

    public double[] Vol { get; } = new double[count];

    public double[] Years { get; } = new double[count];

    public double[] Price { get; } = new double[count];

    public double[] Delta { get; } = new double[count];

    public double[] Gamma { get; } = new double[count];

    public double[] Vega { get; } = new double[count];

    public double[] Theta { get; } = new double[count];

    public OptionColumns Columns => new(Sign, Forward, Strike, Vol, Years);

    public static Options Of(IReadOnlyList<(double Sign, double F, double K, double Vol, double Years)> options)
    {
        var columns = new Options(options.Count);
        for (var i = 0; i < columns.Count; i++) columns.Put(i, options[i]);
        return columns;
    }

    public void Put(int i, (double Sign, double F, double K, double Vol, double Years) option) =>
        (Sign[i], Forward[i], Strike[i], Vol[i], Years[i]) = option;

    public Options Priced()
    {
        BatchBlack76.All(Columns, new(Price, Delta, Gamma, Vega, Theta));
        return this;
    }

    /// <summary>What the batch fills in, in its order.</summary>
    public double[] Results(int i) => [Price[i], Delta[i], Gamma[i], Vega[i], Theta[i]];

    /// <summary>The same from the clear version, whose word a sign other than ±1 is NaN.</summary>
    public double[] Clear(int i)
    {
        var greeks = Black76.All(
            Sign[i] > 0 ? OptionRight.Call : OptionRight.Put, Sign[i] is 1 or -1 ? Forward[i] : double.NaN, Strike[i],
            Vol[i], Years[i]);
        return [greeks.Price, greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta];
    }
}
