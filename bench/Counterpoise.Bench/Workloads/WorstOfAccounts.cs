using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;
using Counterpoise.Bench.Probes;
using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;

namespace Counterpoise.Bench.Workloads;

/// <summary>The worst loss of every account, against scipy and the time to read the same bytes from L2.</summary>
internal sealed class WorstOfAccounts : Workload
{
    private const double Tolerance = 1e-12;

    // Each position reads one padded row.
    private const double BytesPerAccount = (double)AccountBook.Positions * AccountBook.Stride * sizeof(double);

    private readonly AccountBook _book;
    private readonly PythonRivals _python;
    private readonly Action _ours;

    /// <summary>Makes the inputs.</summary>
    public WorstOfAccounts(PythonRivals python)
        : base("100,000 accounts × 20 positions × 33 scenarios", "account")
    {
        _python = python;
        _book = new AccountBook(Arena);
        _book.Write(_python);
        _ours = PrepareOurs(_book);
        var timed = new LocalContender("ours", AccountBook.Accounts, _ours);
        var read = ReadProbe.Of(Arena, "L2 read of the rows", ReadProbe.Level2, BytesPerAccount);
        var scipy = new PythonContender("scipy CSR", AccountBook.Accounts, _python, AccountBook.PythonName);
        Matches = [new(timed, read, Goal: 1 / 1.3), new(timed, scipy, Goal: 4)];
        Limit = read;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override Contender? Limit { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        var plain = _book.Plain();
        var scale = plain.Max(Math.Abs);
        Comparison.Close("scipy CSR", _python.Result(AccountBook.PythonName), plain, Tolerance, scale);
        _book.Worst.Span.Fill(double.NaN);
        _ours();
        Comparison.Close("ours", _book.Worst.Span, plain, Tolerance, scale);
        return [];
    }

    // OURS: prepares what is outside the tick, and returns the call that is timed: it reads the padded rows of the risk
    // array and the positions, and writes book.Worst.
    private static Action PrepareOurs(AccountBook book)
    {
        var shocks = AccountBook.Scenarios();
        var array = new RiskArray(
            [.. Enumerable.Range(0, AccountBook.Instruments).Select(book.Options.Contract)], _ => shocks);
        var accounts = new SparseAccounts(
            book.Offsets.Span.ToArray(), book.Instrument.Span.ToArray(), book.Quantity.Span.ToArray());
        return () => AccountScan.Worst(array, AccountBook.ScenarioCount, accounts, book.Worst.Span);
    }
}
