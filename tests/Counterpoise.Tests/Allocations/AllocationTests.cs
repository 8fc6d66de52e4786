using Counterpoise.Instruments;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.Tests.Allocations;

/// <summary>
/// Kernels allocate no byte once they have run: at every length, and where rows leave the vector path for the clear
/// versions. The inputs are those of the determinism tests: of each hundred options some four are priced alone.
/// </summary>
public class AllocationTests
{
    private const int Count = 2_000;

    // Results go somewhere, so that the compiler leaves no call out.
    private static readonly double[] Sink = new double[1];
    private static readonly double[][] SinkOfArrays = new double[1][];

    [Fact]
    public void Elementary_functions_allocate_nothing()
    {
        var x = new double[Count];
        var y = new double[Count];
        Arguments.Exp(new SplitMix(201), x);
        Nothing("Elementary", () =>
        {
            foreach (var value in x)
                Sink[0] += Elementary.Exp(value) + Elementary.Log(value) + Elementary.NormalCdf(value)
                    + Elementary.Pow(value, 0.3);
            ElementarySpans.Map<ExpFunction>(x, y);
            ElementarySpans.Map<LogFunction>(x, y);
            ElementarySpans.Map<NormalCdfFunction>(x, y);
        });
    }

    [Fact]
    public void Batches_of_options_allocate_nothing()
    {
        var table = Drawn(202);
        var results = new double[5 * Count];
        foreach (var length in Lengths)
        {
            Nothing($"BatchBlack76.All of {length}", () => BatchBlack76.All(table.Options(0, length), new(
                results.AsSpan(0, length), results.AsSpan(Count, length), results.AsSpan(2 * Count, length),
                results.AsSpan(3 * Count, length), results.AsSpan(4 * Count, length))));
            Nothing(
                $"BatchBlack76.Price of {length}",
                () => BatchBlack76.Price(table.Options(0, length), results.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Batches_of_quotes_allocate_nothing()
    {
        var table = Drawn(203);
        var vols = new double[Count];
        var outcomes = new ImpliedVolOutcome[Count];
        foreach (var length in Lengths)
            Nothing(
                $"BatchImpliedVol.Solve of {length}",
                () => BatchImpliedVol.Solve(
                    table.Quotes(0, length), vols.AsSpan(0, length), outcomes.AsSpan(0, length)));
        Assert.Equal(Enum.GetValues<ImpliedVolOutcome>().Order(), outcomes.Distinct().Order());
    }

    [Fact]
    public void Heston_allocates_nothing()
    {
        var random = new SplitMix(209);
        var results = new double[(1 + HestonParameters.Count) * Count];
        foreach (var length in Lengths)
        {
            var table = new HestonTable(length);
            table.Draw(random, length);
            Nothing($"BatchHeston and Heston of {length}", () =>
            {
                BatchHeston.Price(table.Slice(length), table.Parameters, results.AsSpan(0, length));
                BatchHeston.PriceAndGradient(
                    table.Slice(length), table.Parameters, results.AsSpan(0, length),
                    results.AsSpan(length, HestonParameters.Count * length));
                Sink[0] += Heston.All(
                    OptionRight.Put, table.Forward, table.Strike[0], table.Parameters, table.Years, 0.97).Price;
            });
        }
    }

    [Fact]
    public void Fits_of_single_smiles_allocate_nothing()
    {
        for (var count = 1; count <= 40; count++)
        {
            var random = new SplitMix((ulong)(210 + count));
            var (k, vol, weight) = (new double[count], new double[count], new double[count]);
            for (var i = 0; i < count; i++)
            {
                k[i] = random.Between(-0.4, 0.4);
                vol[i] = random.Between(0.5, 0.6) + k[i] * k[i];
                weight[i] = random.Between(0.5, 1.5);
            }
            var buffer = new double[SviColumns.Columns * AlignedDoubles.Padded(count)];
            Nothing(
                $"SviFit of {count}",
                () => Sink[0] += SviFit.Fit(new SviColumns(k, vol, weight, 0.1, buffer)).Error);
        }
    }

    [Fact]
    public void Clear_versions_allocate_nothing()
    {
        var table = Drawn(204);
        Nothing("Black76, CoinSettled, ImpliedVol", () =>
        {
            for (var i = 0; i < Count; i++)
            {
                var (forward, strike, vol, years) = (table.Forward[i], table.Strike[i], table.Vol[i], table.Years[i]);
                var right = table.Sign[i] > 0 ? OptionRight.Call : OptionRight.Put;
                Sink[0] += Black76.All(right, forward, strike, vol, years, 0.97).Price;
                Sink[0] += CoinSettled.All(right, forward, strike, vol, years).Price;
                Sink[0] += ImpliedVol.Solve(right, table.Price[i], forward, strike, years).Vol;
                Sink[0] += ImpliedVol.SolveCoinSettled(right, table.Price[i] / forward, forward, strike, years).Vol;
            }
        });
    }

    [Theory]
    [InlineData(nameof(RiskInputs.Full))]
    [InlineData(nameof(RiskInputs.Short))]
    [InlineData(nameof(RiskInputs.Irregular))]
    public void A_refreshed_risk_array_allocates_nothing(string scenarios)
    {
        var list = ListOf(scenarios);
        var random = new SplitMix(205);
        var contracts = Enumerable.Range(0, 300)
            .Select(i => i % 10 == 0 ? RiskInputs.Unusual(random) : RiskInputs.Usual(random)).ToArray();
        // Options, futures and coins; in a settlement window; expired: each way through Refresh.
        Assert.Equal(Enum.GetValues<Payoff>().Order(), contracts.Select(c => c.Payoff).Distinct().Order());
        Assert.Contains(contracts, c => c.IsOption && c.Fixed != 0);
        Assert.Contains(contracts, c => c.IsOption && c.Seconds <= 0);
        var array = new RiskArray(contracts, _ => list);
        var round = 0;
        Nothing($"RiskArray on {scenarios}", () =>
        {
            round++;
            for (var row = round % 2; row < contracts.Length; row += 1 + round % 5)
                array.Set(row, contracts[(row + round) % contracts.Length]);
            Sink[0] += array.Refresh();
        });
    }

    [Fact]
    public void Rows_on_smiles_allocate_nothing()
    {
        var random = new SplitMix(208);
        var smile = new SviSmile(new RawSvi(0.02, 0.05, -0.3, 0.01, 0.2), 0.2);
        var contracts = Enumerable.Range(0, 100).Select(_ => RiskInputs.Usual(random) with { Smile = smile }).ToArray();
        var array = new RiskArray(contracts, _ => RiskInputs.Full);
        var round = 0;
        Nothing("RiskArray on smiles", () =>
        {
            round++;
            for (var row = 0; row < contracts.Length; row++)
                array.Set(row, contracts[(row + round) % contracts.Length]);
            Sink[0] += array.Refresh();
        });
    }

    [Theory]
    [InlineData(nameof(RiskInputs.Full))]
    [InlineData(nameof(RiskInputs.Short))]
    public void Scans_allocate_nothing(string scenarios)
    {
        var list = ListOf(scenarios);
        var random = new SplitMix(206);
        var array = new RiskArray([.. Enumerable.Range(0, 50).Select(_ => RiskInputs.Usual(random))], _ => list);
        var rows = Enumerable.Range(0, 700).Select(_ => random.Below(array.Count)).ToArray();
        var quantities = Array.ConvertAll(rows, _ => random.Between(-9, 9));
        var accounts = new SparseAccounts([.. Enumerable.Range(0, 101).Select(i => 7 * i)], rows, quantities);
        var worst = new double[accounts.Count];
        var totals = new double[array.Stride];
        Nothing("AccountScan.Totals", () => AccountScan.Totals(array, rows, quantities, totals));
        Nothing("AccountScan.Worst", () => AccountScan.Worst(array, list.Count, accounts, worst));
    }

    [Fact]
    public void Running_totals_allocate_nothing()
    {
        var random = new SplitMix(207);
        var list = RiskInputs.Full;
        var desk = new RiskArray([.. Enumerable.Range(0, 50).Select(_ => RiskInputs.Usual(random))], _ => list);
        var array = new GrainArray(desk.Count, list.Count, new Grain(-4));
        var totals = new ScenarioTotals(array);
        var rows = Enumerable.Range(0, desk.Count).ToArray();
        var lots = new double[rows.Length];
        var accounts = new SparseAccounts([0, 20, rows.Length], rows, lots);
        var worst = new double[accounts.Count];
        var sums = new double[array.Stride];
        var before = new double[array.Stride];
        var round = 0;
        Nothing("GrainArray, ScenarioTotals", () =>
        {
            round++;
            foreach (var row in rows)
            {
                if (totals.TryTrade(row, (long)lots[row], round * 7 - 20)) lots[row] += round * 7 - 20;
                array.Row(row).CopyTo(before);
                array.TrySet(row, desk.Cells.Slice(row * desk.Stride, desk.Stride), 0.1 * round);
                totals.TryReprice(row, before, (long)lots[row]);
            }
            Sink[0] += totals.Worst() + totals.Value + totals.Change(0) + totals.RoundingBound;
            AccountScan.Totals(array, rows, lots, sums);
            AccountScan.Worst(array, accounts, worst);
        });
    }

    [Fact]
    public void An_allocation_is_noticed()
    {
        Assert.Equal(32, AllocatedBy(() => SinkOfArrays[0] = new double[1]));
        Assert.Equal(0, AllocatedBy(() => Sink[0]++));
    }

    private static IEnumerable<int> Lengths => [.. Enumerable.Range(1, 20), 1_001, Count];

    private static IReadOnlyList<Scenario> ListOf(string name) => name switch
    {
        nameof(RiskInputs.Full) => RiskInputs.Full,
        nameof(RiskInputs.Short) => RiskInputs.Short,
        _ => RiskInputs.Irregular,
    };

    private static OptionTable Drawn(ulong seed)
    {
        var table = new OptionTable(Count);
        table.Draw(new SplitMix(seed), Count);
        return table;
    }

    private static void Nothing(string what, Action call)
    {
        var bytes = AllocatedBy(call);
        Assert.True(bytes == 0, $"{what} allocates {bytes} bytes");
    }

    // Of one call; the first ones may: tables are filled on first use.
    private static long AllocatedBy(Action call)
    {
        for (var i = 0; i < 3; i++) call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
