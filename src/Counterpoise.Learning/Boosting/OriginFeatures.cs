using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;
using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>
/// What is known at every hourly origin, from candles that opened before it. Volatilities enter as ratios to the σ that
/// scales the target, so a forecast grows by a factor when all of them do; each is monotone: a higher one never lowers
/// the forecast. A missing value is NaN.
/// </summary>
public sealed class OriginFeatures
{
    private const int Day = 24;
    private const int Week = 168;
    private const int Month = 720;

    // Half-lives of the EWMA volatilities, hours.
    private static readonly int[] HalfLives = [6, 24, 72, Month, 4_320];

    private static readonly (string Name, sbyte Sign)[] Own =
    [
        ("vol 6 h", 1), ("vol 24 h", 1), ("vol 72 h", 1), ("vol 30 d", 1), ("vol 180 d", 1), ("vol level", 0),
        ("range 24 h", 1), ("range 7 d", 1),
        ("move 24 h", 0), ("move 6 h", 0), ("move 1 h", 0), ("|move| 24 h", 1), ("|move| 6 h", 1), ("|move| 1 h", 1),
        ("drawdown 72 h", 0), ("run-up 72 h", 0), ("volume 24 h", 0), ("volume 1 h", 0),
        ("hour", 0), ("weekday", 0), ("largest move 7 d", 1), ("largest move 30 d", 1),
    ];

    private readonly double[] _rows;
    private readonly HourlyVol _vol;

    private OriginFeatures(CandleHistory history, IReadOnlyList<IndicatorSeries> indicators)
    {
        From = history.From;
        Count = checked((int)(history.To - history.From) + 1);
        Names = [.. Own.Select(o => o.Name), .. indicators.Select(i => i.Name)];
        Signs = [.. Own.Select(o => o.Sign), .. indicators.Select(i => checked((sbyte)i.Sign))];
        _rows = new double[Count * Columns];
        _vol = new HourlyVol(history, HourlyVol.Fast);
    }

    /// <summary>Names of the features, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>1 if the forecast may only rise with a feature, −1 if only fall, 0 if either.</summary>
    public IReadOnlyList<sbyte> Signs { get; }

    /// <summary>Features a row.</summary>
    public int Columns => Names.Count;

    /// <summary>First origin, hours since 1970.</summary>
    public long From { get; }

    /// <summary>Origins; the last is the end of the history.</summary>
    public int Count { get; }

    /// <summary>The features of an origin; all NaN if the hour before it has no candle.</summary>
    /// <param name="index">Origin − <see cref="From"/>.</param>
    public ReadOnlySpan<double> Row(int index) => _rows.AsSpan(index * Columns, Columns);

    /// <summary>True if the origin has features: the hour before it has a candle, and 30 days lie before it.</summary>
    public bool HasRow(int index) => !double.IsNaN(_rows[index * Columns]);

    /// <summary>σ of a window as a fraction of the price, on the fast volatility.</summary>
    public double Sigma(int index, int hours) => _vol.At(From + index, hours);

    /// <summary>Features of every origin of a history.</summary>
    /// <param name="history">Candles.</param>
    /// <param name="indicators">Further columns.</param>
    public static OriginFeatures Of(CandleHistory history, IReadOnlyList<IndicatorSeries> indicators)
    {
        var features = new OriginFeatures(history, indicators);
        var hours = new Hours(history);
        Ewma[] volatilities = [.. HalfLives.Select(h => new Ewma(Elementary.Exp(-Elementary.Log(2) / h)))];
        for (var index = 1; index < features.Count; index++)
        {
            var r = hours.Returns[index - 1];
            foreach (var volatility in volatilities)
                if (!double.IsNaN(r)) volatility.Add(r * r);
            var sigma = features.Sigma(index, 1);
            var row = features._rows.AsSpan(index * features.Columns, features.Columns);
            row.Fill(double.NaN);
            if (!(sigma > 0) || index < Month || !hours.Present(index - 1)) continue;
            for (var i = 0; i < volatilities.Length; i++)
                row[i] = 0.5 * LogRatio(volatilities[i].Value, sigma * sigma);
            Fill(row, hours, index, sigma);
            for (var i = 0; i < indicators.Count; i++)
                row[Own.Length + i] = indicators[i].Before(features.From + index);
        }
        features._rows.AsSpan(0, features.Columns).Fill(double.NaN);
        return features;
    }

    private static void Fill(Span<double> row, Hours hours, int index, double sigma)
    {
        var origin = hours.From + index;
        row[5] = Elementary.Log(sigma);
        row[6] = 0.5 * LogRatio(hours.MeanRange(index, Day), sigma * sigma);
        row[7] = 0.5 * LogRatio(hours.MeanRange(index, Week), sigma * sigma);
        ReadOnlySpan<int> spans = [Day, 6, 1];
        for (var i = 0; i < spans.Length; i++)
        {
            var move = hours.Move(index, spans[i]) / (sigma * Math.Sqrt(spans[i]));
            (row[8 + i], row[11 + i]) = (move, Math.Abs(move));
        }
        var (drawdown, runUp) = hours.Extremes(index, 72);
        (row[14], row[15]) = (drawdown / (sigma * Math.Sqrt(72)), runUp / (sigma * Math.Sqrt(72)));
        var usual = hours.MeanVolume(index, Month);
        row[16] = LogRatio(hours.MeanVolume(index, Day), usual);
        row[17] = LogRatio(hours.MeanVolume(index, 1), usual);
        row[18] = origin % Day;
        // 1970-01-01 was a Thursday; Monday is 0.
        row[19] = (origin / Day + 3) % 7;
        row[20] = hours.LargestReturn(index, Week) / sigma;
        row[21] = hours.LargestReturn(index, Month) / sigma;
    }

    private static double LogRatio(double value, double to) =>
        value > 0 && to > 0 ? Elementary.Log(value / to) : double.NaN;

    /// <summary>An average with exponential weights that sum to one from the first value on.</summary>
    private sealed class Ewma(double decay)
    {
        private double _sum;
        private double _weight;

        public double Value => _weight > 0 ? _sum / _weight : double.NaN;

        public void Add(double x)
        {
            _sum = decay * _sum + (1 - decay) * x;
            _weight = decay * _weight + (1 - decay);
        }
    }

    /// <summary>Per-hour columns. Every question is about the hours before an index.</summary>
    private sealed class Hours
    {
        private readonly double[] _logCloses;
        private readonly double[] _ranges;
        private readonly double[] _volumes;

        public Hours(CandleHistory history)
        {
            From = history.From;
            var length = checked((int)(history.To - history.From));
            (_logCloses, _ranges, _volumes) = (new double[length], new double[length], new double[length]);
            Returns = new double[length];
            // Parkinson 1980: the variance of an hour is ln(high/low)² ÷ (4 ln 2).
            var scale = 1 / (4 * Elementary.Log(2));
            var last = double.NaN;
            for (var i = 0; i < length; i++)
            {
                if (!history.Has(From + i))
                {
                    (_logCloses[i], _ranges[i], _volumes[i], Returns[i]) =
                        (double.NaN, double.NaN, double.NaN, double.NaN);
                    continue;
                }
                var candle = history[From + i];
                var range = Elementary.Log(candle.High / candle.Low);
                _logCloses[i] = Elementary.Log(candle.Close);
                (_ranges[i], _volumes[i]) = (range * range * scale, candle.Volume);
                // After an outage the return spans it: the move happened.
                Returns[i] = _logCloses[i] - last;
                last = _logCloses[i];
            }
        }

        public long From { get; }

        public double[] Returns { get; }

        public bool Present(int hour) => !double.IsNaN(_logCloses[hour]);

        public double Move(int index, int span) => _logCloses[index - 1] - _logCloses[index - 1 - span];

        public double MeanRange(int index, int span) => Mean(_ranges.AsSpan(index - span, span));

        public double MeanVolume(int index, int span) => Mean(_volumes.AsSpan(index - span, span));

        public double LargestReturn(int index, int span)
        {
            var largest = 0.0;
            foreach (var r in Returns.AsSpan(index - span, span))
                if (Math.Abs(r) > largest) largest = Math.Abs(r);
            return largest;
        }

        /// <summary>The deepest fall from a high and the largest rise from a low among the closes.</summary>
        public (double Drawdown, double RunUp) Extremes(int index, int span)
        {
            var (high, low, drawdown, runUp) = (double.NegativeInfinity, double.PositiveInfinity, 0.0, 0.0);
            foreach (var close in _logCloses.AsSpan(index - span, span))
            {
                if (double.IsNaN(close)) continue;
                (high, low) = (Math.Max(high, close), Math.Min(low, close));
                (drawdown, runUp) = (Math.Max(drawdown, high - close), Math.Max(runUp, close - low));
            }
            return (drawdown, runUp);
        }

        private static double Mean(ReadOnlySpan<double> values)
        {
            var (sum, count) = (0.0, 0);
            foreach (var value in values)
            {
                if (double.IsNaN(value)) continue;
                sum += value;
                count++;
            }
            return count > 0 ? sum / count : double.NaN;
        }
    }
}
