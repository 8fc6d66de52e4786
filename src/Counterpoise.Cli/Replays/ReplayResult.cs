using Counterpoise.Markets;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>What became of a feed's events of one source, for one reason.</summary>
internal sealed record ReplayOutcome(string Source, Judgement Judgement, int Count, Instant First, Instant Last);

/// <summary>The state at an instant.</summary>
internal sealed record ReplayState(
    Instant Time, double Price, RiskParameters Risk, double ScanRange, IndicatorReading Depth, double DepthFactor,
    StressReading Stress, double Margin, IReadOnlyList<(IndicatorTerms Terms, IndicatorReading Reading)> Readings)
{
    /// <summary>The first accounts under a whole rulebook; null: none was chosen.</summary>
    public RulebookMargin? Rulebook { get; init; }
}

/// <summary>Latencies of one kind, microseconds.</summary>
internal sealed record ReplayLatency(int Count, double P50, double P99, double Max)
{
    public static ReplayLatency Of(List<double> micros)
    {
        if (micros.Count == 0) return new ReplayLatency(0, 0, 0, 0);
        micros.Sort();
        return new ReplayLatency(
            micros.Count, micros[(micros.Count - 1) / 2], micros[(int)(0.99 * (micros.Count - 1))], micros[^1]);
    }
}

/// <summary>A feed, replayed.</summary>
internal sealed record ReplayResult(
    ReplayFeed Feed, string? Rulebook, int Accounts, int Instruments, int Events, int History,
    IReadOnlyList<ReplayOutcome> Outcomes,
    IReadOnlyList<ReplayState> Timeline, IReadOnlyList<RegimeReport> Regimes,
    IReadOnlyList<(Instant Time, double Margin)> Minutes, ReplayLatency ToIndicators, ReplayLatency ToMargins);
