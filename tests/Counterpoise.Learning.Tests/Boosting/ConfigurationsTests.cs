using System.IO.Compression;
using System.Text;
using Counterpoise.Learning.Boosting;
using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Markets.Candles;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class ConfigurationsTests
{
    // The first row of the sealed part: nothing from it on is read here.
    private const string Sealed = "2023-01-01T00:00Z";

    [Fact]
    public void The_chosen_one_is_the_last_tried_and_has_the_least_hourly_loss()
    {
        Assert.Same(Configurations.Chosen, Configurations.Tried[^1].Configuration);
        Assert.All(Configurations.Tried, t => Assert.True(t.Hourly >= Configurations.Tried[^1].Hourly));
        Assert.Equal(
            Configurations.Tried.Count, Configurations.Tried.Select(t => t.Configuration.Text).Distinct().Count());
    }

    [Fact]
    public void The_chosen_one_gains_on_fhs_what_its_row_says()
    {
        var history = Tuning("market/btc_usdt_binance_1h.csv.gz");
        var features = OriginFeatures.Of(history, []);
        var targets = QuantileTarget.OfAnAsset;
        double[][] z = [.. targets.Select(t => t.Standardised(history, features))];
        double[][] fhs = [.. targets.Select((t, i) => Fhs(t, z[i]))];
        var models = ModelSet.Train(history, [], targets, Configurations.Chosen);
        var forecast = BoostedForecast.Of(models, history, features, fhs);
        double Gain(IReadOnlyList<double[]> q, bool isDaily, params int[] among) => among.Average(t =>
            100 * (Loss(q[t], t, isDaily) / Loss(fhs[t], t, isDaily) - 1));
        double Loss(double[] q, int t, bool isDaily) => Enumerable.Range(0, z[t].Length)
            .Where(i => !isDaily || (features.From + i) % 24 == 8)
            .Where(i => !double.IsNaN(z[t][i] + fhs[t][i] + forecast.Boosted[t][i]))
            .Sum(i => ForecastComparison.Pinball(z[t][i], q[i], 1 - targets[t].Alpha)
                * features.Sigma(i, targets[t].Hours));
        var row = Configurations.Tried[^1];
        Assert.Equal(row.Day, Gain(forecast.Boosted, true, 0, 1, 2, 3), 0.1);
        Assert.Equal(row.DayBlended, Gain(forecast.Blended, true, 0, 1, 2, 3), 0.1);
        Assert.Equal(row.Hourly, Gain(forecast.Boosted, false, 0, 1, 2, 3), 0.1);
        Assert.Equal(row.HourlyBlended, Gain(forecast.Blended, false, 0, 1, 2, 3), 0.1);
        Assert.Equal(row.Short, Gain(forecast.Boosted, false, 4, 5), 0.1);
        Assert.Equal(row.ShortBlended, Gain(forecast.Blended, false, 4, 5), 0.1);
    }

    private static double[] Fhs(QuantileTarget target, double[] z)
    {
        var sample = new ExpandingQuantile(z);
        var fhs = new double[z.Length];
        for (var index = 0; index < z.Length; index++)
        {
            if (index >= target.Hours && !double.IsNaN(z[index - target.Hours])) sample.Add(z[index - target.Hours]);
            fhs[index] = index >= 24 * 500 ? sample.At(target.Alpha) : double.NaN;
        }
        return fhs;
    }

    private static CandleHistory Tuning(string path)
    {
        using var file = new GZipStream(File.OpenRead(SharedData.File(path, 1)), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        var text = new StringBuilder();
        while (reader.ReadLine() is { } line && !line.StartsWith(Sealed, StringComparison.Ordinal))
            text.AppendLine(line);
        return CandleCsv.Read(Encoding.UTF8.GetBytes(text.ToString()), Currency.Parse("BTC"));
    }
}
