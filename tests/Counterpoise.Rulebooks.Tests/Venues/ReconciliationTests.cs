using System.Text;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Tiers;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Tests.Venues;

/// <summary>A worked example as a message agrees with us; one field altered is found as the cause.</summary>
public sealed class ReconciliationTests
{
    private static readonly string[] Equal = ["BTCUSDT initial: equal", "BTCUSDT maintenance: equal"];

    [Fact]
    public void Worked_examples_as_messages_are_equal()
    {
        Assert.Equal(Equal, Messages.Reconcile(Messages.Binance()).Causes());
        Assert.Equal(
            ["BTC_USDC-PERPETUAL initial: equal", "BTC_USDC-PERPETUAL maintenance: equal"],
            Messages.Reconcile(Messages.Deribit()).Causes());
        Assert.Equal(
            ["BTC initial: equal", "account initial: equal", "account maintenance: equal"],
            Messages.Reconcile(Messages.Hyperliquid()).Causes());
    }

    [Fact]
    public void An_altered_leverage_is_found() => Assert.Equal(
        ["BTCUSDT initial: leverage 20, not 25", "BTCUSDT maintenance: equal"],
        Messages.Reconcile(Messages.Binance(leverage: "25")).Causes());

    [Fact]
    public void An_altered_size_is_found()
    {
        const string cause = "size 1, which the venue's unrealised profit belongs to, not 1.2";
        Assert.Equal(
            [$"BTCUSDT initial: {cause}", $"BTCUSDT maintenance: {cause}"],
            Messages.Reconcile(Messages.Binance(size: "-1.2")).Causes());
        const string deribit = "size 25, which the venue's unrealised profit belongs to, not 26";
        Assert.Equal(
            [$"BTC_USDC-PERPETUAL initial: {deribit}", $"BTC_USDC-PERPETUAL maintenance: {deribit}"],
            Messages.Reconcile(Messages.Deribit(size: "26")).Causes());
    }

    [Fact]
    public void An_altered_mark_is_found()
    {
        const string cause = "mark 60000, which the venue's unrealised profit belongs to, not 61000";
        Assert.Equal(
            [$"BTCUSDT initial: {cause}", $"BTCUSDT maintenance: {cause}"],
            Messages.Reconcile(Messages.Binance(mark: "61000")).Causes());
        const string deribit = "mark 100000, which the venue's unrealised profit belongs to, not 103000";
        Assert.Equal(
            [$"BTC_USDC-PERPETUAL initial: {deribit}", $"BTC_USDC-PERPETUAL maintenance: {deribit}"],
            Messages.Reconcile(Messages.Deribit(mark: "103000")).Causes());
    }

    // 59,000 / 20, and 59,000 x 0.5 % - 50.
    [Fact]
    public void Margins_on_the_entry_price_are_found() => Assert.Equal(
        [
            "BTCUSDT initial: entry price instead of mark", "BTCUSDT maintenance: entry price instead of mark",
        ],
        Messages.Reconcile(Messages.Binance(initial: "2950.00", maintenance: "245.00")).Causes());

    // 25 x 100,010 x 2.125 % and 1.125 %.
    [Fact]
    public void Margins_on_the_index_are_found() => Assert.Equal(
        [
            "BTC_USDC-PERPETUAL initial: index price instead of mark",
            "BTC_USDC-PERPETUAL maintenance: index price instead of mark",
        ],
        Messages.Reconcile(Messages.Deribit(initial: "53130.31", maintenance: "28127.81")).Causes());

    // 0.4 % without deduction is the first tier.
    [Fact]
    public void Another_tier_is_found() => Assert.Equal(
        ["BTCUSDT initial: equal", "BTCUSDT maintenance: tier 1 (0.4 %), not tier 2"],
        Messages.Reconcile(Messages.Binance(maintenance: "240.00")).Causes());

    [Fact]
    public void A_round_rate_that_no_tier_has_is_found() => Assert.Equal(
        ["BTCUSDT initial: equal", "BTCUSDT maintenance: a maintenance rate of 0.7 %, not 0.5 %"],
        Messages.Reconcile(Messages.Binance(maintenance: "420.00")).Causes());

    // A short pays notional x (1 + 1/20) x 0.055 % = 34.65 when it closes.
    [Fact]
    public void A_closing_fee_is_found()
    {
        const string cause = "a closing fee of 0.055 %";
        Assert.Equal(
            [$"BTCUSDT initial: {cause}", $"BTCUSDT maintenance: {cause}"],
            Messages.Reconcile(Messages.Binance(initial: "3034.65", maintenance: "284.65")).Causes());
    }

    [Fact]
    public void Open_orders_are_found() => Assert.Equal(
        ["BTCUSDT initial: open orders of this contract: 512.5 is in the venue's", "BTCUSDT maintenance: equal"],
        Messages.Reconcile(Messages.Binance(initial: "3512.50", orders: "512.50")).Causes());

    // bybit-cross counts in the quote currency; this venue's dollars are 0.9992 of it.
    [Fact]
    public void The_price_of_a_stable_coin_is_found()
    {
        var found = Messages.Reconcile(
            """
            [{"symbol": "BTCUSDT", "side": "Buy", "size": "1.5", "avgPrice": "98000", "markPrice": "100000",
              "positionValue": "147000", "leverage": "20", "positionIM": "7494.00", "positionMM": "749.40"},
             {"accountType": "UNIFIED", "totalInitialMargin": "7494.00", "totalMaintenanceMargin": "749.40",
              "coin": [{"coin": "USDT", "walletBalance": "10000", "equity": "10000", "usdValue": "9992"}]}]
            """);
        const string cause = "dollars, not USDT at 0.9992";
        Assert.Equal(
            [
                $"BTCUSDT initial: {cause}", $"BTCUSDT maintenance: {cause}",
                "account initial: the lines above that differ: BTCUSDT",
                "account maintenance: the lines above that differ: BTCUSDT",
            ],
            found.Causes());
    }

    // Bybit's tier of 20M to 28M: 2 % less 160,000, and 30x at most.
    [Fact]
    public void The_most_leverage_of_a_tier_and_a_change_on_the_entry_price_are_found()
    {
        var found = Messages.Reconcile(
            """
            {"symbol": "BTCUSDT", "side": "Buy", "size": "240", "avgPrice": "90000", "markPrice": "100000",
             "positionValue": "21600000", "leverage": "12.5", "positionIM": "800000.00", "positionMM": "345600.00"}
            """);
        Assert.Equal(
            [
                "BTCUSDT initial: the most leverage its tier allows, not 12.5",
                "BTCUSDT maintenance: entry price instead of mark, and a maintenance rate of 1.6 %, not 2 %",
            ],
            found.Causes());
    }

    [Fact]
    public void A_number_that_nothing_makes_is_unexplained()
    {
        var found = Messages.Reconcile(Messages.Binance(initial: "3111.11", maintenance: "333.33"));
        Assert.Equal(["BTCUSDT initial: unexplained", "BTCUSDT maintenance: unexplained"], found.Causes());
        Assert.Equal(2, found.Count(Agreement.Unexplained));
        Assert.Equal(-111.11, found.Lines[0].Difference!.Value, 1e-9);
    }

    [Fact]
    public void Closer_than_the_digits_printed_is_equal() => Assert.Equal(
        Equal, Messages.Reconcile(Messages.Binance(initial: "3000.01", maintenance: "249.99")).Causes());

    [Fact]
    public void A_position_the_message_does_not_show_is_found_in_the_total()
    {
        var found = Messages.Reconcile(Messages.Binance(
            more: """, "totalInitialMargin": "3700.00", "totalMaintMargin": "250.00" """));
        Assert.Equal(
            [
                .. Equal,
                "account initial: a position or order that the message does not show: what it shows adds up to 3000, "
                    + "700 less than its total",
                "account maintenance: equal",
            ],
            found.Causes());
    }

    [Fact]
    public void Open_orders_are_found_in_the_total() => Assert.Equal(
        [.. Equal, "account initial: open orders: 700 is in the venue's"],
        Messages.Reconcile(Messages.Binance(
            more: """, "totalInitialMargin": "3700.00", "totalOpenOrderInitialMargin": "700.00" """)).Causes());

    [Fact]
    public void A_total_differs_where_its_lines_do() => Assert.Equal(
        [
            "BTCUSDT initial: leverage 15, not 20", "BTCUSDT maintenance: equal",
            "account initial: the lines above that differ: BTCUSDT",
        ],
        Messages.Reconcile(Messages.Binance(
            initial: "4000.00", more: """, "totalInitialMargin": "4000.00" """)).Causes());

    [Fact]
    public void Sides_of_hedge_mode_are_margined_each_by_itself()
    {
        const string side = """
            {"symbol": "BTCUSDT", "positionAmt": "-1", "entryPrice": "60000", "markPrice": "60000", "leverage": "20",
             "initialMargin": "3000", "maintMargin": "250"}
            """;
        var both = side.Replace("\"-1\"", "\"1\"", StringComparison.Ordinal);
        var found = Messages.Reconcile(
            $$"""
            {"assets": [], "positions": [{{side}}, {{both}}], "totalInitialMargin": "6000", "totalMaintMargin": "500"}
            """);
        Assert.Equal(6, found.Count(Agreement.Equal));
    }

    // What expires needs volatility and forward from a market; index, mark and time are the message's.
    [Fact]
    public void What_the_message_lacks_comes_from_a_market()
    {
        var account = Messages.Read(Messages.Okx());
        var lacking = Reconciliation.Of(account, RulebookLibrary.Find("okx-pm"));
        Assert.All(lacking.Lines, l => Assert.Equal(Agreement.NotComputable, l.Agreement));
        Assert.Contains("has no forward price", lacking.Lines[0].Cause, StringComparison.Ordinal);
        var found = Reconciliation.Of(account, market: OkxMarket());
        Assert.Equal(2, found.Count(Agreement.Equal));
        Assert.Contains("BTC-USD-260131-110000-C: one contract is taken as 0.01 BTC, from notionalUsd", found.Remarks);
    }

    // sm-short-call: 0.12 and 0.095 coins; Deribit's standard margin looks at index, strike and mark.
    [Fact]
    public void An_option_margined_on_the_index_needs_no_market()
    {
        var found = Messages.Reconcile(
            """
            {"jsonrpc": "2.0", "usOut": 1767254400000000, "result": [{"instrument_name": "BTC-31JAN26-110000-C",
             "size": -1, "direction": "sell", "average_price": 0.03, "mark_price": 0.02, "index_price": 100000,
             "floating_profit_loss": 0.01, "initial_margin": 0.12, "maintenance_margin": 0.095}]}
            """);
        Assert.Equal(
            ["BTC-31JAN26-110000-C initial: equal", "BTC-31JAN26-110000-C maintenance: equal"], found.Causes());
        Assert.Contains("the index stands for it", Assert.Single(found.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_without_a_price_is_named_and_the_rest_is_answered()
    {
        const string other = """
            , {"symbol": "XYZUSDT", "positionAmt": "5", "initialMargin": "1", "maintMargin": "1"}]
            """;
        var found = Messages.Reconcile(Messages.Binance().Replace("}]", "}" + other, StringComparison.Ordinal));
        Assert.Equal(
            [
                .. Equal, "XYZUSDT initial: neither the message nor a market has a price for it",
                "XYZUSDT maintenance: neither the message nor a market has a price for it",
            ],
            found.Causes());
    }

    [Fact]
    public void A_contract_without_a_table_still_has_notional_over_leverage()
    {
        var found = Messages.Reconcile(
            """
            {"assets": [], "positions": [{"symbol": "XYZUSDT", "positionAmt": "500", "entryPrice": "10",
             "markPrice": "12", "leverage": "5", "initialMargin": "1200", "maintMargin": "120"}]}
            """);
        Assert.Equal(
            [
                "XYZUSDT initial: equal",
                "XYZUSDT maintenance: no tier table in binance-usdm; the venue's is 2 % of the notional at mark",
            ],
            found.Causes());
        Assert.Null(found.Lines[1].Ours);
    }

    [Fact]
    public void Totals_without_positions_are_not_computable()
    {
        var found = Messages.Reconcile(
            """
            {"jsonrpc": "2.0", "result": {"summaries": [
              {"currency": "USDT", "margin_model": "cross_sm", "balance": 200, "equity": 200, "margin_balance": 200,
               "initial_margin": 6, "maintenance_margin": 0, "total_initial_margin_usd": 5.94,
               "total_maintenance_margin_usd": 0, "total_margin_balance_usd": 198},
              {"currency": "BTC", "margin_model": "cross_sm", "balance": 0, "equity": 0, "margin_balance": 0.00198,
               "initial_margin": 0.0000594, "maintenance_margin": 0, "total_initial_margin_usd": 5.94,
               "total_maintenance_margin_usd": 0, "total_margin_balance_usd": 198}]}}
            """);
        Assert.Equal(
            [
                "account initial: no positions; the venue's is 3 % of the USDT balance: a haircut",
                "account maintenance: no positions",
            ],
            found.Causes());
        Assert.Equal(2, found.Count(Agreement.NotComputable));
    }

    [Fact]
    public void Another_margin_mode_is_found_in_the_total()
    {
        // What okx-pm needs of one bitcoin of futures, said of an account whose level is not known.
        var account = Messages.Read(
            """
            [{"instId": "BTC-USDT-SWAP", "pos": "100", "avgPx": "100000", "markPx": "100000", "idxPx": "100000",
              "notionalUsd": "100000", "ccy": "USDT", "uTime": "1767254400000"},
             {"details": [], "totalEq": "1", "imr": "1", "mmr": "1", "uTime": "1767254400000"}]
            """);
        var pair = Reconciliation.Of(account, RulebookLibrary.Find("okx-pm")).Lines;
        Assert.Equal(2, pair.Count);
        var (initial, maintenance) = (pair[0].Ours!.Value, pair[1].Ours!.Value);
        Assert.True(initial > maintenance && maintenance > 0);
        var said = account with
        {
            Totals =
            [
                account.Totals[0] with
                {
                    Initial = new Reported(initial, 6), Maintenance = new Reported(maintenance, 6),
                },
            ],
        };
        var cross = Reconciliation.Of(said, TieredOkx());
        Assert.Equal(
            [
                "account initial: another margin mode: okx-pm needs that",
                "account maintenance: another margin mode: okx-pm needs that",
            ],
            cross.Causes());
    }

    [Fact]
    public void A_venue_that_takes_no_haircut_is_found_in_the_total()
    {
        const string summary = """
            {"currency": "STETH", "margin_model": "cross_pm", "balance": 3, "margin_balance": 3, "initial_margin": 0.5,
             "maintenance_margin": 0.4, "total_initial_margin_usd": 1500, "total_maintenance_margin_usd": 1200}
            """;
        var account = Messages.Read($"[{Messages.Deribit()}, {summary}]");
        Assert.Equal(3, account.Balances.Values.Single().ToDouble());
        var market = MarketJson.Read(Encoding.UTF8.GetBytes(
            """
            {"time": "2026-01-01T08:00:00Z", "currencies": {"STETH": 3000}, "underlyings": {"ETH": {"index": 3000}}}
            """));
        var none = new Dictionary<Units.Currency, Units.Quantity>();
        var without = Reconciliation.Of(account with { Balances = none }, market: market).Lines.Single(
            l => l.IsTotal && l.IsInitial).Ours!.Value;
        var with = Reconciliation.Of(account, market: market).Lines.Single(l => l.IsTotal && l.IsInitial).Ours!.Value;
        // 7.5 % of three at 3,000.
        Assert.Equal(675, with - without, 1e-6);
        var said = account with { Totals = [account.Totals[0] with { Initial = new Reported(without, 6) }] };
        Assert.Equal(
            "no haircut on collateral", Reconciliation.Of(said, market: market).Lines.Single(
                l => l.IsTotal && l.IsInitial).Cause);
    }

    private static Margins.Rulebook TieredOkx() => TierFile.Apply(
        RulebookLibrary.Find("okx-cross"), "tiers.csv", TierFile.Read("tiers.csv", Encoding.UTF8.GetBytes(
            "symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum\n"
            + "BTC/USDT:USDT,1,0,5000000,0.004,100,0\n")));

    private static Market OkxMarket() => MarketJson.Read(Encoding.UTF8.GetBytes(
        """
        {"time": "2026-01-01T08:00:00Z", "underlyings": {"BTC": {"index": 99000, "expiries": [{"expiry":
         "2026-01-31T08:00:00Z", "forward": 100500}],
         "instruments": [{"instrument": "BTC-31JAN26-110000-C", "vol": 0.55}]}}}
        """));
}
