using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// How two coins move together, from hourly log returns: exponentially weighted over 30 days (λ = 1 − 1/720) and 3 days
/// (λ = 1 − 1/72), and the 5 % quantile of the monthly one over three years. Each is shrunk towards the median of those
/// three years as if that were n₀ = 24 hours more of data: ρ = (n·r + n₀·median)/(n + n₀), n = (1 + λ)/(1 − λ) the
/// hours an exponential window is worth.
/// </summary>
public sealed class CorrelationGauge
{
    private const double PriorHours = 24;
    private const int ThreeYears = 3 * Indicator.YearHours;
    private const int LeastHours = 720;
    private const double LowTail = 0.05;

    private readonly Moments _month = new(1 - 1.0 / 720);
    private readonly Moments _threeDays = new(1 - 1.0 / 72);
    private readonly SortedWindow _past = new(ThreeYears);
    private double _first;
    private double _second;
    private long _hour;
    private int _count;

    /// <summary>Takes the closes of an hour; after a gap the next return is left out.</summary>
    /// <param name="hour">Hours since 1970.</param>
    /// <param name="first">Of one coin, USD.</param>
    /// <param name="second">Of the other.</param>
    public void Step(long hour, double first, double second)
    {
        if (_first > 0 && hour == _hour + 1)
        {
            var (x, y) = (Elementary.Log(first / _first), Elementary.Log(second / _second));
            _month.Add(x, y);
            _threeDays.Add(x, y);
            if (++_count >= LeastHours) _past.Add(hour, _month.Correlation);
        }
        (_hour, _first, _second) = (hour, first, second);
    }

    /// <summary>The last hour taken.</summary>
    public long Hour => _hour;

    /// <summary>Over 30 days; null with less.</summary>
    public double? Month => _count >= LeastHours ? Shrunk(_month) : null;

    /// <summary>Over 3 days; null while there is no month.</summary>
    public double? ThreeDays => _count >= LeastHours ? Shrunk(_threeDays) : null;

    /// <summary>5 % quantile over three years; null with less than one.</summary>
    public double? Low => _past.Span >= Indicator.YearHours - 1 ? _past.Quantile(LowTail) : null;

    /// <summary>|ρ of 3 days − ρ of 30 days|: how far the correlation has broken.</summary>
    public double? Break => Month is { } month && ThreeDays is { } days ? Math.Abs(days - month) : null;

    /// <summary>What a dynamic rulebook takes.</summary>
    /// <param name="first">One coin.</param>
    /// <param name="second">The other.</param>
    /// <param name="age">Of the last hour.</param>
    public CoinCorrelation Of(Currency first, Currency second, Duration age) => new(first, second)
    {
        Month = Month is { } month ? new Observed(month, 1, age) : null,
        ThreeDays = ThreeDays is { } days ? new Observed(days, 1, age) : null,
        Low = Low is { } low ? new Observed(low, 1, age) : null,
    };

    private double Shrunk(Moments moments)
    {
        var hours = moments.Hours;
        return (hours * moments.Correlation + PriorHours * _past.Quantile(0.5)) / (hours + PriorHours);
    }

    private sealed class Moments(double lambda)
    {
        private double _xx;
        private double _yy;
        private double _xy;

        public double Hours => (1 + lambda) / (1 - lambda);

        public double Correlation => _xx > 0 && _yy > 0 ? _xy / Math.Sqrt(_xx * _yy) : 0;

        public void Add(double x, double y)
        {
            _xx = lambda * _xx + (1 - lambda) * x * x;
            _yy = lambda * _yy + (1 - lambda) * y * y;
            _xy = lambda * _xy + (1 - lambda) * x * y;
        }
    }
}
