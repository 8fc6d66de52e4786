using System.Text;
using Counterpoise.Margins;
using Counterpoise.Rulebooks.Tiers;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Made-up tiers for rulebooks that wait for a user's.</summary>
internal static class TestTiers
{
    /// <summary>With tiers, in coins for coin-margined contracts, if it ships none.</summary>
    public static Rulebook Given(Rulebook rulebook)
    {
        const string tiers = """
            symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum
            BTC/USD:BTC,1,0,50,0.004,125,0
            BTC/USD:BTC,2,50,1e9,0.02,25,0.8
            ETH/USD:ETH,1,0,900,0.005,100,0
            ETH/USD:ETH,2,900,1e9,0.025,20,18
            BTC/USDC:USDC,1,0,2e6,0.005,100,0
            BTC/USDC:USDC,2,2e6,1e12,0.01,50,10000
            """;
        return rulebook.Name is "binance-coinm" or "binance-pm" or "okx-cross"
            ? TierFile.Apply(rulebook, "tiers", TierFile.Read("tiers", Encoding.UTF8.GetBytes(tiers)))
            : rulebook;
    }
}
