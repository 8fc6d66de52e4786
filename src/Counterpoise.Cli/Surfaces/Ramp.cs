namespace Counterpoise.Cli.Surfaces;

/// <summary>Colours in order, told apart by colour-blind readers too: their lightness goes one way.</summary>
internal sealed class Ramp
{
    /// <summary>Low to high volatility: pale to dark.</summary>
    public static Ramp Heat { get; } = new(0xFFF6DC, 0xFBD48F, 0xF1A04F, 0xD9642F, 0xA63A50, 0x6B2560, 0x34124F);

    /// <summary>Near to distant expiries.</summary>
    public static Ramp Time { get; } = new(0xE59A3C, 0xD2603A, 0xA8416B, 0x6F4A97, 0x2F5FA8, 0x1D7A8C);

    private readonly int[] _stops;

    private Ramp(params int[] stops) => _stops = stops;

    /// <summary>The colour at a share of the way, 0 to 1.</summary>
    public string At(double share)
    {
        var at = Math.Clamp(share, 0, 1) * (_stops.Length - 1);
        var i = Math.Min((int)at, _stops.Length - 2);
        return $"#{Mix(i, at - i, 16):x2}{Mix(i, at - i, 8):x2}{Mix(i, at - i, 0):x2}";
    }

    private int Mix(int stop, double share, int shift)
    {
        var (a, b) = ((_stops[stop] >> shift) & 255, (_stops[stop + 1] >> shift) & 255);
        return (int)Math.Round(a + share * (b - a));
    }
}
