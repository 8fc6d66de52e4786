using Counterpoise.Numerics;

namespace Counterpoise.Tests.SameBits;

/// <summary>A kernel with its inputs, to be run at any width.</summary>
internal interface IKernelRun
{
    string Kernel { get; }

    /// <summary>All results, in an order that does not depend on the width.</summary>
    double[] At<T>()
        where T : struct, ILanes<T>;

    /// <summary>Which result it is, and the inputs it comes from, exactly.</summary>
    string Describe(int index);
}
