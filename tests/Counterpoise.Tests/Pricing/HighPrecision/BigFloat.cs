using System.Numerics;

namespace Counterpoise.Tests.Pricing.HighPrecision;

/// <summary>
/// Mantissa·2^Exponent with up to 256 bits of mantissa (77 digits): the tests' independent arithmetic.
/// Each operation truncates; its relative error is below 2⁻²⁵⁵.
/// </summary>
public readonly struct BigFloat
{
    public const int Precision = 256;

    private readonly BigInteger mantissa;
    private readonly int exponent;

    private BigFloat(BigInteger mantissa, int exponent)
    {
        var excess = (int)mantissa.GetBitLength() - Precision;
        this.mantissa = excess > 0 ? mantissa >> excess : mantissa;
        this.exponent = mantissa.IsZero ? 0 : exponent + Math.Max(excess, 0);
    }

    public int Sign => mantissa.Sign;

    public static implicit operator BigFloat(int value) => new(value, 0);

    /// <summary>The double, exactly.</summary>
    public static implicit operator BigFloat(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Not a number to compute with.");
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFFL;
        var magnitude = biased == 0 ? fraction : fraction | (1L << 52);
        return new(value < 0 ? -magnitude : magnitude, Math.Max(biased, 1) - 1075);
    }

    public static BigFloat operator -(BigFloat a) => new(-a.mantissa, a.exponent);

    public static BigFloat operator +(BigFloat a, BigFloat b)
    {
        if (a.Sign == 0 || b.Sign == 0)
        {
            return a.Sign == 0 ? b : a;
        }

        var (high, low) = a.exponent >= b.exponent ? (a, b) : (b, a);
        var shift = high.exponent - low.exponent;
        if (shift > 3 * Precision)
        {
            // The low operand's top bit lies more than 2·256 bits under the high one's lowest.
            return high;
        }

        return new((high.mantissa << shift) + low.mantissa, low.exponent);
    }

    public static BigFloat operator -(BigFloat a, BigFloat b) => a + -b;

    public static BigFloat operator *(BigFloat a, BigFloat b) =>
        new(a.mantissa * b.mantissa, a.exponent + b.exponent);

    public static BigFloat operator /(BigFloat a, BigFloat b)
    {
        var shift = Math.Max(Precision + 2 + (int)b.mantissa.GetBitLength() - (int)a.mantissa.GetBitLength(), 0);
        return new((a.mantissa << shift) / b.mantissa, a.exponent - shift - b.exponent);
    }

    public static BigFloat Abs(BigFloat a) => a.Sign < 0 ? -a : a;

    /// <summary>value·2^−fractionBits.</summary>
    public static BigFloat FromFixed(BigInteger value, int fractionBits) => new(value, -fractionBits);

    public static BigFloat Parse(string text)
    {
        var split = text.Split('e', 'E');
        var point = split[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(split[0].Replace(".", "", StringComparison.Ordinal));
        var scale = (split.Length > 1 ? int.Parse(split[1]) : 0) - (point < 0 ? 0 : split[0].Length - point - 1);
        BigFloat power = new(BigInteger.Pow(10, Math.Abs(scale)), 0);
        return scale < 0 ? new BigFloat(digits, 0) / power : new BigFloat(digits, 0) * power;
    }

    /// <summary>⌊value·2^fractionBits⌋.</summary>
    public BigInteger ToFixed(int fractionBits)
    {
        var shift = exponent + fractionBits;
        return shift >= 0 ? mantissa << shift : mantissa >> -shift;
    }

    public BigFloat ScaledBy(int powerOfTwo) => new(mantissa, exponent + powerOfTwo);

    /// <summary>The nearest double but for the last bit.</summary>
    public double ToDouble()
    {
        var excess = Math.Max((int)BigInteger.Abs(mantissa).GetBitLength() - 64, 0);
        return Math.ScaleB((double)(mantissa >> excess), exponent + excess);
    }
}
