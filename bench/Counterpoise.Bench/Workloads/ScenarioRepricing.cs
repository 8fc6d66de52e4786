using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;
using Counterpoise.Bench.Probes;

namespace Counterpoise.Bench.Workloads;

/// <summary>A book of options repriced on all scenarios, summed by quantity, worst taken.</summary>
internal sealed class ScenarioRepricing : Workload
{
    private const double Tolerance = 1e-13;

    // Multiply-class operations per 8 values of the grid kernel: 2 rationals, exp, and what joins them.
    private const double FlopPerValue = 2 * 53;

    private readonly ScenarioBook _book;
    private readonly PythonRivals _python;
    private readonly BookRepricing _ours;

    /// <summary>Makes the inputs.</summary>
    public ScenarioRepricing(PythonRivals python, int spots, int vols)
        : base($"scenario repricing {ScenarioBook.Count} × {spots * vols}", "value")
    {
        _python = python;
        _book = new ScenarioBook(Arena, spots, vols);
        _book.Write(_python);
        _ours = new BookRepricing(
            [.. Enumerable.Range(0, ScenarioBook.Count).Select(_book.Options.Contract)],
            _book.Quantity.Span.ToArray(),
            _book.Shocks());
        var values = (double)ScenarioBook.Count * _book.Scenarios;
        var timed = new LocalContender("ours", values, _ours.Run);
        Matches =
        [
            new(timed, new LocalContender("QuantLib blackFormula", values, _book.RunQuantLib), Goal: 10),
            new(timed, new PythonContender("numpy + scipy ndtr", values, _python, _book.PythonName), Goal: 4),
        ];
        Limit = ArithmeticProbe.Fma(FlopPerValue);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override Contender? Limit { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        var precise = _book.Precise();
        Comparison.Close("numpy", _python.Result(_book.PythonName), precise, Tolerance, _book.Scale);
        _book.Totals.Span.Fill(double.NaN);
        _book.RunQuantLib();
        Comparison.Close("QuantLib", _book.Found(), precise, Tolerance, _book.Scale);
        _ours.Run();
        Comparison.Close("ours", [.. _ours.Totals, _ours.Worst], precise, Tolerance, _book.Scale);
        return [];
    }
}
