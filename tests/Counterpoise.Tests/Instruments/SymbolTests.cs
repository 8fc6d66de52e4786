using Counterpoise.Instruments;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Instruments;

public sealed class SymbolTests
{
    [Fact]
    public void A_Deribit_name_gives_its_instrument_back() =>
        InstrumentGen.Usual.Sample(i =>
            DeribitSymbol.TryParse(DeribitSymbol.Print(i), out var back) && back == i);

    [Fact]
    public void A_ccxt_symbol_gives_its_instrument_back() =>
        InstrumentGen.Any.Sample(i => CcxtSymbol.TryParse(CcxtSymbol.Print(i), out var back) && back == i);

    [Fact]
    public void The_canonical_name_gives_its_instrument_back_whatever_it_is() =>
        InstrumentGen.Any.Sample(i => InstrumentSymbol.Parse(InstrumentSymbol.Print(i)) == i);

    [Fact]
    public void No_text_is_a_name_in_both_dialects() =>
        InstrumentGen.Any.Sample(i =>
            !DeribitSymbol.TryParse(CcxtSymbol.Print(i), out _) && !CcxtSymbol.TryParse(DeribitSymbol.Print(i), out _));

    [Fact]
    public void Equal_instruments_have_equal_hash_codes_and_order() =>
        InstrumentGen.Any.Sample(i =>
        {
            var back = InstrumentSymbol.Parse(CcxtSymbol.Print(i));
            return back.GetHashCode() == i.GetHashCode() && back.CompareTo(i) == 0;
        });

    [Fact]
    public void Random_text_is_refused_or_parsed_but_never_breaks() =>
        Gen.String[Gen.Char["ABCTUSD0123456789-_/:.d"], 0, 24].Sample(text =>
        {
            if (InstrumentSymbol.TryParse(text, out var instrument)) _ = InstrumentSymbol.Print(instrument!);
        });

    [Fact]
    public void Every_symbol_of_the_demo_chain_survives_both_dialects()
    {
        using var csv = SharedData.OpenText("market/deribit/demo_full_chain_20260822T153351Z.csv.gz", 1970);
        csv.ReadLine();
        var count = 0;
        for (; csv.ReadLine() is { } line; count++)
        {
            var name = line.Split(',')[1];
            var instrument = InstrumentSymbol.Parse(name);
            Assert.Equal(name, DeribitSymbol.Print(instrument));
            Assert.Equal(instrument, InstrumentSymbol.Parse(CcxtSymbol.Print(instrument)));
        }
        Assert.Equal(1970, count);
    }

    [Theory]
    [InlineData("BTC/USDC", "BTC_USDC")]
    [InlineData("BTC/USD:BTC", "BTC-PERPETUAL")]
    [InlineData("BTC/USDC:USDC", "BTC_USDC-PERPETUAL")]
    [InlineData("BTC/USD:BTC-261225", "BTC-25DEC26")]
    [InlineData("BTC/USD:BTC-230805", "BTC-5AUG23")]
    [InlineData("BTC/USD:BTC-261227-100000-C", "BTC-27DEC26-100000-C")]
    [InlineData("ETH/USDC:USDC-261227-2400-P", "ETH_USDC-27DEC26-2400-P")]
    [InlineData("XRP/USDC:USDC-230630-0.625-C", "XRP_USDC-30JUN23-0d625-C")]
    [InlineData("BTC/USD:BTC-261227T0930", "BTC-27DEC26T0930")]
    [InlineData("BTC/USD:BTC-261227T093015", "BTC-27DEC26T093015")]
    public void The_dialects_say_the_same(string ccxt, string deribit)
    {
        Assert.Equal(deribit, InstrumentSymbol.Parse(ccxt).ToString());
        Assert.Equal(ccxt, CcxtSymbol.Print(InstrumentSymbol.Parse(deribit)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("BTC")]
    [InlineData("/")]
    [InlineData("BTC/")]
    [InlineData("/USD")]
    [InlineData("BTC/USD:")]
    [InlineData("BTC/USD:ETH")]
    [InlineData("BTC/BTC")]
    [InlineData("BTC_BTC-PERPETUAL")]
    [InlineData("btc/usd:btc")]
    [InlineData("btc-perpetual")]
    [InlineData("BTC/USD:BTC-")]
    [InlineData("BTC/USD:BTC-261301")]
    [InlineData("BTC/USD:BTC-260229")]
    [InlineData("BTC/USD:BTC-26122")]
    [InlineData("BTC/USD:BTC-261225-100000")]
    [InlineData("BTC/USD:BTC-261225-100000-X")]
    [InlineData("BTC/USD:BTC-261225-0-C")]
    [InlineData("BTC/USD:BTC-261225--5-C")]
    [InlineData("BTC/USD:BTC-261225-1.123456789-C")]
    [InlineData("BTC/USD:BTC-261225T2400")]
    [InlineData("BTC/USD:BTC-261225T0960")]
    [InlineData("BTC/USD:BTC-261225-1e5-C")]
    [InlineData("BTC:USD/BTC")]
    [InlineData("BTC-31SEP26")]
    [InlineData("BTC-025SEP26")]
    [InlineData("BTC-05SEP26")]
    [InlineData("BTC-25SEP26-0-C")]
    [InlineData("BTC-25SEP26-1.5-C")]
    [InlineData(" BTC-PERPETUAL")]
    public void Other_text_is_no_instrument(string text)
    {
        var error = Assert.Throws<InvalidInputException>(() => InstrumentSymbol.Parse(text));
        Assert.Equal(("instrument", text), (error.Field, error.Value));
        Assert.Contains("BTC-PERPETUAL", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Expiry_is_eight_o_clock_utc() =>
        Assert.Equal(Instant.FromUtc(2026, 12, 25, 8), InstrumentSymbol.Parse("BTC/USD:BTC-261225").Expiry);
}
