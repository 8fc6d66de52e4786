using BenchmarkDotNet.Attributes;
using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Bench.Explore;

/// <summary>Prices, Greeks and implied volatilities, in batches and one by one.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class BatchPricing
{
    private const int Count = 4096;
    private const double Forward = 100;

    private readonly Random _random = new(76);
    private Memory<double> _sign, _forward, _strike, _vol, _years, _price, _delta, _gamma, _vega, _theta, _found;
    private ImpliedVolOutcome[] _outcomes = [];

    /// <summary>Makes the inputs.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _strike = Column.Of(Count, () => Forward * Math.Exp(Uniform(-0.3, 0.3)));
        var at = 0;
        _sign = Column.Of(Count, () => _strike.Span[at++] >= Forward ? 1 : -1);
        _forward = Column.Of(Count, () => Forward);
        _vol = Column.Of(Count, () => Uniform(0.3, 1.2));
        _years = Column.Of(Count, () => Uniform(1, 365) / 365);
        _price = Column.Of(Count, () => 0);
        _delta = Column.Of(Count, () => 0);
        _gamma = Column.Of(Count, () => 0);
        _vega = Column.Of(Count, () => 0);
        _theta = Column.Of(Count, () => 0);
        _found = Column.Of(Count, () => 0);
        _outcomes = new ImpliedVolOutcome[Count];
        PriceAndGreeks();
    }

    /// <summary>Price and four Greeks, per option.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void PriceAndGreeks() => BatchBlack76.All(
        new(_sign.Span, _forward.Span, _strike.Span, _vol.Span, _years.Span),
        new(_price.Span, _delta.Span, _gamma.Span, _vega.Span, _theta.Span));

    /// <summary>Implied volatility, per quote.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void ImpliedVolatility() => BatchImpliedVol.Solve(
        new(_sign.Span, _price.Span, _forward.Span, _strike.Span, _years.Span), _found.Span, _outcomes);

    /// <summary>The precise price of one option.</summary>
    [Benchmark]
    public double PreciseAlone() =>
        Black76.Price(OptionRight.Call, Forward, _strike.Span[0], _vol.Span[0], _years.Span[0]);

    private double Uniform(double low, double high) => low + (high - low) * _random.NextDouble();
}
