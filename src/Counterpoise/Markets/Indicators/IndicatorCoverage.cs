namespace Counterpoise.Markets.Indicators;

/// <summary>What the recorded data allow to be said of an indicator.</summary>
public enum CoverageStatus
{
    /// <summary>A year and more of history, and a backtest uses it.</summary>
    Backtested = 0,

    /// <summary>Its code runs on the recording; no backtest uses it or claims anything of it.</summary>
    ReplayedOnly = 1,

    /// <summary>Not recorded: its code runs on synthetic input only.</summary>
    NoData = 2,
}

/// <summary>An indicator, a file it is recorded in, and how far that reaches.</summary>
/// <param name="Indicator">As printed.</param>
/// <param name="Coins">Which coins.</param>
/// <param name="File">Path in the folder of recorded data; empty: none.</param>
/// <param name="From">First day, ISO; empty: none.</param>
/// <param name="To">Last day, ISO; empty: none.</param>
/// <param name="Status">What that allows.</param>
/// <param name="Remark">What to know; may be empty.</param>
public sealed record IndicatorCoverage(
    string Indicator, string Coins, string File, string From, string To, CoverageStatus Status, string Remark = "")
{
    private const string BtcHours = "btc_usdt_binance_1h.csv.gz";
    private const string EthHours = "eth_usdt_binance_1h.csv.gz";
    private const string Funding2020 = "funding_multi_venue_2020_2023.csv.gz";
    private const string Funding2022 = "funding_rate_btc_2022_2025.csv.gz";
    private const string Dvol = "dvol_btc_2022_2025.csv.gz";
    private const string BasisFile = "basis_spread_btc_2022_2025.csv.gz";
    private const string Chains = "deribit/daily_chain_202512 to 202608.csv.gz";
    private const string CrashDepth = "crash_20251010/binance_btcusdt_perp_bookdepth_pct.csv.gz";
    private const string CrashOptions = "crash_20251010/okx_btc_options_1m.csv.gz";
    private const string BookUsd = "l2/binance_usdm_btcusdt_20240808_events.csv.gz";
    private const string BookCoin = "l2/binance_coinm_btcusd_perp_20240809_events.csv.gz";

    /// <summary>The status as printed.</summary>
    public string StatusText => Status switch
    {
        CoverageStatus.Backtested => "backtested",
        CoverageStatus.ReplayedOnly => "replayed only",
        _ => "no data",
    };

    /// <summary>Every indicator with every file it is recorded in.</summary>
    public static IReadOnlyList<IndicatorCoverage> All { get; } =
    [
        Long("volatility: exponential, ranges, long-run", "BTC", BtcHours, "2017-08-17", "2026-06-20"),
        Long("volatility: exponential, ranges, long-run", "ETH", EthHours, "2017-08-17", "2025-09-19"),
        Long("traded volume", "BTC", BtcHours, "2017-08-17", "2026-06-20"),
        Long("traded volume", "ETH", EthHours, "2017-08-17", "2025-09-19"),
        Unused("correlation, 3 and 30 days", "BTC, ETH", $"{BtcHours}, {EthHours}", "2017-08-17", "2025-09-19"),
        Unused("implied level, volatility of it", "BTC", Dvol, "2022-11-06", "2025-11-12", "one value a day"),
        Short("implied level", "BTC, ETH", Chains, "2025-12-30", "2026-08-22", "at the money, 30 days"),
        Short("term structure", "BTC, ETH", Chains, "2025-12-30", "2026-08-22"),
        Short("skew", "BTC, ETH", Chains, "2025-12-30", "2026-08-22"),
        Short("option spread", "BTC, ETH", Chains, "2025-12-30", "2026-08-22"),
        Short("option spread", "BTC", CrashOptions, "2025-10-10", "2025-10-10", "five options, filled forward"),
        Short("option open interest: sum, concentration, over volume", "BTC, ETH", Chains, "2025-12-30", "2026-08-22"),
        Unused("funding", "BTC, ETH", Funding2020, "2020-01-01", "2023-12-31"),
        Unused("funding", "BTC", Funding2022, "2022-11-03", "2025-11-12"),
        Unused("basis", "BTC", BasisFile, "2024-07-19", "2025-11-12", "sign not documented: its size"),
        Short("basis, forward against index", "BTC, ETH", Chains, "2025-12-30", "2026-08-22"),
        Short("depth, now and slow", "BTC", CrashDepth, "2025-10-10", "2025-10-10", "a ghost bid from 15:30:42"),
        Short("depth, now and slow", "BTC", BookUsd, "2024-08-08", "2024-08-08", "345 s; as far as its snapshot"),
        Short("spread of the perpetual", "BTC", BookUsd, "2024-08-08", "2024-08-08", "345 s"),
        Short("spread of the perpetual", "BTC", BookCoin, "2024-08-09", "2024-08-09", "304 s, no snapshot: no depth"),
        None("spread of the perpetual, history"),
        None("open interest of futures"),
        None("open interest by owner"),
    ];

    private static IndicatorCoverage Long(
        string name, string coins, string file, string from, string to, string remark = "") =>
        new(name, coins, file, from, to, CoverageStatus.Backtested, remark);

    private static IndicatorCoverage Unused(
        string name, string coins, string file, string from, string to, string remark = "") => Short(
        name, coins, file, from, to, remark.Length == 0 ? "long enough, in no backtest yet" : remark);

    private static IndicatorCoverage Short(
        string name, string coins, string file, string from, string to, string remark = "") =>
        new(name, coins, file, from, to, CoverageStatus.ReplayedOnly, remark);

    private static IndicatorCoverage None(string name) => new(name, "", "", "", "", CoverageStatus.NoData);
}
