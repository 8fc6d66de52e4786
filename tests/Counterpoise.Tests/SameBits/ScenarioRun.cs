using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Repricing;

namespace Counterpoise.Tests.SameBits;

/// <summary>Blocks of eight options on one scenario list, laid out as a risk array does it.</summary>
internal sealed class ScenarioRun(ScenarioPlan plan, bool inCoin, Contract[] contracts) : IKernelRun
{
    private const int Rows = ScenarioKernel.Rows;

    private readonly int _blockLength = Rows * AlignedDoubles.Padded(plan.Count + 1);

    public string Kernel => $"ScenarioKernel {(inCoin ? "in coin" : "linear")}";

    // Cells of the options the kernel takes; for the others, and behind the last cell, nothing.
    public double[] At<T>()
        where T : struct, ILanes<T>
    {
        var results = new double[contracts.Length / Rows * _blockLength];
        var nodes = new double[ScenarioKernel.NodeDoubles * plan.Nodes.Length];
        for (var first = 0; first < contracts.Length; first += Rows)
        {
            var cells = results.AsSpan(first / Rows * _blockLength, _blockLength);
            var ordinary = ScenarioKernel.Run<T>(plan, inCoin, Terms(first), nodes, cells);
            for (var i = 0; i < cells.Length; i++)
                if ((ordinary >> i % Rows & 1) == 0) cells[i] = double.NaN;
        }
        return results;
    }

    public string Describe(int index) =>
        $"cell {index % _blockLength / Rows}, {contracts[index / _blockLength * Rows + index % Rows]}";

    private double[] Terms(int first)
    {
        var terms = new double[Rows * plan.Terms];
        for (var i = 0; i < Rows; i++)
        {
            var contract = contracts[first + i];
            var option = terms.AsSpan(i);
            option[Rows * RiskTerms.Sign] = contract.Right == OptionRight.Call ? 1 : -1;
            option[Rows * RiskTerms.Forward] = contract.Variable;
            option[Rows * RiskTerms.Strike] = contract.Strike;
            option[Rows * RiskTerms.Vol] = contract.Vol;
            option[Rows * RiskTerms.Seconds] = contract.Seconds;
            option[Rows * RiskTerms.Rate] = contract.Rate;
            option[Rows * RiskTerms.Size] = contract.Size;
            foreach (var node in plan.Nodes.Where(node => node.IsShocked))
            {
                var shock = node.Vol.At(contract.Seconds);
                option[Rows * node.Term] = shock.Level;
                option[Rows * (node.Term + 1)] = shock.Floor;
                if (node.IsInPoints) option[Rows * (node.Term + 2)] = shock.Points;
                if (!node.IsSkew) continue;
                option[Rows * (node.Term + 2)] = shock.Slope;
                option[Rows * (node.Term + 3)] = shock.Cap;
            }
        }
        return terms;
    }
}
