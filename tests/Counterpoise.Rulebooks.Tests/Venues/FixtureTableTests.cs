using System.Globalization;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Tests.Pages;
using Counterpoise.Rulebooks.Venues;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Venues;

/// <summary>
/// The recorded messages and what reconcile says of each, as docs/capabilities/reconciliation.md shows it.
/// </summary>
public sealed class FixtureTableTests
{
    private const string Folder = "market/fixtures";

    private static readonly string[] Accounts =
    [
        "binance__futures_http_json_account_info_v2", "bitmex__http_get_positions", "bybit__http_get_positions",
        "bybit__http_get_wallet_balance", "deribit__http_get_account_summaries_cross_margin", "deribit__ws_portfolio",
        "okx__http_get_account_balance", "okx__ws_account",
    ];

    [Fact]
    public void The_page_shows_every_recorded_requirement()
    {
        var rows = new List<string>
        {
            "| message | line | margin | ours | venue | ours − venue | likeliest cause |",
            "|---|---|---|---:|---:|---:|---|",
        };
        var counts = new Dictionary<Agreement, int>();
        foreach (var name in Accounts)
        {
            var found = Reconciliation.Of(Read(name));
            Assert.NotEmpty(found.Lines);
            foreach (var line in found.Lines)
            {
                counts[line.Agreement] = counts.GetValueOrDefault(line.Agreement) + 1;
                rows.Add(Row(name, line));
            }
        }
        var words = string.Join(
            ", ", Enum.GetValues<Agreement>().Select(a => $"{counts.GetValueOrDefault(a)} {Word(a)}"));
        PageTable.Prints("docs/capabilities/reconciliation.md", "fixtures", [.. rows, "", $"In all: {words}."]);
    }

    // The others state no requirement of an account: chains, books, instruments, markets.
    [Fact]
    public void No_other_recorded_message_is_of_an_account()
    {
        var folder = Path.GetDirectoryName(SharedData.File($"{Folder}/{Accounts[0]}.json", cases: 7))!;
        string[] others =
        [
            .. Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f))
                .Except(Accounts),
        ];
        Assert.Equal(7, others.Length);
        foreach (var name in others)
        {
            try
            {
                var account = Read(name);
                Assert.True(account.Positions.Count + account.Totals.Count == 0, name);
            }
            catch (InvalidInputException e)
            {
                Assert.Contains("is no account message of a venue we know", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Bybits_recorded_positions_are_compared_in_numbers()
    {
        var found = Reconciliation.Of(Read("bybit__http_get_positions"));
        Assert.Equal([2525, 126.25, 2950, null], found.Lines.Select(l => l.Ours));
        Assert.Equal([2500, 250, 3000, 300], found.Lines.Select(l => l.Theirs.Value));
        Assert.Equal(1, found.Account.Flat);
    }

    private static VenueAccount Read(string name) =>
        VenueMessage.Read(File.ReadAllBytes(SharedData.File($"{Folder}/{name}.json", cases: 1)));

    private static string Row(string name, ReconciledLine line)
    {
        var decimals = Math.Max(line.Theirs.Decimals, line.Unit.IsDollar ? 2 : 6);
        string Text(double? value) => value?.ToString("N" + decimals, CultureInfo.InvariantCulture) ?? "";
        var cause = line.Agreement == Agreement.NotComputable ? $"not computable: {line.Cause}" : line.Cause;
        return PageTable.Row(
            $"`{name}`", line.Name, line.IsInitial ? "initial" : "maintenance", Text(line.Ours),
            $"{Text(line.Theirs.Value)} {line.Unit}", Text(line.Difference),
            line.Agreement == Agreement.Equal ? "equal" : cause);
    }

    private static string Word(Agreement agreement) => agreement switch
    {
        Agreement.Equal => "equal",
        Agreement.Explained => "explained",
        Agreement.Unexplained => "unexplained",
        _ => "not computable",
    };
}
