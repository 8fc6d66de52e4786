using System.Globalization;
using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;
using Counterpoise.Pricing.Models;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// Heston calls, 100 strikes within three deviations on each of 10 expiries, 7 days to 2 years, one parameter set.
/// Both are held to 1e-10 of values of 30 digits at a forward of 100; QuantLib has its fastest setting that holds it.
/// </summary>
internal sealed unsafe class HestonGrid : Workload
{
    private const int Expiries = 10;
    private const int Strikes = 100;
    private const int Count = Expiries * Strikes;
    private const double MostError = 1e-10;

    private readonly HestonParameters _parameters;
    private readonly double _forward;
    private readonly double[] _exact;
    private readonly Column<double> _sign, _strike, _years, _price, _gradient;
    private readonly nint _payoffs, _heston;

    /// <summary>Reads the inputs and what they are to give.</summary>
    public HestonGrid()
        : base($"Heston, {Strikes} strikes × {Expiries} expiries", "option")
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "heston-grid.csv")).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(','), n => double.Parse(n, CultureInfo.InvariantCulture)))
            .ToArray();
        _parameters = new(rows[0][0], rows[0][1], rows[0][2], rows[0][3], rows[0][4]);
        _forward = rows[0][6];
        _exact = Array.ConvertAll(rows, row => row[8]);
        _sign = Arena.Of(Count, _ => 1.0);
        _years = Arena.Of(Count, row => rows[row][5]);
        _strike = Arena.Of(Count, row => rows[row][7]);
        _price = Arena.New<double>(Count);
        _gradient = Arena.New<double>(HestonParameters.Count * Count);
        _payoffs = RivalLibrary.QuantLibKeepPayoffs(Count, _sign.Pointer, _strike.Pointer);
        _heston = RivalLibrary.QuantLibKeepHeston(
            _forward, _parameters.V0, _parameters.Kappa, _parameters.Theta, _parameters.VolOfVol, _parameters.Rho);
        var ours = new LocalContender("ours", Count, RunOurs);
        Matches =
        [
            new(ours, new LocalContender("QuantLib, Andersen-Piterbarg, trapezoid 40", Count, RunQuantLib), Goal: 5),
            new(ours, new LocalContender("ours with the gradient in five parameters", Count, RunGradient)),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Match> Matches { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Verify()
    {
        double Error(string who, Action run)
        {
            _price.Span.Fill(double.NaN);
            run();
            Comparison.Close(who, _price.Span, _exact, MostError / _forward, _forward);
            return _exact.Select((exact, row) => Math.Abs(_price[row] - exact)).Max();
        }
        return
        [
            new(Name, "ours: largest error at a forward of 100", Error("ours", RunOurs), MostError),
            new(Name, "ours with the gradient: the same", Error("ours, gradient", RunGradient), MostError),
            new(Name, "QuantLib: the same", Error("QuantLib", RunQuantLib), MostError),
        ];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        RivalLibrary.QuantLibDropHeston(_heston);
        RivalLibrary.QuantLibDropPayoffs(_payoffs);
        base.Dispose(disposing);
    }

    private HestonSlice Slice(int expiry) => new(
        _forward, _years[expiry * Strikes], _sign.Span.Slice(expiry * Strikes, Strikes),
        _strike.Span.Slice(expiry * Strikes, Strikes));

    private void RunOurs()
    {
        for (var expiry = 0; expiry < Expiries; expiry++)
            BatchHeston.Price(Slice(expiry), _parameters, _price.Span.Slice(expiry * Strikes, Strikes));
    }

    private void RunGradient()
    {
        const int row = HestonParameters.Count * Strikes;
        for (var expiry = 0; expiry < Expiries; expiry++)
        {
            BatchHeston.PriceAndGradient(
                Slice(expiry), _parameters, _price.Span.Slice(expiry * Strikes, Strikes),
                _gradient.Span.Slice(expiry * row, row));
        }
    }

    private void RunQuantLib() => RivalLibrary.QuantLibHeston(
        Count, _heston, _payoffs, _strike.Pointer, _years.Pointer, _price.Pointer);
}
