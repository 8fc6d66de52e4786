using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Markets;

public sealed class MarketJsonTests
{
    internal const string Small = """
        {
          "$schema": "../schemas/market.schema.json",
          "comment": "every field once",
          "name": "small",
          "source": "made up",
          "synthetic": true,
          "time": "2026-08-22T15:33:51.68363Z",
          "currencies": {"USDC": {"value": 0.9998, "confidence": 0.9, "ageSeconds": 30}, "STETH": 2400.5},
          "underlyings": {
            "BTC": {
              "index": {"value": 77081.8, "confidence": 0.99, "ageSeconds": 1.5},
              "risk": {"scanUp": 0.11, "scanDown": {"value": 0.12, "confidence": 0.8, "ageSeconds": 60},
                       "maintenanceScanUp": 0.07, "maintenanceScanDown": 0.08, "volRise": 0.45, "dailyVol": 0.03,
                       "spread": 0.0002, "dailyVolume": 25000, "volSpreads": {"7": 0.02, "more": 0.01},
                       "vegaVolumes": {"30": 2000000}, "depthSlow": 5e7, "depthNow": 4e7, "openInterest": 3e9,
                       "stress": 0.2},
              "expiries": [
                {"expiry": "2026-09-25T08:00:00Z", "forward": 77405.28, "rate": {"value": 0.01, "confidence": 0.5},
                 "svi": {"a": 0.01, "b": 0.1, "rho": -0.3, "m": 0.02, "sigma": 0.2, "forward": 77405.28,
                         "years": 0.0922},
                 "volConfidence": 0.8, "settlementAverage": 77000}
              ],
              "instruments": [
                {"instrument": "BTC-PERPETUAL", "mark": 77100.5, "bid": "77100", "ask": 77101, "openInterest": 1e9,
                 "volume": 5052.9, "contractSize": "10", "lotSize": 1},
                {"instrument": "BTC/USD:BTC-260925-100000-C", "mark": 0.0123, "vol": 0.625, "forward": 77405.31,
                 "confidence": 0.7, "ageSeconds": 2},
                {"instrument": "BTC-1JAN26-100000-C", "mark": 0}
              ]
            }
          },
          "correlations": [{"first": "BTC", "second": "ETH", "month": 0.82, "threeDays": 0.8, "low": 0.66}]
        }
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var market = Read(Small);
        var bitcoin = market.Underlyings[Currency.Parse("BTC")];

        Assert.Equal(("small", "made up", true), (market.Name, market.Source, market.Synthetic));
        Assert.Equal("2026-08-22T15:33:51.68363Z", market.Time.ToString());
        Assert.Equal(new Observed(0.9998, 0.9, Duration.FromSeconds(30)), market.Currencies[Currency.Parse("USDC")]);
        Assert.Equal(new Observed(2400.5), market.Currencies[Currency.Parse("STETH")]);
        Assert.Equal(new Observed(77081.8, 0.99, Duration.FromSeconds(1.5)), bitcoin.Index);
        var expiry = bitcoin.Expiries[Instant.FromUtc(2026, 9, 25, 8)];
        Assert.Equal(new Observed(77405.28), expiry.Forward);
        Assert.Equal(new Observed(0.01, 0.5), expiry.Rate);
        Assert.Equal(new SviSlice(0.01, 0.1, -0.3, 0.02, 0.2, 77405.28, 0.0922), expiry.Svi);
        Assert.Equal((0.8, new Observed(77000)), (expiry.VolConfidence, expiry.SettlementAverage!.Value));
        var perpetual = bitcoin.Quotes[InstrumentSymbol.Parse("BTC-PERPETUAL")];
        Assert.Equal((77100.5, 77100, 77101), (perpetual.Mark, perpetual.Bid, perpetual.Ask));
        Assert.Equal((1e9, 5052.9), (perpetual.OpenInterest, perpetual.Volume));
        Assert.Equal(new ContractTerms(Quantity.FromWhole(10), Quantity.FromWhole(1)), perpetual.Terms);
        var call = bitcoin.Quotes[InstrumentSymbol.Parse("BTC-25SEP26-100000-C")];
        Assert.Equal((0.0123, 0.625, 77405.31), (call.Mark, call.Vol, call.Forward));
        Assert.Equal((0.7, Duration.FromSeconds(2)), (call.Confidence, call.Age));
        Assert.Equal(3, bitcoin.Quotes.Count);
        HasItsRisk(bitcoin.Risk!);
        var pair = Assert.Single(market.Correlations);
        Assert.Equal(("BTC", "ETH"), (pair.First.Code, pair.Second.Code));
        Assert.Equal((0.82, 0.8, 0.66), (pair.Month!.Value.Value, pair.ThreeDays!.Value.Value, pair.Low!.Value.Value));
    }

    private static void HasItsRisk(RiskParameters risk)
    {
        Assert.Equal(new Observed(0.12, 0.8, Duration.FromSeconds(60)), risk.ScanDown);
        Assert.Equal(
            [0.11, 0.07, 0.08, 0.45, 0.03, 0.0002, 25_000, 5e7, 4e7, 3e9, 0.2],
            new[]
            {
                risk.ScanUp, risk.MaintenanceScanUp, risk.MaintenanceScanDown, risk.VolRise, risk.DailyVol, risk.Spread,
                risk.DailyVolume, risk.DepthSlow, risk.DepthNow, risk.OpenInterest, risk.Stress,
            }.Select(o => o!.Value.Value));
        Assert.Equal([new Observed(0.02), null, null, null, new Observed(0.01)], risk.VolSpreads);
        Assert.Equal([null, new Observed(2e6), null, null, null], risk.VegaVolumes);
    }

    [Theory]
    [InlineData("\"stress\": 0.2", "\"stress\": 1.2", "risk.stress")]
    [InlineData("\"scanUp\": 0.11", "\"scanUp\": 11", "risk.scanUp")]
    [InlineData("\"7\": 0.02", "\"8\": 0.02", "volSpreads.8")]
    [InlineData("\"second\": \"ETH\"", "\"second\": \"BTC\"", "correlations[0]")]
    [InlineData("\"low\": 0.66}", "\"low\": 0.66}, {\"first\": \"ETH\", \"second\": \"BTC\"}", "correlations[1]")]
    public void A_wrong_risk_is_refused_by_name(string from, string to, string field)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Read(Small.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_least_market_is_a_time_and_nothing() =>
        Assert.Empty(Read("""{"time": "2026-08-22", "underlyings": {}}""").Underlyings);

    [Fact]
    public void What_was_written_is_read_back_equal() =>
        MarketGen.Market.Sample(m => MarketGen.Same(m, Read(MarketJson.Write(m))));

    [Fact]
    public void Writing_is_stable() =>
        MarketGen.Market.Sample(m =>
        {
            var text = MarketJson.Write(m);
            return string.Equals(text, MarketJson.Write(Read(text)), StringComparison.Ordinal);
        });

    [Fact]
    public void Defaults_are_left_out_and_a_quote_is_one_line()
    {
        const string expected = """
            {
              "name": "small",
              "time": "2026-08-22T15:33:51.68363Z",
              "currencies": {
                "STETH": 2400.5,
                "USDC": {"value":0.9998,"ageSeconds":30}
              },
              "underlyings": {
                "BTC": {
                  "index": 77081.8,
                  "expiries": [
                    {"expiry":"2026-09-25T08:00:00Z","forward":77405.28}
                  ],
                  "instruments": [
                    {"instrument":"BTC-PERPETUAL","mark":77100.5},
                    {"instrument":"BTC-25SEP26-100000-C","mark":0.0123,"vol":0.625}
                  ]
                }
              }
            }

            """;
        const string mark = "\"mark\":77100.5";
        var text = expected.Replace(mark, "\"confidence\":1,\"ageSeconds\":0," + mark, StringComparison.Ordinal);
        Assert.Equal(expected, MarketJson.Write(Read(text)));
    }

    [Fact]
    public void One_size_alone_takes_the_other_from_the_venue()
    {
        var text = Small.Replace("\"contractSize\": \"10\", ", "", StringComparison.Ordinal)
            .Replace("\"lotSize\": 1", "\"lotSize\": 5", StringComparison.Ordinal);
        var quote = Read(text).Underlyings.Values.Single().Quotes[InstrumentSymbol.Parse("BTC-PERPETUAL")];
        Assert.Equal(new ContractTerms(Quantity.FromWhole(1), Quantity.FromWhole(5)), quote.Terms);
    }

    [Fact]
    public void Every_proper_prefix_is_refused()
    {
        for (var length = 0; length < Small.Length; length++)
        {
            var text = Small[..length];
            Assert.Throws<InvalidInputException>(() => Read(text));
        }
    }

    [Fact]
    public void Changing_one_byte_is_refused_or_read_but_never_breaks()
    {
        var text = Encoding.UTF8.GetBytes(Small);
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var changed = (byte[])text.Clone();
            changed[at] = value;
            try
            {
                MarketJson.Read(changed);
            }
            catch (InvalidInputException)
            {
                // The only exception there may be.
            }
        });
    }

    private static Market Read(string text) => MarketJson.Read(Encoding.UTF8.GetBytes(text));
}
