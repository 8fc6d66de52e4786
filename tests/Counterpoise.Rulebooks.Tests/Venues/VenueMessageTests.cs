using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Venues;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Venues;

/// <summary>Venues' messages: what is read of them, and what is said of bad ones.</summary>
public sealed class VenueMessageTests
{
    public static TheoryData<string, Venue> All => new()
    {
        { Messages.Binance(), Venue.Binance }, { Messages.Deribit(), Venue.Deribit },
        { Messages.Hyperliquid(), Venue.Hyperliquid }, { Messages.Okx(), Venue.Okx }, { Bybit, Venue.Bybit },
        { Bitmex, Venue.Bitmex },
    };

    private const string Bybit = """
        {"retCode": 0, "result": {"category": "inverse", "list": [{"symbol": "BTCUSD", "side": "Sell", "size": "5000",
         "avgPrice": "99000", "markPrice": "100000", "positionValue": "0.05", "leverage": "10", "positionIM": "0.005",
         "positionMM": "0.00025", "tradeMode": 1}]}, "time": 1767254400000}
        """;

    private const string Bitmex = """
        [{"symbol": "XBTUSD", "currency": "XBt", "currentQty": -100, "markPrice": 98000, "avgEntryPrice": 97000,
          "leverage": 10, "posInit": 1024, "posMaint": 512}]
        """;

    // Every object of every message gets a field nobody knows, of each kind.
    [Theory]
    [MemberData(nameof(All))]
    public void Unknown_fields_change_nothing(string message, Venue venue)
    {
        var expected = Messages.Read(message);
        Assert.Equal(venue, expected.Venue);
        Assert.NotEmpty(expected.Positions);
        foreach (var value in new[] { "null", "\"text\"", "[1, {}]", "{\"a\": {\"b\": 1e400}}", "true" })
        {
            var node = JsonNode.Parse(message)!;
            AddTo(node, value);
            var found = Messages.Read(node.ToJsonString());
            Assert.Equal(expected.Positions, found.Positions);
            Assert.Equal(expected.Totals, found.Totals);
            Assert.Equal((expected.Time, expected.Mode, expected.Rulebook), (found.Time, found.Mode, found.Rulebook));
        }
    }

    // A message of which any one field is missing is read or refused with its name; nothing else happens.
    [Theory]
    [MemberData(nameof(All))]
    public void A_missing_field_is_named_or_not_needed(string message, Venue venue)
    {
        var refused = 0;
        foreach (var path in Paths(JsonNode.Parse(message)!, []).ToList())
        {
            var node = JsonNode.Parse(message)!;
            Owner(node, path).AsObject().Remove(path[^1]);
            try
            {
                var found = Messages.Reconcile(node.ToJsonString());
                Assert.Equal(venue, found.Account.Venue);
            }
            catch (InvalidInputException e)
            {
                refused++;
                Assert.True(
                    e.Field.Contains(path[^1], StringComparison.Ordinal)
                    || e.Problem is "is no account message of a venue we know",
                    $"{string.Join('.', path)}: {e.Message}");
            }
        }
        Assert.True(refused > 0);
    }

    // Any one value replaced by an odd one: a result, or a refusal that names it.
    [Theory]
    [MemberData(nameof(All))]
    public void An_odd_value_is_refused_by_name_or_carried(string message, Venue venue)
    {
        string[] odd =
        [
            "null", "\"\"", "0", "-1", "\"abc\"", "1e300", "-1e300", "1e-300", "\"99999999999999999999\"", "true", "[]",
            "{}", "\"NaN\"", "4e9", "\"0.00000000000001\"", "\"BTCUSDT\"", "[{}]", "9007199254740993", "\"\\u0000\"",
            "1000000000", "0e99999999999", "\"0e-99999999999\"",
        ];
        var results = 0;
        foreach (var path in Paths(JsonNode.Parse(message)!, []).ToList())
        {
            foreach (var value in odd)
            {
                var node = JsonNode.Parse(message)!;
                Owner(node, path)[path[^1]] = JsonNode.Parse(value);
                try
                {
                    var found = Messages.Reconcile(node.ToJsonString());
                    Assert.Equal(venue, found.Account.Venue);
                    Assert.All(found.Lines, l => Assert.True(l.Ours is null || double.IsFinite(l.Ours.Value)));
                    results++;
                }
                catch (InvalidInputException e)
                {
                    Assert.NotEqual("", e.Field);
                    Assert.NotEqual("", e.Remedy);
                }
            }
        }
        Assert.True(results > 0);
    }

    [Theory]
    [InlineData("{}", "document is no account message of a venue we know")]
    [InlineData("[]", "message holds no account message")]
    [InlineData("7", "document \"not an object\" is no account message of a venue we know")]
    [InlineData("[{\"symbol\": \"BTCUSDT\"}]", "[0] is no account message of a venue we know")]
    [InlineData("{\"retCode\": 10003, \"result\": {}}", "retCode \"10003\" is an error reply")]
    [InlineData("{\"code\": \"50111\", \"data\": []}", "code \"50111\" is an error reply")]
    [InlineData("{\"jsonrpc\": \"2.0\", \"error\": {\"code\": 13009}}", "error \"{...}\" is an error reply")]
    [InlineData(
        "{\"symbol\": \"BTCUSDT\", \"size\": \"1\", \"positionValue\": \"1\", \"side\": \"\"}",
        "side \"\" is neither Buy nor Sell")]
    [InlineData(
        "{\"symbol\": \"BTCUSDT\", \"positionAmt\": \"1\", \"markPrice\": \"-5\"}", "markPrice \"-5\" is negative")]
    [InlineData(
        "{\"symbol\": \"BTCUSDT\", \"positionAmt\": \"1\", \"maintMargin\": {}}",
        "maintMargin \"{...}\" is not a number")]
    [InlineData(
        "{\"symbol\": \"BTCUSDT\", \"positionAmt\": \"1\", \"updateTime\": 99999999999999999}", "updateTime")]
    public void What_is_no_message_or_a_bad_one_is_refused(string message, string said)
    {
        var error = Assert.Throws<InvalidInputException>(() => Messages.Read(message));
        Assert.StartsWith(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_of_two_venues_are_refused_by_name()
    {
        var error = Assert.Throws<InvalidInputException>(() => Messages.Read($"[{Bybit}, {Messages.Binance()}]"));
        Assert.Equal(
            "[1] is a message of Binance beside one of Bybit; reconcile one venue at a time", error.Message);
        var (okx, deribit) = (Encoding.UTF8.GetBytes(Messages.Okx()), Encoding.UTF8.GetBytes(Messages.Deribit()));
        var files = Assert.Throws<InvalidInputException>(
            () => VenueMessage.Read([("a.json", okx), ("b.json", deribit)]));
        Assert.Equal(
            "b.json: document is a message of Deribit beside one of OKX; reconcile one venue at a time", files.Message);
    }

    [Fact]
    public void Messages_of_one_venue_are_one_account()
    {
        const string info = """
            {"retCode": 0, "result": {"marginMode": "PORTFOLIO_MARGIN", "unifiedMarginStatus": 5}}
            """;
        const string wallet = """
            {"topic": "wallet", "creationTime": 1767254500000, "data": [{"accountType": "UNIFIED",
             "totalInitialMargin": "600", "totalMaintenanceMargin": "30", "totalMarginBalance": "9000", "coin": [
             {"coin": "USDT", "walletBalance": "8000", "equity": "8000", "usdValue": "8004", "totalOrderIM": "100"}]}]}
            """;
        var account = Messages.Read($"[{Bybit}, {wallet}, {info}]");
        Assert.Equal("bybit-pm", account.Rulebook);
        Assert.Equal("2026-01-01T08:01:40Z", account.Time.ToString());
        var position = Assert.Single(account.Positions);
        Assert.Equal((-5000, true), (position.Quantity.ToDouble(), position.IsIsolated));
        Assert.Equal("BTC", position.Unit.Code);
        var total = Assert.Single(account.Totals);
        Assert.Equal((600, 100.05), (total.Initial!.Value.Value, Math.Round(total.OrderInitial!.Value.Value, 8)));
        Assert.Equal(1.0005, account.Prices[Currency.Parse("USDT")], 1e-12);
    }

    [Theory]
    [InlineData("segregated_pm", "deribit-pm")]
    [InlineData("cross_pm", "deribit-xpm")]
    [InlineData("segregated_sm", "deribit-sm")]
    public void Deribit_says_its_mode(string mode, string rulebook) => Assert.Equal(
        rulebook,
        Messages.Read($$"""
            {"currency": "BTC", "margin_model": "{{mode}}", "margin_balance": 1, "initial_margin": 0,
             "maintenance_margin": 0}
            """).Rulebook);

    [Theory]
    [InlineData("4", "okx-pm")]
    [InlineData("3", "okx-cross")]
    public void Okx_says_its_mode(string level, string rulebook) => Assert.Equal(
        rulebook, Messages.Read($$"""[{"acctLv": "{{level}}", "posMode": "net_mode"}, {{Messages.Okx()}}]""").Rulebook);

    [Fact]
    public void Binance_coin_margin_is_known_by_its_contracts()
    {
        var account = Messages.Read(
            """[{"symbol": "BTCUSD_PERP", "positionAmt": "10", "markPrice": "60000", "leverage": "20"}]""");
        Assert.Equal(("binance-coinm", "COIN-M"), (account.Rulebook, account.Mode));
        Assert.Equal(100, account.Positions.Single().ContractSize!.Value.ToDouble());
    }

    [Fact]
    public void A_mark_that_is_not_sent_follows_from_what_is()
    {
        var byValue = Messages.Read("""{"symbol": "BTCUSDT", "positionAmt": "-2", "notional": "-120000"}""");
        Assert.Equal(60000, byValue.Positions.Single().Mark);
        var byProfit = Messages.Read(
            """{"symbol": "BTCUSDT", "positionAmt": "-2", "entryPrice": "61000", "unRealizedProfit": "2000"}""");
        Assert.Equal(60000, byProfit.Positions.Single().Mark);
    }

    [Fact]
    public void Digits_are_those_printed()
    {
        var position = Messages.Read(
            """{"symbol": "BTCUSDT", "positionAmt": "1", "initialMargin": "12.50", "maintMargin": 9.92e-6}""")
            .Positions.Single();
        Assert.Equal((2, 8), (position.Initial!.Value.Decimals, position.Maintenance!.Value.Decimals));
        Assert.Equal(0.01, position.Initial.Value.Grain(Currency.Usd), 1e-15);
        Assert.True(position.Initial.Value.IsMetBy(12.51, Currency.Usd));
        Assert.False(position.Initial.Value.IsMetBy(12.5101, Currency.Usd));
        Assert.Equal(1e-6, new Reported(3, 0).Grain(Currency.Parse("BTC")), 1e-18);
    }

    [Fact]
    public void Okx_contracts_that_stand_for_no_power_of_ten_are_not_guessed()
    {
        const string row = """
            {"instId": "BTC-USDT-SWAP", "pos": "7", "markPx": "100000", "notionalUsd": "23000", "imr": "5",
             "ccy": "USDT"}
            """;
        var found = Messages.Reconcile(row);
        Assert.Equal(
            "the message lacks the size of a contract: notionalUsd makes it 0.032857, no power of ten",
            Assert.Single(found.Lines).Cause);
        var none = Messages.Reconcile(row.Replace("23000", "", StringComparison.Ordinal));
        Assert.Equal(
            "the message lacks the size of a contract: the message has no notionalUsd to tell it",
            Assert.Single(none.Lines).Cause);
    }

    [Fact]
    public void A_vector_for_others_has_no_ids_and_no_time_of_day()
    {
        var message = Messages.Binance(more: """, "accountAlias": "SgsR", "email": "a@b.c" """);
        var text = AnonymisedVector.Write(Messages.Reconcile(message));
        var cases = JsonNode.Parse(text)!.AsArray();
        var one = Assert.Single(cases)!;
        Assert.Equal("binance-2026-01-01-BTCUSDT", one["id"]!.GetValue<string>());
        Assert.Equal("2026-01-01", one["date"]!.GetValue<string>());
        Assert.Equal(3000, one["expected_im"]!.GetValue<double>());
        Assert.Equal(-1, one["position"]!["qty"]!.GetValue<double>());
        foreach (var secret in new[] { "SgsR", "a@b.c", "08:00", "1767254400000" })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private static JsonNode Owner(JsonNode root, string[] path) =>
        path[..^1].Aggregate(root, (at, step) => int.TryParse(step, out var i) ? at[i]! : at[step]!);

    private static void AddTo(JsonNode? node, string value)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) AddTo(item, value);
        }
        else if (node is JsonObject fields)
        {
            foreach (var (_, inner) in fields) AddTo(inner, value);
            fields.Add("a field of tomorrow", JsonNode.Parse(value));
        }
    }

    private static IEnumerable<string[]> Paths(JsonNode node, string[] path)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
                foreach (var inner in Paths(array[i]!, [.. path, Messages.Text(i)])) yield return inner;
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                yield return [.. path, name];
                if (value is not null) foreach (var inner in Paths(value, [.. path, name])) yield return inner;
            }
        }
    }
}
