namespace Counterpoise.Margins.Sensitivities;

/// <summary>Names as ISDA's interchange formats write them.</summary>
public static class SimmNames
{
    /// <summary>For example <c>RatesFX</c>.</summary>
    public static string Name(this SimmProduct product) =>
        product == SimmProduct.RatesFx ? "RatesFX" : product.ToString();

    /// <summary>For example <c>CreditQualifying</c>.</summary>
    public static string Name(this SimmRisk risk) => risk == SimmRisk.Fx ? "FX" : risk.ToString();

    /// <summary>For example <c>BaseCorr</c>.</summary>
    public static string Name(this SimmMeasure measure) =>
        measure == SimmMeasure.BaseCorrelation ? "BaseCorr" : measure.ToString();
}
