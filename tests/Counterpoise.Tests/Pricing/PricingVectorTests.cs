using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Tests.Pricing;

/// <summary>
/// Published tables, read from the shared folder and never kept here: Haug 1998, vollib, and a venue's Black-76.
/// </summary>
public class PricingVectorTests
{
    [Fact]
    public void Haug_values_are_reproduced() => ForEachRow("haug_european_values.csv", 43, row => AssertClose(
        row,
        BlackScholes.Price(
            row.Right, row["spot"], row["strike"], row["vol"], row["t"], row["r"], row["q"]),
        row["value"],
        row["tol"]));

    [Fact]
    public void Haug_Greeks_are_reproduced() => ForEachRow("haug_european_greeks.csv", 11, row =>
    {
        var (right, s, k, vol, t, r, q) =
            (row.Right, row["spot"], row["strike"], row["vol"], row["t"], row["r"], row["q"]);
        var actual = row.Text("greek") switch
        {
            "delta" => BlackScholes.Delta(right, s, k, vol, t, r, q),
            "gamma" => BlackScholes.Gamma(right, s, k, vol, t, r, q),
            "vega" => BlackScholes.Vega(right, s, k, vol, t, r, q),
            "theta" => BlackScholes.Theta(right, s, k, vol, t, r, q),
            "thetaPerDay365" => BlackScholes.Theta(right, s, k, vol, t, r, q) / 365,
            "rho" => BlackScholes.Rho(right, s, k, vol, t, r, q),
            "dividendRho" => BlackScholes.DividendRho(right, s, k, vol, t, r, q),
            "elasticity" => BlackScholes.Delta(right, s, k, vol, t, r, q) * s
                / BlackScholes.Price(right, s, k, vol, t, r, q),
            var unknown => throw new InvalidDataException(unknown),
        };
        AssertClose(row, actual, row["expected"], row["tol"]);
    });

    [Fact]
    public void Vollib_prices_and_Greeks_are_reproduced() => ForEachRow("vollib_bs_greeks.csv", 52, row =>
    {
        var (s, k, r, t, vol) = (row["S"], row["K"], row["R"], row["t"], row["v"]);
        var call = BlackScholes.All(OptionRight.Call, s, k, vol, t, r);
        var put = BlackScholes.All(OptionRight.Put, s, k, vol, t, r);
        (string Column, double Actual)[] pairs =
        [
            ("bs_call", call.Price), ("CD", call.Delta), ("CG", call.Gamma), ("CT", call.Theta), ("CV", call.Vega),
            ("CR", call.Rho), ("bs_put", put.Price), ("PD", put.Delta), ("PG", put.Gamma), ("PT", put.Theta),
            ("PV", put.Vega), ("PR", put.Rho),
        ];
        foreach (var (column, actual) in pairs)
        {
            // Printed to nine decimals, or to six or more digits below them.
            AssertClose(row, actual, row[column], 1e-9 + (1e-9 * Math.Abs(row[column])));
        }
    });

    [Fact]
    public void A_venues_Black_76_is_reproduced() => ForEachRow("derive_black76.csv", 7, row =>
    {
        var (f, k, vol, d) = (row["forward"], row["strike"], row["vol"], row["discount"]);
        var t = row["seconds_to_expiry"] / (365 * 86400);
        var tolerance = row["abs_tol"];
        AssertClose(row, Black76.Price(OptionRight.Call, f, k, vol, t, d), row["call"], tolerance);
        AssertClose(row, Black76.Price(OptionRight.Put, f, k, vol, t, d), row["put"], tolerance);
        AssertClose(row, Black76.Delta(OptionRight.Call, f, k, vol, t), row["call_delta_undiscounted"], tolerance);
    });

    private static void ForEachRow(string file, int rows, Action<Row> check)
    {
        var path = Path.Combine(Repository.Shared, "vectors", "pricing", file);
        if (!File.Exists(path))
        {
            Assert.Skip($"{rows} cases skipped: no {path}. Set COUNTERPOISE_SHARED to the folder of shared vectors.");
        }

        var lines = File.ReadAllLines(path);
        var names = lines[0].Split(',');
        var cells = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).ToArray();
        Assert.Equal(rows, cells.Length);
        foreach (var row in cells)
        {
            check(new(names, row));
        }
    }

    private static void AssertClose(Row row, double actual, double expected, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"{row}: {actual} is not {expected} ± {tolerance}");

    private sealed class Row(string[] names, string[] cells)
    {
        public double this[string name] => double.Parse(Text(name), CultureInfo.InvariantCulture);

        public OptionRight Right => Text("type") == "call" ? OptionRight.Call : OptionRight.Put;

        public string Text(string name) => cells[Array.IndexOf(names, name)];

        public override string ToString() => string.Join(',', cells);
    }
}
