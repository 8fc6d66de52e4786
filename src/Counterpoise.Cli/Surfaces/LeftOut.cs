using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>Why options of a fitted expiry are not among its quotes; each option counts once.</summary>
/// <param name="InTheMoney">The other right of the same strike is out of the money: that one is taken.</param>
/// <param name="OneSided">Bid or ask is missing, or they cross.</param>
/// <param name="NoVol">Neither mark nor mid has a volatility.</param>
/// <param name="Far">Beyond the width in standard deviations.</param>
internal readonly record struct LeftOut(int InTheMoney, int OneSided, int NoVol, int Far)
{
    public int Total => InTheMoney + OneSided + NoVol + Far;

    /// <summary>Looks at all options of the expiry that could have been quotes.</summary>
    public static LeftOut Of(SmileFit smile, IEnumerable<Quote> options)
    {
        var used = smile.Quotes.Select(q => q.Option).ToHashSet();
        var (low, high) = (smile.Quotes[0].LogMoneyness, smile.Quotes[^1].LogMoneyness);
        var found = default(LeftOut);
        foreach (var quote in options)
        {
            if (used.Contains(quote.Instrument)) continue;
            var forward = quote.Forward ?? smile.Forward;
            var strike = quote.Instrument.Strike.ToDouble();
            var k = Math.Log(strike / forward);
            if (strike >= forward != (quote.Instrument.Right == OptionRight.Call))
                found = found with { InTheMoney = found.InTheMoney + 1 };
            else if (!(quote.Bid > 0 && quote.Ask >= quote.Bid)) found = found with { OneSided = found.OneSided + 1 };
            // Whatever has a volatility and lies among the quotes is a quote.
            else if (k > low && k < high) found = found with { NoVol = found.NoVol + 1 };
            else found = found with { Far = found.Far + 1 };
        }
        return found;
    }

    public static LeftOut operator +(LeftOut a, LeftOut b) => new(
        a.InTheMoney + b.InTheMoney, a.OneSided + b.OneSided, a.NoVol + b.NoVol, a.Far + b.Far);
}
