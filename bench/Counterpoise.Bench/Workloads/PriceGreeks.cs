using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;
using Counterpoise.Bench.Probes;
using Counterpoise.Pricing;

namespace Counterpoise.Bench.Workloads;

/// <summary>Black-76 price, delta, gamma, vega and theta of 4,096 options, in the second-level cache.</summary>
internal sealed unsafe class PriceGreeks : Workload
{
    private const int Count = 4096;
    private const double Tolerance = 1e-13;

    // Our kernel: 98 multiply-class operations per 8 options; divisions and root not counted.
    private const double FlopPerOption = 2 * 98;

    private readonly OptionSet _set;
    private readonly Column<double> _price, _delta, _gamma, _vega, _theta;
    private readonly nint _payoffs;

    /// <summary>Makes the inputs.</summary>
    public PriceGreeks()
        : base("price + 4 Greeks, 4,096 options", "option")
    {
        _set = new OptionSet(Arena, Count, seed: 76);
        _price = Arena.New<double>(Count);
        _delta = Arena.New<double>(Count);
        _gamma = Arena.New<double>(Count);
        _vega = Arena.New<double>(Count);
        _theta = Arena.New<double>(Count);
        _payoffs = RivalLibrary.QuantLibKeepPayoffs(Count, _set.Sign.Pointer, _set.Strike.Pointer);
        var ours = new LocalContender("ours", Count, RunOurs);
        Matches =
        [
            new(ours, new LocalContender("SLEEF", Count, RunSleef), Goal: 3),
            new(ours, new LocalContender("QuantLib BlackCalculator", Count, RunQuantLib), Goal: 25),
            new(ours, new LocalContender("same, payoffs not kept", Count, RunQuantLibPlain)),
            new(ours, new LocalContender("C library, scalar", Count, RunLibm)),
        ];
        Limit = ArithmeticProbe.Fma(FlopPerOption);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override Contender? Limit { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        var precise = Enumerable.Range(0, Count).Select(Precise).ToArray();
        Verify("ours", RunOurs, precise);
        Verify("SLEEF", RunSleef, precise);
        Verify("QuantLib", RunQuantLib, precise);
        Verify("QuantLib, payoffs not kept", RunQuantLibPlain, precise);
        Verify("C library", RunLibm, precise);
        return [];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        RivalLibrary.QuantLibDropPayoffs(_payoffs);
        base.Dispose(disposing);
    }

    private Greeks Precise(int row) =>
        Black76.All(_set.Right(row), _set.Forward[row], _set.Strike[row], _set.Vol[row], _set.Years[row]);

    private void Verify(string who, Action run, Greeks[] precise)
    {
        foreach (var column in new[] { _price, _delta, _gamma, _vega, _theta }) column.Span.Fill(double.NaN);
        run();
        void Check(string what, Column<double> column, Func<Greeks, double> of, double scale) =>
            Comparison.Close($"{who}, {what}", column.Span, precise.Select(of).ToArray(), Tolerance, scale);
        Check("price", _price, g => g.Price, OptionSet.ForwardPrice);
        Check("delta", _delta, g => g.Delta, 1);
        Check("gamma", _gamma, g => g.Gamma, 1 / OptionSet.ForwardPrice);
        Check("vega", _vega, g => g.Vega, OptionSet.ForwardPrice);
        Check("theta", _theta, g => g.Theta, OptionSet.ForwardPrice);
    }

    private void RunOurs() => BatchBlack76.All(
        new(_set.Sign.Span, _set.Forward.Span, _set.Strike.Span, _set.Vol.Span, _set.Years.Span),
        new(_price.Span, _delta.Span, _gamma.Span, _vega.Span, _theta.Span));

    private void RunSleef() => RivalLibrary.SleefBlack76(
        Count, _set.Sign.Pointer, _set.Forward.Pointer, _set.Strike.Pointer, _set.Vol.Pointer, _set.Years.Pointer,
        _price.Pointer, _delta.Pointer, _gamma.Pointer, _vega.Pointer, _theta.Pointer);

    private void RunLibm() => RivalLibrary.LibmBlack76(
        Count, _set.Sign.Pointer, _set.Forward.Pointer, _set.Strike.Pointer, _set.Vol.Pointer, _set.Years.Pointer,
        _price.Pointer, _delta.Pointer, _gamma.Pointer, _vega.Pointer, _theta.Pointer);

    private void RunQuantLib() => RivalLibrary.QuantLibBlack76(
        Count, _payoffs, _set.Forward.Pointer, _set.Vol.Pointer, _set.Years.Pointer,
        _price.Pointer, _delta.Pointer, _gamma.Pointer, _vega.Pointer, _theta.Pointer);

    private void RunQuantLibPlain() => RivalLibrary.QuantLibBlack76Plain(
        Count, _set.Sign.Pointer, _set.Forward.Pointer, _set.Strike.Pointer, _set.Vol.Pointer, _set.Years.Pointer,
        _price.Pointer, _delta.Pointer, _gamma.Pointer, _vega.Pointer, _theta.Pointer);
}
