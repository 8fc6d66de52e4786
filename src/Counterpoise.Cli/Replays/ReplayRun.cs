using System.Diagnostics;
using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Markets.Feeds;
using Counterpoise.Markets.Indicators;
using Counterpoise.Pricing.Indicators;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>
/// Drives a feed: each event goes through the indicators to parameters, and where price or parameters have moved, to
/// the margins of all accounts. Time is measured from the event, already read, to the last margin.
/// </summary>
internal sealed class ReplayRun
{
    private const double BasisPoint = 1e-4;
    private const double Thousandth = 1e-3;
    private const long MinuteNanoseconds = 60_000_000_000;

    private readonly ReplayFeed _feed;
    private readonly int _accounts;
    private readonly Rulebook? _rulebook;
    private readonly CoinIndicators _indicators = new();
    private readonly FeedIntake _intake;
    private readonly MarketStress _market = new(countsVolatility: false);
    private readonly Dictionary<(string Source, Judgement Judgement), Tally> _outcomes = [];
    private readonly List<double> _toIndicators = [];
    private readonly List<double> _toMargins = [];
    private readonly List<(Instant, double)> _minutes = [];
    private readonly List<ReplayState> _timeline = [];
    private ReplayBook? _book;
    private StressReading _stress = new(null, 0, false, []);
    private (double Price, RiskParameters Risk) _margined;
    private double _margin;

    private ReplayRun(ReplayFeed feed, int accounts, Rulebook? rulebook)
    {
        (_feed, _accounts, _rulebook) = (feed, accounts, rulebook);
        _intake = new FeedIntake(_indicators, feed.Book);
    }

    /// <summary>Replays a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="accounts">Random accounts margined at every change.</param>
    /// <param name="rulebook">At notable instants the first accounts under it as a whole; null: none.</param>
    /// <param name="progress">Told how far it is.</param>
    public static ReplayResult Of(ReplayFeed feed, int accounts, Rulebook? rulebook, Progress progress) =>
        new ReplayRun(feed, accounts, rulebook).Run(progress);

    private ReplayResult Run(Progress progress)
    {
        var events = _feed.Events;
        var (at, notable) = (0, 0);
        for (; at < events.Count && events[at].Time < _feed.Start; at++)
        {
            _intake.Apply(events[at]);
            if (events[at] is HourEvent) _stress = _market.Observe(events[at].Time, _indicators.At(events[at].Time));
        }
        var history = at;
        WarmUp();
        for (; at < events.Count; at++)
        {
            if (at % 4096 == 0) progress.Say($"{_feed.Name}: {at - history:N0} of {events.Count - history:N0} events");
            Before(events[at].Time, ref notable);
            Take(events[at]);
        }
        Before(new Instant(long.MaxValue), ref notable);
        var regimes = _timeline.Zip(_timeline.Skip(1), (a, b) =>
            RegimeReport.Between(a.Time, a.Readings, b.Time, b.Readings)).ToList();
        return new ReplayResult(
            _feed, _rulebook?.Name, _accounts, _book?.Instruments ?? 0, events.Count - history, history,
            [.. _outcomes.Select(o => new ReplayOutcome(
                o.Key.Source, o.Key.Judgement, o.Value.Count, o.Value.First, o.Value.Last))
                .OrderBy(o => o.Source, StringComparer.Ordinal).ThenBy(o => o.Judgement.Kind).ThenBy(o => o.First)],
            _timeline, regimes, _minutes, ReplayLatency.Of(_toIndicators), ReplayLatency.Of(_toMargins));
    }

    private void Take(FeedEvent message)
    {
        var start = Stopwatch.GetTimestamp();
        var judgement = message is ChainEvent chain ? Apply(chain) : _intake.Apply(message);
        if (_stress.Parts.Count > 0 || message is not TradeEvent)
            _stress = _market.Observe(message.Time, _indicators.At(message.Time));
        var risk = _indicators.Parameters(message.Time, _stress.Level);
        var isMargined = _indicators.Price > 0 && IsOther(risk);
        if (isMargined) Margin(message.Time, risk);
        (isMargined ? _toMargins : _toIndicators).Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        Note(message, judgement);
    }

    private Judgement Apply(ChainEvent chain)
    {
        var coin = Currency.Parse("BTC");
        var judgement = _indicators.Mark(chain.Time, chain.Market.UnderlyingOf(coin).Index.Value);
        SurfaceReading.Of(chain.Market, SurfaceFit.Fit(chain.Market, coin)).Observe(chain.Time, _indicators);
        return judgement;
    }

    private void Margin(Instant time, RiskParameters risk)
    {
        var price = _indicators.Price;
        _book ??= new ReplayBook(Currency.Parse("BTC"), time, price, _accounts);
        _margin = _book.Update(time, price, risk);
        _margined = (price, risk);
    }

    // What a re-margin is worth: a basis point of price or range, a thousandth of anything else.
    private bool IsOther(RiskParameters risk)
    {
        var (price, before) = _margined;
        if (price == 0) return true;
        return Math.Abs(_indicators.Price / price - 1) >= BasisPoint
            || Math.Abs(Value(risk.ScanUp) - Value(before.ScanUp)) >= BasisPoint
            || Math.Abs(DynamicScan.DepthFactor(risk) - DynamicScan.DepthFactor(before)) >= Thousandth
            || Moved(risk.DailyVol, before.DailyVol) || Moved(risk.Spread, before.Spread)
            || Moved(risk.DailyVolume, before.DailyVolume)
            || risk.VolSpreads.Where((spread, b) => Moved(spread, before.VolSpreads[b])).Any()
            || Math.Abs(Value(risk.Stress) - Value(before.Stress)) >= Thousandth;
    }

    private static double Value(Observed? observed) => observed?.Value ?? 0;

    private static bool Moved(Observed? now, Observed? before) =>
        Math.Abs(Value(now) - Value(before)) > Thousandth * Math.Max(Value(now), Value(before));

    // Compiled before it is measured: a feed's first tick would pay for the compiler.
    private void WarmUp()
    {
        if (!(_indicators.Price > 0)) return;
        var book = new ReplayBook(Currency.Parse("BTC"), _feed.Start, _indicators.Price, Math.Min(_accounts, 100));
        for (var i = 0; i < 50; i++)
            book.Update(_feed.Start, _indicators.Price * (1 + 0.001 * i), new RiskParameters());
    }

    private void Before(Instant next, ref int notable)
    {
        while (notable < _feed.Notable.Count && _feed.Notable[notable] < next)
        {
            var time = _feed.Notable[notable++];
            if (next.Nanoseconds == long.MaxValue && time > _feed.Events[^1].Time) break;
            var risk = _indicators.Parameters(time, _stress.Level);
            _timeline.Add(new ReplayState(
                time, _indicators.Price, risk, _book?.Ranges.Up ?? 0, _indicators[IndicatorName.DepthNow].At(time),
                DynamicScan.DepthFactor(risk), _stress, _margin, _indicators.At(time))
            {
                Rulebook = _rulebook is null || _book is null
                    ? null
                    : _book.Under(_rulebook, time, _indicators.Price, risk),
            });
        }
        if (_book is null || next.Nanoseconds == long.MaxValue) return;
        var minute = next.Nanoseconds / MinuteNanoseconds * MinuteNanoseconds;
        if (_minutes.Count == 0 || _minutes[^1].Item1.Nanoseconds < minute)
            _minutes.Add((new Instant(minute), _margin));
    }

    private void Note(FeedEvent message, Judgement judgement)
    {
        var source = message switch
        {
            MarkEvent => "marks",
            DepthEvent => "depth",
            BookEvent => "order book",
            OptionQuoteEvent quote => quote.Quote.Option,
            OtherPriceEvent => "other venue",
            TradeEvent => "trades",
            ChainEvent => "chains",
            HourEvent => "hours",
            _ => "slow series",
        };
        var key = (source, judgement);
        var tally = _outcomes.GetValueOrDefault(key);
        _outcomes[key] = new Tally(tally.Count + 1, tally.Count == 0 ? message.Time : tally.First, message.Time);
    }

    private readonly record struct Tally(int Count, Instant First, Instant Last);
}
