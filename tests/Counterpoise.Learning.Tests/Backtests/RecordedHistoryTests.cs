using System.IO.Compression;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Learning.Tests.Backtests;

/// <summary>What the recorded hours of BTC say, by methods without training.</summary>
public sealed class RecordedHistoryTests
{
    private static readonly Lazy<BacktestReport> Report = new(() =>
    {
        var path = SharedData.File("market/btc_usdt_binance_1h.csv.gz", 77_374);
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        var history = CandleCsv.Read(bytes.ToArray(), Currency.Parse("BTC"));
        return Backtest.Run(
            [new BacktestAsset(history, RangeLimits.Of(history.Coin))],
            [Method.Static, Method.Ewma, Method.Fhs, Method.Stress]);
    });

    [Fact]
    public void Filtered_history_covers_what_it_says_and_normal_volatility_does_not()
    {
        var rows = Report.Value.Rows.Where(
            r => r is { Object: BacktestObject.Forecast, Window: BacktestWindow.All }).ToArray();
        foreach (var row in rows.Where(r => r.Method == Method.Fhs))
        {
            Assert.Equal(2_704, row.N);
            Assert.InRange(row.Breaches, 18, 37);
        }
        Assert.All(rows.Where(r => r.Method == Method.Ewma), r => Assert.True(r.Breaches > 37, $"{r}"));
    }

    [Fact]
    public void A_charge_covers_more_than_it_has_to_under_fhs()
    {
        var charged = Report.Value.Rows.Where(r => r is
        {
            Object: BacktestObject.Charged, Method: Method.Fhs, Window: BacktestWindow.All,
        });
        Assert.All(charged, r => Assert.True(1 - r.Alpha < r.CiLow, $"{r}"));
    }

    [Fact]
    public void Every_blow_up_is_there_by_name_and_none_is_blank()
    {
        var days = Report.Value.Crashes.Where(c => c.Method == Method.Fhs).ToArray();
        Assert.Equal(8, days.Length);
        Assert.Equal(CrashState.WarmUp, days[0].State);
        Assert.Equal("2020-03-12 08:00", CandleHistory.NameOf(days[1].Origin));
        Assert.InRange(days[1].Loss!.Value, 0.48, 0.49);
        Assert.All(days.Skip(1), d => Assert.Equal(CrashState.Judged, d.State));
    }

    [Fact]
    public void Alarms_of_drift_begin_on_days_with_a_breach()
    {
        var alarms = Governance.Alarms(Report.Value).Where(a => a.Alarms.Count > 0).ToArray();
        Assert.NotEmpty(alarms);
        foreach (var alarm in alarms)
        {
            var breaches = Report.Value.Rows.Single(r => r.Method == alarm.Method && r.Side == alarm.Side
                && r.Loss == alarm.Loss && r is { Object: BacktestObject.Forecast, Window: BacktestWindow.All });
            Assert.All(alarm.Alarms, day => Assert.Contains(day, breaches.BreachOrigins));
        }
    }

    [Fact]
    public void A_day_beyond_the_history_has_no_data()
    {
        var early = MadeUpHistory.Of(24 * 600);
        var report = Backtest.Run([new BacktestAsset(early, RangeLimits.Of(early.Coin))], [Method.Fhs]);
        // It begins in December 2017: January 2018 is inside the warm-up.
        Assert.Equal(CrashState.WarmUp, report.Crashes[0].State);
        Assert.All(report.Crashes.Skip(1), c => Assert.Equal(CrashState.NoData, c.State));
    }
}
