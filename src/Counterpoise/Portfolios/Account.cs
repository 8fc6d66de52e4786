using Counterpoise.Units;

namespace Counterpoise.Portfolios;

/// <summary>How a bucket of an account is fenced off.</summary>
public enum PartitionKind
{
    /// <summary>One instrument with collateral of its own.</summary>
    Isolated = 0,

    /// <summary>Several instruments share collateral: of one settlement currency, or unified.</summary>
    Cross = 1,

    /// <summary>Under a rulebook in which different instruments offset each other.</summary>
    Portfolio = 2,
}

/// <summary>A part of an account whose positions and collateral no other part touches.</summary>
/// <param name="Name">Unique in the account.</param>
/// <param name="Kind">What may be in it.</param>
/// <param name="Rulebook">Name of its rules.</param>
/// <param name="Portfolio">What is in it.</param>
public sealed record Partition(string Name, PartitionKind Kind, string Rulebook, Portfolio Portfolio)
{
    /// <summary>The only settlement currency and balance of a cross bucket; null: unified.</summary>
    public Currency? Settlement { get; init; }
}

/// <summary>A balance that moves from one bucket to another.</summary>
/// <param name="From">Where it leaves.</param>
/// <param name="To">Where it arrives.</param>
/// <param name="Currency">Of the balance.</param>
/// <param name="Amount">&gt; 0, exact: what leaves arrives.</param>
public sealed record Transfer(string From, string To, Currency Currency, Quantity Amount)
{
    /// <summary>E.g. <c>isolated → cross 500 USDC</c>.</summary>
    public override string ToString() => $"{From} \u2192 {To} {Amount} {Currency}";
}

/// <summary>An account: buckets apart from each other, and transfers between them in their order.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Buckets">At least one.</param>
/// <param name="Transfers">Applied in order before anything is evaluated.</param>
public sealed record Account(string Name, IReadOnlyList<Partition> Buckets, IReadOnlyList<Transfer> Transfers)
{
    /// <summary>Says nothing if buckets hold what their kind allows and transfers can be followed.</summary>
    /// <exception cref="InvalidInputException">
    /// A name twice or unknown, more than a kind allows, the same bucket on both sides, a circle of transfers.
    /// </exception>
    public void Validate()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Buckets.Count; i++)
        {
            var bucket = Buckets[i];
            if (!names.Add(bucket.Name))
            {
                throw new InvalidInputException(
                    $"buckets[{i}].name", bucket.Name, "is the name of two buckets", "rename one of them");
            }
            CheckKind(bucket, $"buckets[{i}]");
        }
        for (var i = 0; i < Transfers.Count; i++) CheckTransfer(names, i);
    }

    /// <summary>The account after a transfer: the sum over buckets is unchanged.</summary>
    public Account After(Transfer transfer) => this with
    {
        Buckets =
        [
            .. Buckets.Select(b => b.Name == transfer.From ? Moved(b, transfer.Currency, -transfer.Amount)
                : b.Name == transfer.To ? Moved(b, transfer.Currency, transfer.Amount) : b),
        ],
        Transfers = [],
    };

    private static Partition Moved(Partition bucket, Currency currency, Quantity amount)
    {
        var balances = bucket.Portfolio.Balances.ToDictionary();
        balances[currency] = balances.GetValueOrDefault(currency) + amount;
        return bucket with { Portfolio = bucket.Portfolio with { Balances = balances } };
    }

    private static void CheckKind(Partition bucket, string field)
    {
        var portfolio = bucket.Portfolio;
        var held = portfolio.Positions.Select(p => p.Instrument).Concat(portfolio.Orders.Select(o => o.Instrument))
            .Distinct().ToArray();
        if (bucket.Kind == PartitionKind.Isolated && held.Length != 1)
        {
            throw new InvalidInputException(
                field, bucket.Name, $"is isolated and has {held.Length} instruments",
                "give an isolated bucket exactly one instrument, or make it cross");
        }
        if (bucket.Settlement is not { } only) return;
        foreach (var instrument in held)
        {
            if (instrument.Settlement == only) continue;
            throw new InvalidInputException(
                field, bucket.Name, $"is cross in {only} and has {instrument}, settled in {instrument.Settlement}",
                "move it to another bucket, or leave \"settlement\" out for a unified one");
        }
        foreach (var currency in portfolio.Balances.Keys.Order())
        {
            if (currency == only) continue;
            throw new InvalidInputException(
                field, bucket.Name, $"is cross in {only} and has a balance of {currency}",
                "move it to another bucket, or leave \"settlement\" out for a unified one");
        }
    }

    private void CheckTransfer(HashSet<string> names, int at)
    {
        var transfer = Transfers[at];
        foreach (var (field, name) in ((string, string)[])[("from", transfer.From), ("to", transfer.To)])
        {
            if (names.Contains(name)) continue;
            throw new InvalidInputException(
                $"transfers[{at}].{field}", name, "is no bucket of this account",
                $"use one of: {string.Join(", ", names)}");
        }
        if (transfer.From == transfer.To)
        {
            throw new InvalidInputException(
                $"transfers[{at}]", transfer.ToString(), "has the same bucket on both sides", "name two buckets");
        }
        if (transfer.Amount <= Quantity.Zero)
        {
            throw new InvalidInputException(
                $"transfers[{at}].amount", transfer.Amount.ToString(), "is not above zero", "use an amount > 0");
        }
        var to = Buckets.First(b => b.Name == transfer.To);
        if (to.Settlement is { } only && only != transfer.Currency)
        {
            throw new InvalidInputException(
                $"transfers[{at}].currency", transfer.Currency.Code,
                $"cannot arrive in {to.Name}: it is cross in {only}", $"transfer {only}");
        }
        if (Leads(transfer.To, transfer.From, transfer.Currency, at))
        {
            throw new InvalidInputException(
                $"transfers[{at}]", transfer.ToString(), "closes a circle of transfers",
                "give only what moves in the end");
        }
    }

    // Does money of this currency get from one bucket to another by the transfers before?
    private bool Leads(string from, string to, Currency currency, int count)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { from };
        for (var grown = true; grown;)
        {
            grown = false;
            for (var i = 0; i < count; i++)
                if (Transfers[i].Currency == currency && reached.Contains(Transfers[i].From))
                    grown |= reached.Add(Transfers[i].To);
        }
        return reached.Contains(to);
    }
}
