using System.Runtime.CompilerServices;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// ln M(p) = ln E[(F_T/F)^p] = κθ·a + v₀·B on lanes, Heston 1993 in the form that has no branch cut (Albrecher, Mayer,
/// Schoutens and Tistaert 2007; Lord and Kahl 2010), rearranged so that nothing cancels for small σ or T:
/// <code>
/// β = κ − ρσp, q = p² − p, d = √(β² − σ²q), Re d &gt; 0
/// R = q·(1 − e^{−dT})/(2d), z = σ²R/(β + d), D = 1 + z
/// B = R/D, a = qT/(β + d) − (2/σ²)·ln D
/// </code>
/// For p off the real axis d² meets the negative axis nowhere, and ln D stays within its principal branch.
/// </summary>
internal readonly struct HestonExponent<T>
    where T : struct, ILanes<T>
{
    private readonly LaneComplex<T> p, q, beta, d, perD, r, perS, z, perOnePlus, log;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HestonExponent(LaneComplex<T> p, in HestonTerms terms)
    {
        this.p = p;
        q = p * p - p;
        beta = p * T.Of(-terms.RhoSigma) + T.Of(terms.Kappa);
        // β² − σ²q without the terms in ρ²σ²p², of which little is left for ρ near ±1.
        var slope = T.Of(terms.Variance - 2 * terms.Kappa * terms.RhoSigma);
        d = LaneComplex<T>.Sqrt(p * slope - p * p * T.Of(terms.Across) + T.Of(terms.Kappa * terms.Kappa));
        perD = LaneComplex<T>.Reciprocal(d);
        r = q * LaneComplex<T>.OneLessExp(d * T.Of(terms.Years)) * perD * T.Of(0.5);
        perS = LaneComplex<T>.Reciprocal(beta + d);
        z = r * perS * T.Of(terms.Variance);
        perOnePlus = LaneComplex<T>.Reciprocal(z + T.Of(1));
        log = LaneComplex<T>.LogOnePlus(z);
        B = r * perOnePlus;
        A = q * perS * T.Of(terms.Years) - log * T.Of(2 / terms.Variance);
    }

    /// <summary>∂ ln M/∂v₀.</summary>
    public LaneComplex<T> B { get; }

    /// <summary>∂ ln M/∂(κθ), κ in the dynamics held.</summary>
    public LaneComplex<T> A { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<T> Value(in HestonTerms terms) => A * T.Of(terms.Kappa * terms.Theta) + B * T.Of(terms.V0);

    /// <summary>∂ ln M/∂T = κθB + v₀(½q − βB + ½σ²B²), the Riccati equation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<T> ByYears(in HestonTerms terms) =>
        B * T.Of(terms.Kappa * terms.Theta)
        + (q * T.Of(0.5) - beta * B + B * B * T.Of(0.5 * terms.Variance)) * T.Of(terms.V0);

    /// <summary>
    /// ∂ ln M/∂κ, ∂σ and ∂ρ by the chain rule through β and d (the gradient of Cui, del Baño Rollin and Germano 2017).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Gradient(
        in HestonTerms terms, out LaneComplex<T> kappa, out LaneComplex<T> sigma, out LaneComplex<T> rho)
    {
        var perSigma = T.Of(1 / terms.Sigma);
        var none = new LaneComplex<T>(T.Of(0), T.Of(0));
        kappa = A * T.Of(terms.Theta) + By(terms, new(T.Of(1), T.Of(0)), beta * perD, none, none);
        var byRho = p * T.Of(-terms.Sigma);
        rho = By(terms, byRho, beta * byRho * perD, none, none);
        var bySigma = p * T.Of(-terms.Rho);
        sigma = By(
            terms, bySigma, (beta * bySigma - q * T.Of(terms.Sigma)) * perD, z * (perSigma + perSigma),
            log * (T.Of(4 / terms.Variance) * perSigma));
    }

    // κθ·∂a + v₀·∂B for changes of β and d; z and a depend on σ also by themselves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LaneComplex<T> By(
        in HestonTerms terms, LaneComplex<T> byBeta, LaneComplex<T> byD, LaneComplex<T> ofZ, LaneComplex<T> ofA)
    {
        var years = T.Of(terms.Years);
        var half = T.Of(0.5);
        // ∂R/∂d = (qT·e^{−dT}/2 − R)/d, and q·e^{−dT}/2 = q/2 − d·R.
        var changeOfR = ((q * half - d * r) * years - r) * perD * byD;
        var changeOfS = (byBeta + byD) * perS;
        var changeOfZ = (changeOfR * perS) * T.Of(terms.Variance) - z * changeOfS + ofZ;
        var changeOfB = (changeOfR - B * changeOfZ) * perOnePlus;
        var changeOfA = ofA - q * perS * changeOfS * years - changeOfZ * perOnePlus * T.Of(2 / terms.Variance);
        return changeOfA * T.Of(terms.Kappa * terms.Theta) + changeOfB * T.Of(terms.V0);
    }
}
