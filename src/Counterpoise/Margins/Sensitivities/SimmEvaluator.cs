namespace Counterpoise.Margins.Sensitivities;

/// <summary>The margin of one risk class in one product class: its margin types add up.</summary>
/// <param name="Risk">The risk class.</param>
/// <param name="Measures">Delta, vega, curvature, base correlation; those with margin or sensitivities.</param>
public sealed record RiskMargin(SimmRisk Risk, IReadOnlyList<MeasureMargin> Measures)
{
    /// <summary>Calculation currency.</summary>
    public double Margin => Measures.Sum(m => m.Margin);

    /// <summary>Of one type; 0 if there is none.</summary>
    public double Of(SimmMeasure measure) => Measures.Where(m => m.Measure == measure).Sum(m => m.Margin);
}

/// <summary>The margin of a product class: √(ΣΣ ψ IM_r IM_s).</summary>
/// <param name="Product">The product class.</param>
/// <param name="Risks">Its risk classes.</param>
/// <param name="Margin">Calculation currency.</param>
/// <param name="Of">The same sum over one margin type.</param>
public sealed record ProductMargin(
    SimmProduct Product, IReadOnlyList<RiskMargin> Risks, double Margin, IReadOnlyDictionary<SimmMeasure, double> Of);

/// <summary>Add-ons of a SIMM agreement, all given from outside.</summary>
/// <param name="Fixed">Amounts, calculation currency.</param>
/// <param name="OfNotional">Σ share × notional, calculation currency.</param>
/// <param name="Multipliers">By product class, at least 1: what exceeds 1 is charged on the class's margin.</param>
public sealed record SimmAddOns(
    double Fixed, double OfNotional, IReadOnlyDictionary<SimmProduct, double> Multipliers)
{
    /// <summary>None.</summary>
    public static SimmAddOns None { get; } = new(0, 0, new Dictionary<SimmProduct, double>());
}

/// <summary>A SIMM evaluation.</summary>
/// <param name="Products">Product classes with sensitivities, in order.</param>
/// <param name="AddOn">Sum of the add-ons, calculation currency.</param>
public sealed record SimmMargin(IReadOnlyList<ProductMargin> Products, double AddOn)
{
    /// <summary>Calculation currency.</summary>
    public double Total => Products.Sum(p => p.Margin) + AddOn;
}

/// <summary>
/// ISDA SIMM: margin from sensitivities. Delta, vega, curvature and base correlation add up within a risk class, risk
/// classes are correlated within a product class, product classes add up. Formulas: docs/numerics/simm.md.
/// </summary>
public static class SimmEvaluator
{
    /// <summary>Evaluates sensitivities of the party that would call the margin.</summary>
    /// <param name="parameters">One calibration.</param>
    /// <param name="sensitivities">In the calculation currency; neither order nor splitting matters.</param>
    /// <param name="currency">Calculation currency.</param>
    /// <param name="addOns">Add-ons; null: none.</param>
    /// <exception cref="InvalidInputException">The calibration lacks what one of them needs.</exception>
    public static SimmMargin Evaluate(
        SimmParameters parameters, IReadOnlyList<Sensitivity> sensitivities, string currency = "USD",
        SimmAddOns? addOns = null)
    {
        var products = new List<ProductMargin>();
        foreach (var product in Enum.GetValues<SimmProduct>())
        {
            Sensitivity[] own = [.. sensitivities.Where(s => s.Product == product)];
            if (own.Length > 0) products.Add(Of(parameters, product, own, currency));
        }
        addOns ??= SimmAddOns.None;
        var addOn = addOns.Fixed + addOns.OfNotional;
        foreach (var product in products)
            addOn += (addOns.Multipliers.GetValueOrDefault(product.Product, 1) - 1) * product.Margin;
        return new SimmMargin(products, addOn);
    }

    private static ProductMargin Of(
        SimmParameters parameters, SimmProduct product, Sensitivity[] own, string currency)
    {
        var risks = new List<RiskMargin>();
        foreach (var risk in Enum.GetValues<SimmRisk>())
        {
            if (!own.Any(s => s.Risk == risk)) continue;
            MeasureMargin[] measures =
            [
                .. Enum.GetValues<SimmMeasure>()
                    .Where(m => own.Any(s => s.Risk == risk && s.Enters(m)))
                    .Select(m => MeasureMargin.Of(parameters, currency, risk, m, own)),
            ];
            risks.Add(new RiskMargin(risk, measures));
        }
        var of = Enum.GetValues<SimmMeasure>().ToDictionary(m => m, m => Correlated(parameters, risks, r => r.Of(m)));
        return new ProductMargin(product, risks, Correlated(parameters, risks, r => r.Margin), of);
    }

    private static double Correlated(SimmParameters parameters, List<RiskMargin> risks, Func<RiskMargin, double> of)
    {
        if (risks.Count == 1) return of(risks[0]);
        var square = 0.0;
        foreach (var r in risks)
            foreach (var s in risks)
                square += (r == s ? 1 : parameters.Correlations[(int)r.Risk, (int)s.Risk]) * of(r) * of(s);
        return Math.Sqrt(square);
    }
}
