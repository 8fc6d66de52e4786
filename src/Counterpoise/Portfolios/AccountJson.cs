using Counterpoise.Json;

namespace Counterpoise.Portfolios;

/// <summary>Accounts as JSON (<c>schemas/account.schema.json</c>).</summary>
public static class AccountJson
{
    private static readonly string[] AccountFields = ["name", "buckets", "transfers"];
    private static readonly string[] BucketFields = ["name", "kind", "rulebook", "settlement", "portfolio"];
    private static readonly string[] TransferFields = ["from", "to", "currency", "amount"];

    /// <summary>Reads an account and checks it.</summary>
    /// <exception cref="InvalidInputException">Not such a document, or no such account can be.</exception>
    public static Account Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, Read);

    /// <summary>Writes an account: buckets and transfers in their order.</summary>
    /// <param name="account">What to write.</param>
    /// <param name="schema">The <c>$schema</c> reference an editor resolves; null: none.</param>
    public static string Write(Account account, string? schema = null)
    {
        using var layout = new JsonLayout();
        var writer = layout.Writer;
        writer.WriteStartObject();
        if (schema is not null) writer.WriteString("$schema", schema);
        if (account.Name.Length > 0) writer.WriteString("name", account.Name);
        writer.WriteStartArray("buckets");
        foreach (var bucket in account.Buckets)
        {
            writer.WriteStartObject();
            writer.WriteString("name", bucket.Name);
            writer.WriteString("kind", Word(bucket.Kind));
            writer.WriteString("rulebook", bucket.Rulebook);
            if (bucket.Settlement is { } only) writer.WriteString("settlement", only.Code);
            writer.WritePropertyName("portfolio");
            PortfolioJson.Write(layout, bucket.Portfolio);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (account.Transfers.Count > 0)
        {
            layout.Rows("transfers", account.Transfers, (row, transfer) =>
            {
                row.WriteStartObject();
                row.WriteString("from", transfer.From);
                row.WriteString("to", transfer.To);
                row.WriteString("currency", transfer.Currency.Code);
                row.WriteString("amount", transfer.Amount.ToString());
                row.WriteEndObject();
            });
        }
        writer.WriteEndObject();
        return layout.Finish();
    }

    /// <summary>A kind as written and printed.</summary>
    public static string Word(PartitionKind kind) => kind switch
    {
        PartitionKind.Isolated => "isolated",
        PartitionKind.Cross => "cross",
        _ => "portfolio",
    };

    private static Account Read(JsonCursor root)
    {
        var f = root.Fields(AccountFields);
        var buckets = f.Required("buckets");
        Partition[] read = [.. buckets.Items(10_000).Select(ReadBucket)];
        if (read.Length == 0) throw buckets.Error(null, "has no bucket", "give at least one");
        var account = new Account(
            f.Optional("name")?.Text() ?? "", read,
            [.. (f.Optional("transfers")?.Items(10_000) ?? []).Select(ReadTransfer)]);
        account.Validate();
        return account;
    }

    private static Partition ReadBucket(JsonCursor at)
    {
        var f = at.Fields(BucketFields);
        var kind = ReadKind(f.Required("kind"));
        var settlement = f.Optional("settlement");
        if (settlement is not null && kind != PartitionKind.Cross)
            throw settlement.Error("is given for a bucket that is not cross", "remove it or make the bucket cross");
        return new Partition(
            f.Required("name").Text(), kind, f.Required("rulebook").Text(), PortfolioJson.Read(f.Required("portfolio")))
        {
            Settlement = settlement?.Currency(),
        };
    }

    private static PartitionKind ReadKind(JsonCursor at) => at.Text() switch
    {
        "isolated" => PartitionKind.Isolated,
        "cross" => PartitionKind.Cross,
        "portfolio" => PartitionKind.Portfolio,
        _ => throw at.Error("is no kind of bucket", "use isolated, cross or portfolio"),
    };

    private static Transfer ReadTransfer(JsonCursor at)
    {
        var f = at.Fields(TransferFields);
        return new Transfer(
            f.Required("from").Text(), f.Required("to").Text(), f.Required("currency").Currency(),
            f.Required("amount").Quantity());
    }
}
