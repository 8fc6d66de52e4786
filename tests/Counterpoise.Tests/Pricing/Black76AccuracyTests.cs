using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Pricing;

/// <summary>
/// Black-76 and coin-settled values against 77-digit arithmetic on the same doubles, over 100,000 points.
/// With UPDATE_DOCS=1 in the environment the table in docs/numerics/pricing.md is rewritten instead of compared.
/// </summary>
public class Black76AccuracyTests
{
    private const int NearPoints = 70_000;
    private const int FarPoints = 30_000;
    private const double Near = 1e-14;
    private const double FarFactor = 8;

    private static readonly Lazy<WorstCases> Measured = new(Measure);

    [Fact]
    public void Every_value_is_within_its_claim_at_a_hundred_thousand_points()
    {
        var failures = Measured.Value.Cases
            .Where(c => !(c.Value.Error <= c.Value.Bound))
            .Select(c => Row(c.Key, c.Value));
        Assert.Empty(failures);
        Assert.Equal(NearPoints, Measured.Value.Cases["1 near|1 price"].Count);
        Assert.Equal(FarPoints, Measured.Value.Cases["2 far|1 price"].Count);
    }

    [Fact]
    public void The_document_prints_the_worst_case_of_every_region()
    {
        var path = Path.Combine(Repository.Root, "docs", "numerics", "pricing.md");
        const string Begin = "<!-- worst cases: begin -->\n";
        const string End = "<!-- worst cases: end -->";
        var text = File.ReadAllText(path);
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..start] + table + text[end..]);
            return;
        }

        Assert.Equal(table, text[start..end]);
    }

    private static WorstCases Measure()
    {
        var all = new WorstCases();
        const int Chunk = 1000;
        Parallel.For(0, (NearPoints + FarPoints) / Chunk, chunk =>
        {
            var part = new WorstCases();
            for (var index = chunk * Chunk; index < (chunk + 1) * Chunk; index++)
            {
                var far = index >= NearPoints;
                Judge(far ? AccuracyPoints.Far(index) : AccuracyPoints.Near(index), far, index, part);
            }

            lock (all)
            {
                all.Merge(part);
            }
        });
        return all;
    }

    private static void Judge(AccuracyPoint p, bool far, int index, WorstCases worst)
    {
        var d1 = p.Exact.D1.ToDouble();
        var unit = far ? Math.ScaleB(1 + (d1 * d1), -53) : 1;
        void Note(string quantity, double actual, BigFloat exact, bool away = true)
        {
            if (away && BigFloat.Abs(exact).ToDouble() >= AccuracyPoints.SmallestPrice)
            {
                worst.Note(
                    (far ? "2 far|" : "1 near|") + quantity,
                    WorstCases.Relative(actual, exact) / unit,
                    far ? "2⁻⁵³(1 + d₁²)" : "relative",
                    far ? FarFactor : Near,
                    index,
                    p);
            }
        }

        var right = p.CallIsOut ? OptionRight.Call : OptionRight.Put;
        var exact = p.OutOfTheMoney;
        var actual = Black76.All(right, p.Forward, p.Strike, p.Vol, p.Years, p.Discount);
        var carry = Math.Abs(Math.Log(p.Discount) / p.Years) * exact.Price;
        Note("1 price", actual.Price, exact.Price);
        Note("2 delta", actual.Delta, exact.Delta);
        Note("3 gamma", actual.Gamma, exact.Gamma);
        Note("4 vega", actual.Vega, exact.Vega);
        Note("5 theta", actual.Theta, exact.Theta, (BigFloat.Abs(exact.Theta) - (carry * 0.1)).Sign > 0);
        Note("6 rho", actual.Rho, exact.Rho);
        Note("7 vanna", actual.Vanna, exact.Vanna, AwayFromZero(p.Exact.D2));
        Note("8 volga", actual.Volga, exact.Volga, AwayFromZero(p.Exact.D1) && AwayFromZero(p.Exact.D2));
        JudgeCoin(p, right, Note);
        JudgeInTheMoney(p, actual.Price, index, worst);
    }

    private static void JudgeCoin(AccuracyPoint p, OptionRight right, Action<string, double, BigFloat, bool> note)
    {
        var coin = CoinSettled.All(right, p.Forward, p.Strike, p.Vol, p.Years);
        var perUnit = (BigFloat)p.Forward * p.Discount;
        var price = p.OutOfTheMoney.Price / perUnit;
        var weight = p.CallIsOut ? p.Exact.Below2 : -p.Exact.Above2;
        var delta = (BigFloat)p.Strike / p.Forward * weight;
        var convexity = p.Exact.Density / p.Exact.TotalVol;
        var gamma = convexity - delta;
        note("a coin price", coin.Price, price, true);
        note("b coin delta", coin.Delta, delta, true);
        note("c coin gamma", coin.Gamma, gamma, (BigFloat.Abs(gamma) - (convexity * 0.1)).Sign > 0);
        note("d coin vega", coin.Vega, p.OutOfTheMoney.Vega / perUnit, true);
        note("e coin vanna", coin.Vanna, -(p.Exact.Density * p.Exact.D1 / p.Vol), AwayFromZero(p.Exact.D1));
    }

    private static void JudgeInTheMoney(AccuracyPoint p, double outOfTheMoney, int index, WorstCases worst)
    {
        var right = p.CallIsOut ? OptionRight.Put : OptionRight.Call;
        var actual = Black76.All(right, p.Forward, p.Strike, p.Vol, p.Years, p.Discount);
        var intrinsic = BigFloat.Abs((BigFloat)p.Forward - p.Strike) * p.Discount;
        var sum = intrinsic + outOfTheMoney;
        var ulp = Math.BitIncrement(sum.ToDouble()) - sum.ToDouble();
        worst.Note(
            "3 in the money|1 price less intrinsic + out-of-the-money price",
            (BigFloat.Abs(actual.Price - sum) / ulp).ToDouble(),
            "ulp",
            1,
            index,
            p);
        var exact = p.InTheMoney;
        void Note(string quantity, double value, BigFloat reference) => worst.Note(
            "3 in the money|" + quantity, WorstCases.Relative(value, reference), "relative", Near, index, p);
        Note("2 price", actual.Price, exact.Price);
        Note("3 delta", actual.Delta, exact.Delta);
        Note("4 rho", actual.Rho, exact.Rho);
    }

    private static bool AwayFromZero(BigFloat d) => Math.Abs(d.ToDouble()) >= 1e-3;

    private static string Table()
    {
        var text = new StringBuilder("| Region | Quantity | Points | Worst | Unit | Claim | F | K | σ | T | D |\n");
        text.Append("|---|---|--:|--:|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (key, worst) in Measured.Value.Cases)
        {
            text.Append(Row(key, worst)).Append('\n');
        }

        return text.ToString();
    }

    private static string Row(string key, WorstCases.Case worst)
    {
        var parts = key.Split('|').Select(part => part[2..]).ToArray();
        var (p, error) = (worst.At, worst.Unit == "relative" ? $"{worst.Error:0.0e-0}" : $"{worst.Error:0.00}");
        return $"| {parts[0]} | {parts[1]} | {worst.Count} | {error} | {worst.Unit} | {worst.Bound:R} "
            + $"| {p.Forward:R} | {p.Strike:R} | {p.Vol:R} | {p.Years:R} | {p.Discount:R} |";
    }
}
