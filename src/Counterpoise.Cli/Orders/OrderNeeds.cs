using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Orders;

/// <summary>What an order would need before it is sent: the portfolio now, with it resting, with it filled.</summary>
internal sealed class OrderNeeds
{
    public OrderNeeds(AskedPortfolio asked, Rulebook rulebook, OrderText order)
    {
        (Rulebook, Order) = (rulebook, order);
        var quantity = order.Quantity!.Value;
        var portfolio = asked.Portfolio;
        var resting = portfolio with { Orders = [.. portfolio.Orders, order.Resting(quantity, asked.Market)] };
        var filled = Trade.Apply([order.Fill(quantity, asked.Market)], portfolio, asked.Market);
        Now = asked.Totals(rulebook, portfolio);
        Resting = asked.Totals(rulebook, resting);
        Filled = asked.Totals(rulebook, filled);
        LeftOutFilled = LeftOutBalances.Of(rulebook, filled);
        Explanations =
        [
            .. MarginEvaluator.Evaluate(rulebook, new MarkedPortfolio(resting, asked.Marked)).Buckets
                .SelectMany(b => b.Initial.Composition.Where(IsOfOrders).Select(l => $"{b.Unit}: {l.Explanation}")),
        ];
    }

    public Rulebook Rulebook { get; }

    public OrderText Order { get; }

    public MarginTotals Now { get; }

    public MarginTotals Resting { get; }

    public MarginTotals Filled { get; }

    /// <summary>Balances that do not count once it is filled.</summary>
    public LeftOutBalances LeftOutFilled { get; }

    /// <summary>How the rulebook comes to what open orders add.</summary>
    public IReadOnlyList<string> Explanations { get; }

    /// <summary>Margin currencies of the three.</summary>
    public IReadOnlyList<Currency> Units =>
        [.. Now.Buckets.Concat(Resting.Buckets).Concat(Filled.Buckets).Select(b => b.Unit).Distinct().Order()];

    /// <summary>The bucket with least excess below zero, and what is missing there; null: none.</summary>
    public static Amount? Missing(MarginTotals totals)
    {
        (double Usd, Amount Excess)? worst = null;
        foreach (var bucket in totals.Buckets)
        {
            var excess = TotalAmounts.Of(bucket).InitialExcess;
            var usd = excess.ToDouble() * bucket.UnitUsd;
            if (excess.Nanos < 0 && (worst is null || usd < worst.Value.Usd)) worst = (usd, excess);
        }
        return worst is { } found ? -found.Excess : null;
    }

    private static bool IsOfOrders(CompositionLine line) =>
        line.Kind == CompositionKind.AddOn && line.Name == "open orders";
}
