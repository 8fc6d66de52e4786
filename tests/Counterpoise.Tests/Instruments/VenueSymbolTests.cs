using Counterpoise.Instruments;

namespace Counterpoise.Tests.Instruments;

/// <summary>Symbols of venues whose names are only read: each is the instrument its ccxt symbol says.</summary>
public sealed class VenueSymbolTests
{
    [Theory]
    [InlineData("BTCUSDT", "BTC/USDT:USDT")]
    [InlineData("1000PEPEUSDT", "1000PEPE/USDT:USDT")]
    [InlineData("ETHUSDC", "ETH/USDC:USDC")]
    [InlineData("BTCPERP", "BTC/USDC:USDC")]
    [InlineData("BTCUSD", "BTC/USD:BTC")]
    [InlineData("BTCUSD_PERP", "BTC/USD:BTC")]
    [InlineData("BTCUSD_250627", "BTC/USD:BTC-250627")]
    [InlineData("BTCUSDT_250627", "BTC/USDT:USDT-250627")]
    [InlineData("BTC-27JUN25", "BTC/USDC:USDC-250627")]
    [InlineData("BTC-27JUN25-100000-C", "BTC/USDC:USDC-250627-100000-C")]
    [InlineData("ETH-27JUN25-3000-P-USDT", "ETH/USDT:USDT-250627-3000-P")]
    public void Base_and_quote_written_together(string name, string ccxt)
    {
        Assert.True(ConcatenatedSymbol.TryParse(name, out var instrument));
        Assert.True(CcxtSymbol.TryParse(ccxt, out var same));
        Assert.Equal(same, instrument);
    }

    [Theory]
    [InlineData("BTC-USDT-SWAP", "BTC/USDT:USDT")]
    [InlineData("BTC-USD-SWAP", "BTC/USD:BTC")]
    [InlineData("BTC-USDT-250627", "BTC/USDT:USDT-250627")]
    [InlineData("BTC-USD-250627", "BTC/USD:BTC-250627")]
    [InlineData("BTC-USD-250627-100000-C", "BTC/USD:BTC-250627-100000-C")]
    [InlineData("BTC-USDT", "BTC/USDT")]
    public void Okx(string name, string ccxt)
    {
        Assert.True(OkxSymbol.TryParse(name, out var instrument));
        Assert.True(CcxtSymbol.TryParse(ccxt, out var same));
        Assert.Equal(same, instrument);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("USDT")]
    [InlineData("PERP")]
    [InlineData("BTCEUR")]
    [InlineData("btcusdt")]
    [InlineData("BTCUSDT_")]
    [InlineData("BTCUSDT_PERPETUAL")]
    [InlineData("BTCUSDT_251327")]
    [InlineData("BTCUSDM25")]
    [InlineData("BTC-27JUN25-100000-X")]
    [InlineData("BTC-USDT-SWAP")]
    [InlineData("-")]
    public void What_is_none_is_refused(string? name)
    {
        Assert.False(ConcatenatedSymbol.TryParse(name, out var instrument));
        Assert.Null(instrument);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("BTC")]
    [InlineData("BTC-USD-PERP")]
    [InlineData("BTC-USD-250627-100000")]
    [InlineData("BTC-USD-250627-100000-C-X")]
    [InlineData("BTC-USD-SWAP-SWAP-C")]
    [InlineData("BTCUSDT")]
    [InlineData("--")]
    public void What_is_no_okx_id_is_refused(string? name)
    {
        Assert.False(OkxSymbol.TryParse(name, out var instrument));
        Assert.Null(instrument);
    }
}
