using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>One bucket of an account, evaluated or with the reason why not.</summary>
/// <param name="Partition">After the transfers.</param>
/// <param name="Margin">Null if it cannot be evaluated.</param>
/// <param name="Reason">Null if it can.</param>
public sealed record PartitionMargin(Partition Partition, Margin? Margin, string? Reason);

/// <summary>
/// An account under its rulebooks: transfers first, then every bucket by itself. A margin mode is a partition and a
/// rulebook; nothing nets across buckets.
/// </summary>
/// <param name="market">What it is held against.</param>
/// <param name="rulebooks">A rulebook by its name.</param>
/// <param name="smiles">As for <see cref="MarginEvaluator"/>.</param>
public sealed class AccountEvaluator(Market market, Func<string, Rulebook> rulebooks, SmileSet? smiles = null)
{
    /// <summary>Applies the transfers in order.</summary>
    /// <exception cref="InvalidInputException">
    /// The account is not sound, a currency has no price, a bucket does not have that much, or would be left below its
    /// initial requirement; then the largest amount that may move is named.
    /// </exception>
    public Account Apply(Account account)
    {
        account.Validate();
        var transfers = account.Transfers;
        for (var i = 0; i < transfers.Count; i++)
        {
            Check(account, transfers[i], $"transfers[{i}]");
            account = account.After(transfers[i]);
        }
        return account with { Transfers = [] };
    }

    /// <summary>Every bucket as it is; transfers are not looked at.</summary>
    public IReadOnlyList<PartitionMargin> Evaluate(Account account) => [.. account.Buckets.Select(Try)];

    /// <summary>
    /// The most of a currency that may leave a bucket, exact to 10⁻⁸: its balance, or less if the initial excess of
    /// its margin currency would fall below zero. Found by halving; excess is taken to fall as more leaves.
    /// </summary>
    public Quantity Withdrawable(Partition bucket, Currency currency)
    {
        var balance = bucket.Portfolio.Balances.GetValueOrDefault(currency);
        if (balance <= Quantity.Zero || !MayLeave(bucket, currency, Quantity.Zero)) return Quantity.Zero;
        if (MayLeave(bucket, currency, balance)) return balance;
        var (low, high) = (0L, balance.Units);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (MayLeave(bucket, currency, new Quantity(middle))) low = middle;
            else high = middle;
        }
        return new Quantity(low);
    }

    private void Check(Account account, Transfer transfer, string field)
    {
        var source = account.Buckets.First(b => b.Name == transfer.From);
        try
        {
            market.UsdPrice(transfer.Currency);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException(
                $"{field}.currency", transfer.Currency.Code, $"has no price in market \"{market.Name}\"", e.Remedy);
        }
        var balance = source.Portfolio.Balances.GetValueOrDefault(transfer.Currency);
        if (transfer.Amount > balance)
        {
            throw new InvalidInputException(
                $"{field}.amount", transfer.Amount.ToString(),
                $"is more than the balance of {source.Name}: {balance} {transfer.Currency}", "transfer at most that");
        }
        if (MayLeave(source, transfer.Currency, transfer.Amount)) return;
        throw new InvalidInputException(
            $"{field}.amount", transfer.Amount.ToString(),
            $"would leave {source.Name} below its initial margin",
            $"transfer at most {Withdrawable(source, transfer.Currency)} {transfer.Currency}");
    }

    private bool MayLeave(Partition bucket, Currency currency, Quantity amount)
    {
        var after = new Account("", [bucket], []).After(new Transfer(bucket.Name, "", currency, amount)).Buckets[0];
        var margin = Margin(after);
        var unit = margin.Rulebook.Bucket == BucketRule.SettlementCurrency ? currency : margin.Rulebook.AccountUnit;
        foreach (var part in margin.Buckets)
        {
            if (part.Unit != unit) continue;
            var equity = Rounding.Credit(part.Equity.Total, unit);
            if (equity < Rounding.Charge(part.Initial.Exact, unit)) return false;
        }
        return true;
    }

    private PartitionMargin Try(Partition bucket)
    {
        try
        {
            return new PartitionMargin(bucket, Margin(bucket), null);
        }
        catch (InvalidInputException e)
        {
            return new PartitionMargin(bucket, null, e.Message);
        }
    }

    private Margin Margin(Partition bucket)
    {
        var rulebook = rulebooks(bucket.Rulebook);
        if (bucket.Kind == PartitionKind.Portfolio && !rulebook.NetsInstruments)
        {
            throw new InvalidInputException(
                $"{bucket.Name}.rulebook", rulebook.Name, "margins every position alone, so it is no portfolio margin",
                "use a rulebook in which positions offset each other, or make the bucket cross");
        }
        // A balance may be left out of the equity; one without a price is an error of the market all the same.
        foreach (var currency in bucket.Portfolio.Balances.Keys.Order()) market.UsdPrice(currency);
        PortfolioCheck.Validate(bucket.Portfolio, market);
        return MarginEvaluator.Evaluate(rulebook, bucket.Portfolio with { Name = bucket.Name }, market, smiles);
    }
}
