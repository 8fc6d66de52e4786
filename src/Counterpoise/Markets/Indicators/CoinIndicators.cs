using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// All indicators of one coin as one stream: observations go in as they arrive, each judged before it counts; readings
/// and <see cref="RiskParameters"/> come out at any instant. What is not known is absent, never guessed.
/// </summary>
public sealed class CoinIndicators
{
    private const double HoursADay = 24;
    private const int FiveDays = 120;
    private const int ThirtyDays = 720;
    private const double FallADay = 0.05;
    private const double LeastVolSpread = 0.02;

    private static readonly double DaysRoot = Math.Sqrt(HoursADay);

    private readonly EwmaVol _fast = new(1 - 1.0 / 240);
    private readonly EwmaVol _slow = new(1 - 0.693147180559945309417 / ThirtyDays);
    private readonly EwmaVol _long = new(1 - 1e-6);
    private readonly EwmaVol _impliedMoves = new(1 - 1.0 / 30);
    private readonly RangeVol _ranges = new(FiveDays * 2);
    private readonly RollingMean _volume5 = new(FiveDays);
    private readonly RollingMean _volume30 = new(ThirtyDays);
    private readonly SortedWindow _spreads = new(ThirtyDays);
    private readonly DepthGuard _depthGuard = new();
    private readonly PriceGuard _priceGuard = new();
    private readonly OptionSpreads _options = new();
    private readonly FallLimit _initialRange = new(FallADay);
    private readonly FallLimit _maintenanceRange = new(FallADay);
    private readonly Indicator[] _all;
    private readonly ScanLimits _limits;
    private (double Usd, Instant Time)? _slowDepth;
    private (double Low, double High) _hour;
    private long _lastHour;

    /// <summary>An empty stream.</summary>
    /// <param name="coin">Of which coin; bitcoin if it is left out.</param>
    public CoinIndicators(Currency? coin = null)
    {
        _limits = ScanLimits.Of(coin ?? Currency.Parse("BTC"));
        _all = [.. Enum.GetValues<IndicatorName>().Select(name => new Indicator(IndicatorList.Terms(name)))];
    }

    /// <summary>One indicator.</summary>
    public Indicator this[IndicatorName name] => _all[(int)name];

    /// <summary>Every indicator's reading.</summary>
    public IReadOnlyList<(IndicatorTerms Terms, IndicatorReading Reading)> At(Instant time) =>
        [.. _all.Select(indicator => (indicator.Terms, indicator.At(time)))];

    /// <summary>The last accepted mark, or the close of the last hour before any, USD; 0 before the first.</summary>
    public double Price => _priceGuard.Last > 0 ? _priceGuard.Last : _hour.High;

    /// <summary>Ends an hour.</summary>
    /// <param name="hour">When it opened, hours since 1970; later than those before.</param>
    /// <param name="candle">Its prices; its volume in coins.</param>
    public void Hour(long hour, Candle candle)
    {
        var time = Instant.FromUnixSeconds((hour + 1) * 3_600);
        foreach (var vol in (EwmaVol[])[_fast, _slow, _long])
        {
            if (hour != _lastHour + 1) vol.Break();
            vol.Step(candle.Close);
        }
        _lastHour = hour;
        _hour = (candle.Close, candle.Close);
        _ranges.Step(candle);
        ObserveVols(time);
        if (_ranges.IsFull) this[IndicatorName.RangeVol].Observe(time, DaysRoot * _ranges.GarmanKlass);
        if (!(candle.Volume > 0)) return;
        _volume5.Add(candle.Volume);
        _volume30.Add(candle.Volume);
        if (_volume30.IsFull)
            this[IndicatorName.Volume].Observe(time, HoursADay * Math.Min(_volume5.Mean, _volume30.Mean));
    }

    /// <summary>A price, the mark of the venue margined: it moves the volatility of the unfinished hour.</summary>
    public Judgement Mark(Instant time, double price)
    {
        if (_priceGuard.Fault(time, price) is { } fault)
        {
            this[IndicatorName.FastVol].Reject(time, fault);
            return Judgement.Rejected(fault);
        }
        _hour = _hour.Low > 0 ? (Math.Min(_hour.Low, price), Math.Max(_hour.High, price)) : (price, price);
        ObserveVols(time);
        return Judgement.Accepted;
    }

    /// <summary>A price of another venue, to judge marks by.</summary>
    public void OtherPrice(Instant time, double price) => _priceGuard.Other(time, price);

    /// <summary>Depth within 1 % of the middle.</summary>
    public Judgement Depth(Instant time, DepthSample sample)
    {
        var fault = _depthGuard.Fault(time, sample, _priceGuard.Last > 0 ? _priceGuard.Last : null);
        if (fault is not null) return RejectDepth(time, fault);
        var reading = this[IndicatorName.DepthNow].Observe(time, sample.Usd);
        // Not trusted again yet: it does not fill the slow depth either.
        if (reading.Quality != IndicatorQuality.Fresh) return Judgement.Held("good again, but not for long enough");
        _slowDepth = (SlowDepth(time, sample.Usd), time);
        this[IndicatorName.DepthSlow].Observe(time, _slowDepth.Value.Usd);
        return Judgement.Accepted;
    }

    /// <summary>Refuses depth for a reason its source knows: a gap in the sequence, a book that is not whole.</summary>
    public Judgement RejectDepth(Instant time, string reason)
    {
        this[IndicatorName.DepthNow].Reject(time, reason);
        return Judgement.Rejected(reason);
    }

    /// <summary>The best bid and ask of the perpetual.</summary>
    public Judgement Spread(Instant time, double bid, double ask)
    {
        var indicator = this[IndicatorName.Spread];
        if (!(bid > 0 && ask > bid && double.IsFinite(ask)))
        {
            const string crossed = "crossed: bid at or above ask";
            indicator.Reject(time, crossed);
            return Judgement.Rejected(crossed);
        }
        var spread = (ask - bid) / (0.5 * (ask + bid));
        indicator.Observe(time, spread);
        _spreads.Add(time.Nanoseconds / 3_600_000_000_000, spread);
        return Judgement.Accepted;
    }

    /// <summary>An option's quotes: the spread of its tenor.</summary>
    public Judgement OptionQuote(Instant time, OptionQuote quote) =>
        _options.Observe(time, quote, this[IndicatorName.VolSpread7 + TenorBuckets.Of(quote.Seconds)]);

    /// <summary>A funding rate.</summary>
    /// <param name="time">When it was paid.</param>
    /// <param name="rate">Per 8 hours, a fraction.</param>
    public IndicatorReading Funding(Instant time, double rate) =>
        this[IndicatorName.Funding].Observe(time, Math.Abs(rate));

    /// <summary>A basis, perpetual or future over index; only its size counts.</summary>
    /// <param name="time">When.</param>
    /// <param name="share">Fraction of the price.</param>
    public IndicatorReading Basis(Instant time, double share) =>
        this[IndicatorName.Basis].Observe(time, Math.Abs(share));

    /// <summary>An implied volatility of 30 days, DVOL or at the money, once a day.</summary>
    /// <param name="time">When.</param>
    /// <param name="vol">Annualised fraction.</param>
    public IndicatorReading Implied(Instant time, double vol)
    {
        _impliedMoves.Step(vol);
        if (_impliedMoves.Count >= 30) this[IndicatorName.VolOfVol].Observe(time, _impliedMoves.PerStep);
        return this[IndicatorName.Implied].Observe(time, vol);
    }

    /// <summary>Any other number that its source has judged.</summary>
    public IndicatorReading Observe(IndicatorName name, Instant time, double value) => this[name].Observe(time, value);

    /// <summary>
    /// What a dynamic rulebook takes. The scan ranges are <see cref="ScanForecast"/>'s, falling by at most 5 % a day.
    /// </summary>
    /// <param name="time">Now.</param>
    /// <param name="stress">H, null: not known.</param>
    public RiskParameters Parameters(Instant time, double? stress = null)
    {
        var fast = this[IndicatorName.FastVol].At(time).ToObserved();
        var slow = this[IndicatorName.SlowVol].At(time).ToObserved();
        var initial = fast?.With(_initialRange.Level);
        var maintenance = slow?.With(_maintenanceRange.Level);
        var spread = this[IndicatorName.Spread].At(time).ToObserved();
        return new RiskParameters
        {
            ScanUp = initial,
            ScanDown = initial,
            MaintenanceScanUp = maintenance,
            MaintenanceScanDown = maintenance,
            DailyVol = fast,
            Spread = spread is { } q && _spreads.Count > 0 ? q.With(_spreads.Quantile(0.95)) : null,
            VolSpreads = [.. Enumerable.Range(0, TenorBuckets.Count).Select(b => VolSpread(time, b))],
            DailyVolume = this[IndicatorName.Volume].At(time).ToObserved(),
            DepthSlow = this[IndicatorName.DepthSlow].At(time).ToObserved(),
            DepthNow = this[IndicatorName.DepthNow].At(time).ToObserved(),
            OpenInterest = this[IndicatorName.OpenInterest].At(time).ToObserved(),
            Stress = stress is { } h ? new Observed(h) : null,
        };
    }

    // Of what options trade nothing is known: no volume, so at least 2 points (house methodology, section 8).
    private Observed? VolSpread(Instant time, int bucket) =>
        this[IndicatorName.VolSpread7 + bucket].At(time).ToObserved() is { } spread
            ? spread.With(Math.Max(spread.Value, LeastVolSpread))
            : null;

    // Half-life a day; in the first hours the mean of what there is would be too young, the weight is by time alone.
    private double SlowDepth(Instant time, double usd)
    {
        if (_slowDepth is not { } before) return usd;
        var days = (time - before.Time).Days;
        var keep = Numerics.Elementary.Exp(-0.693147180559945309417 * Math.Clamp(days, 0, 1.0 / 24));
        return keep * before.Usd + (1 - keep) * usd;
    }

    private void ObserveVols(Instant time)
    {
        if (_fast.Count < 24) return;
        var fast = _fast.PerStepAt(_hour.Low, _hour.High);
        var slow = _slow.PerStepAt(_hour.Low, _hour.High);
        this[IndicatorName.FastVol].Observe(time, DaysRoot * fast);
        this[IndicatorName.SlowVol].Observe(time, DaysRoot * slow);
        this[IndicatorName.LongVol].Observe(time, DaysRoot * _long.PerStep);
        this[IndicatorName.VolRatio].Observe(time, fast / slow);
        _initialRange.Observe(time, ScanForecast.Initial(DaysRoot * fast, _limits));
        _maintenanceRange.Observe(time, ScanForecast.Maintenance(DaysRoot * slow, _limits));
    }
}
