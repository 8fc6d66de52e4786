using Counterpoise.Margins.Sensitivities;

namespace Counterpoise.Rulebooks.Simm;

/// <summary>Who moves margin.</summary>
public enum SimmSide
{
    /// <summary>The party whose sensitivities these are calls it.</summary>
    Call = 0,

    /// <summary>It posts it: the same sensitivities with the opposite sign.</summary>
    Post = 1,
}

/// <summary>SIMM of a portfolio on one side under the regulation that asks for most.</summary>
/// <param name="Portfolio">PortfolioID.</param>
/// <param name="Side">Call or post.</param>
/// <param name="Regulation">The winning regulation; equal ones: the first by name.</param>
/// <param name="Margin">The margin, USD.</param>
/// <param name="Others">The regulations that asked for no more, with their margin, USD.</param>
public sealed record CrifMargin(
    string Portfolio, SimmSide Side, string Regulation, SimmMargin Margin,
    IReadOnlyList<(string Regulation, double Total)> Others)
{
    /// <summary>Evaluates a CRIF: every portfolio on both sides under every regulation its rows name.</summary>
    /// <param name="parameters">The calibration.</param>
    /// <param name="rows">The CRIF.</param>
    /// <exception cref="InvalidInputException">
    /// The calibration lacks what a row needs: names the row where it is one of its cells.
    /// </exception>
    public static IReadOnlyList<CrifMargin> Of(SimmParameters parameters, IReadOnlyList<CrifRow> rows)
    {
        try
        {
            return Evaluate(parameters, rows);
        }
        catch (InvalidInputException e) when (rows.FirstOrDefault(r => Causes(parameters, r, e)) is { } row)
        {
            throw new InvalidInputException($"row {row.Number}, {e.Field}", e.Value, e.Problem, e.Remedy);
        }
    }

    // The calculation nets rows before it looks anything up: the row at fault is the one that fails alone.
    private static bool Causes(SimmParameters parameters, CrifRow row, InvalidInputException error)
    {
        if (row.Sensitivity is null || error.Field is not ("Bucket" or "Label1" or "Qualifier")) return false;
        try
        {
            SimmEvaluator.Evaluate(parameters, [row.Sensitivity]);
            return false;
        }
        catch (InvalidInputException alone)
        {
            return alone.Message == error.Message;
        }
    }

    private static List<CrifMargin> Evaluate(SimmParameters parameters, IReadOnlyList<CrifRow> rows)
    {
        var margins = new List<CrifMargin>();
        foreach (var side in Enum.GetValues<SimmSide>())
        {
            foreach (var portfolio in rows.GroupBy(r => r.Portfolio).OrderBy(g => g.Key, StringComparer.Ordinal))
                margins.Add(Of(parameters, side, portfolio.Key, [.. portfolio]));
        }
        return margins;
    }

    private static CrifMargin Of(SimmParameters parameters, SimmSide side, string portfolio, CrifRow[] rows)
    {
        IReadOnlyList<string> Regulations(CrifRow r) => side == SimmSide.Call ? r.Collect : r.Post;
        var all = new List<(string Regulation, SimmMargin Margin)>();
        foreach (var regulation in rows.SelectMany(Regulations).Distinct().Order(StringComparer.Ordinal))
        {
            CrifRow[] own = [.. rows.Where(r => Regulations(r).Contains(regulation))];
            var sign = side == SimmSide.Call ? 1 : -1;
            var sensitivities = own.Where(r => r.Sensitivity is not null)
                .Select(r => r.Sensitivity! with { Amount = sign * r.Amount });
            all.Add((regulation, SimmEvaluator.Evaluate(parameters, [.. sensitivities], "USD", AddOnsOf(own))));
        }
        var winner = all[0];
        foreach (var other in all) if (other.Margin.Total > winner.Margin.Total) winner = other;
        return new CrifMargin(
            portfolio, side, winner.Regulation, winner.Margin,
            [.. all.Where(a => a.Regulation != winner.Regulation).Select(a => (a.Regulation, a.Margin.Total))]);
    }

    private static SimmAddOns AddOnsOf(CrifRow[] rows)
    {
        double fixedAmount = 0, ofNotional = 0;
        var multipliers = new Dictionary<SimmProduct, double>();
        foreach (var row in rows)
        {
            switch (row.AddOn)
            {
                case "Param_AddOnFixedAmount":
                    fixedAmount += row.Amount;
                    break;
                case "Param_ProductClassMultiplier":
                    multipliers[Crif.ProductOf(row.Qualifier)!.Value] = row.Amount;
                    break;
                case "Param_AddOnNotionalFactor":
                    ofNotional += row.Amount / 100 * Math.Abs(rows
                        .Where(r => r.AddOn == "Notional" && r.Qualifier == row.Qualifier).Sum(r => r.Amount));
                    break;
            }
        }
        return new SimmAddOns(fixedAmount, ofNotional, multipliers);
    }
}
