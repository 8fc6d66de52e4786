using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>Published option values, Greeks and smiles.</summary>
internal static class PricingSets
{
    public static IReadOnlyList<VectorSet> All { get; } =
    [
        Table("derive_black76", 7, Black),
        Table("derive_svi", 9, Svi),
        Table("haug_european_values", 43, HaugValue),
        Table("haug_european_greeks", 11, HaugGreek),
        Table("heston_lewis_reference", 6, HestonLewis),
        Table("merton76_haug", 90, MertonHaug),
        Table("sabr_hagan", 31, SabrHagan),
        Table("vollib_bs_greeks", 52, Vollib),
    ];

    private static VectorSet Table(string name, int rows, Func<CsvRow, IEnumerable<Check>> check) =>
        new($"pricing/{name}", $"pricing/{name}.csv", "rows", 1, rows, (file, bytes) =>
        {
            var table = CsvTable.Read(file, bytes);
            return new FileChecks(table.Rows.Count, [.. table.Rows.SelectMany(check)]);
        });

    private static IEnumerable<Check> Black(CsvRow row)
    {
        var (f, k, vol, discount) = (row["forward"], row["strike"], row["vol"], row["discount"]);
        var years = row["seconds_to_expiry"] / Duration.SecondsPerYear;
        Check Compare(string column, double got) => Check.Number(row.Place, column, row[column], got, row["abs_tol"]);
        yield return Compare("call", Black76.Price(OptionRight.Call, f, k, vol, years, discount));
        yield return Compare("put", Black76.Price(OptionRight.Put, f, k, vol, years, discount));
        yield return Compare("call_delta_undiscounted", Black76.Delta(OptionRight.Call, f, k, vol, years));
    }

    private static IEnumerable<Check> Svi(CsvRow row)
    {
        const double absolute = 1e-12;
        var slice = new SviSlice(
            row["a"], row["b"], row["rho"], row["m"], row["sigma"], row["forward"], row["tau"]);
        yield return Check.Number(row.Place, "vol", row["vol"], slice.Vol(row["strike"]), absolute);
    }

    // Printed to four decimals; the tolerance stands in each row.
    private static IEnumerable<Check> HaugValue(CsvRow row)
    {
        var got = BlackScholes.Price(
            Right(row), row["spot"], row["strike"], row["vol"], row["t"], row["r"], row["q"]);
        yield return Check.Number(row.Place, row.Text("type"), row["value"], got, row["tol"]);
    }

    private static IEnumerable<Check> HaugGreek(CsvRow row)
    {
        var (right, s, k, vol, t, r, q) =
            (Right(row), row["spot"], row["strike"], row["vol"], row["t"], row["r"], row["q"]);
        var name = row.Text("greek");
        var got = name switch
        {
            "delta" => BlackScholes.Delta(right, s, k, vol, t, r, q),
            "elasticity" => BlackScholes.Delta(right, s, k, vol, t, r, q) * s
                / BlackScholes.Price(right, s, k, vol, t, r, q),
            "gamma" => BlackScholes.Gamma(right, s, k, vol, t, r, q),
            "vega" => BlackScholes.Vega(right, s, k, vol, t, r, q),
            "theta" => BlackScholes.Theta(right, s, k, vol, t, r, q),
            "thetaPerDay365" => BlackScholes.Theta(right, s, k, vol, t, r, q) / 365,
            "rho" => BlackScholes.Rho(right, s, k, vol, t, r, q),
            "dividendRho" => BlackScholes.DividendRho(right, s, k, vol, t, r, q),
            _ => throw new InvalidInputException(
                $"{row.Place}, column greek", name, "is no Greek", "fetch the file again"),
        };
        yield return Check.Number(row.Place, $"{name} of {row.Text("type")}", row["expected"], got, row["tol"]);
    }

    // Fifty digits, of Lewis 2000; how many count stands in each row.
    private static IEnumerable<Check> HestonLewis(CsvRow row)
    {
        var (t, discount) = (row["t"], Discount(row["r"], row["t"]));
        var parameters = new HestonParameters(row["v0"], row["kappa"], row["theta"], row["sigma"], row["rho"]);
        var forward = row["spot"] * Discount(row["q"], t) / discount;
        var got = Heston.Price(Right(row), forward, row["strike"], parameters, t, discount);
        yield return Check.Number(
            row.Place, row.Text("type"), row["expected"], got, row["rel_tol"] * row["expected"]);
    }

    // Haug's parameters: the share γ of the variance comes from jumps, which leave the forward where it is on average.
    private static IEnumerable<Check> MertonHaug(CsvRow row)
    {
        var (t, intensity, variance) = (row["t"], row["jump_intensity"], row["total_vol"] * row["total_vol"]);
        var ofJump = row["gamma"] * variance / intensity;
        var parameters = new MertonParameters(
            Math.Sqrt(variance - intensity * ofJump), intensity, -ofJump / 2, Math.Sqrt(ofJump));
        var discount = Discount(row["r"], t);
        var forward = row["spot"] * Discount(row["q"], t) / discount;
        var got = Merton.Price(Right(row), forward, row["strike"], parameters, t, discount);
        yield return Check.Number(row.Place, row.Text("type"), row["value"], got, row["tol"]);
    }

    private static IEnumerable<Check> SabrHagan(CsvRow row)
    {
        var parameters = new SabrParameters(row["alpha"], row["beta"], row["nu"], row["rho"]);
        var got = Sabr.Vol(row["forward"], row["strike"], parameters, row["t"]);
        yield return Check.Number(row.Place, "vol", row["vol"], got, row["tol"]);
    }

    private static IEnumerable<Check> Vollib(CsvRow row)
    {
        var (s, k, r, t, vol) = (row["S"], row["K"], row["R"], row["t"], row["v"]);
        var call = BlackScholes.All(OptionRight.Call, s, k, vol, t, r);
        var put = BlackScholes.All(OptionRight.Put, s, k, vol, t, r);
        (string Column, double Got)[] pairs =
        [
            ("bs_call", call.Price), ("call_vals", call.Price), ("CD", call.Delta), ("CG", call.Gamma),
            ("CT", call.Theta), ("CV", call.Vega), ("CR", call.Rho), ("bs_put", put.Price), ("PD", put.Delta),
            ("PG", put.Gamma), ("PT", put.Theta), ("PV", put.Vega), ("PR", put.Rho),
        ];
        foreach (var (column, got) in pairs)
        {
            // Nine decimals, or nine digits where there are fewer behind the point.
            var expected = row[column];
            yield return Check.Number(row.Place, column, expected, got, 1e-9 + 1e-9 * Math.Abs(expected));
        }
    }

    // e^{−rT}: what a call struck at 0 costs if its spot of 1 yields r.
    private static double Discount(double rate, double years) =>
        BlackScholes.Price(OptionRight.Call, 1, 0, 0, years, rate, rate);

    private static OptionRight Right(CsvRow row) => row.Text("type") switch
    {
        "call" => OptionRight.Call,
        "put" => OptionRight.Put,
        var other => throw new InvalidInputException(
            $"{row.Place}, column type", other, "is neither call nor put", "fetch the file again"),
    };
}
