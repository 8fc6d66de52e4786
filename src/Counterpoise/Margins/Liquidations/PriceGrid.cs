namespace Counterpoise.Margins.Liquidations;

/// <summary>The prices a search looks at: whole ticks, each the double nearest to it.</summary>
/// <param name="Tick">Smallest step of the price, USD, &gt; 0; a power of ten or a simple multiple of one.</param>
public readonly record struct PriceGrid(decimal Tick)
{
    private const decimal Steps = 1e5m;

    /// <summary>
    /// The default: the power of ten with five to six digits in the price (0.1 for 62,000, 0.01 for 3,000), at most
    /// 0.1.
    /// </summary>
    public static PriceGrid For(double price)
    {
        var tick = 0.1m;
        while (tick > 1e-12m && (double)(tick * Steps) > price) tick /= 10;
        return new PriceGrid(tick);
    }

    /// <summary>The price of a tick.</summary>
    public double PriceOf(long tick) => (double)(tick * Tick);

    /// <summary>The last tick not above a price.</summary>
    public long Below(double price)
    {
        var tick = (long)((decimal)price / Tick);
        while (PriceOf(tick) > price) tick--;
        while (PriceOf(tick + 1) <= price) tick++;
        return tick;
    }

    /// <summary>The first tick not below a price.</summary>
    public long Above(double price)
    {
        var tick = Below(price);
        return PriceOf(tick) < price ? tick + 1 : tick;
    }
}
