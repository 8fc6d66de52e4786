using System.Numerics;

namespace Counterpoise.Tests.Pricing.HighPrecision;

/// <summary>
/// Elementary functions and the normal tail on <see cref="BigFloat"/>, to at least 60 digits for arguments in the
/// range of doubles. Series and continued fractions only; checked against a table made with mpmath.
/// </summary>
public static class BigMath
{
    private const int Bits = BigFloat.Precision + 64;
    private const int TailBits = BigFloat.Precision + 128;

    public static BigFloat Ln2 { get; } = 2 * ArtanhOfReciprocal(3);

    /// <summary>Machin: π/4 = 4·arctan(1/5) − arctan(1/239).</summary>
    public static BigFloat Pi { get; } = 4 * ((4 * ArctanOfReciprocal(5)) - ArctanOfReciprocal(239));

    public static BigFloat SqrtTwoPi { get; } = Sqrt(2 * Pi);

    /// <summary>eˣ = 2ᵏ·(e^{r/256})²⁵⁶, r = x − k·ln 2, by Taylor's series.</summary>
    public static BigFloat Exp(BigFloat x)
    {
        const int Halvings = 8;
        var k = (int)Math.Round(x.ToDouble() / Math.Log(2));
        var r = (x - (k * Ln2)).ToFixed(Bits) >> Halvings;
        var one = BigInteger.One << Bits;
        var sum = one;
        var term = one;
        for (var n = 1; !term.IsZero && n < 200; n++)
        {
            term = ((term * r) >> Bits) / n;
            sum += term;
        }

        for (var i = 0; i < Halvings; i++)
        {
            sum = (sum * sum) >> Bits;
        }

        return BigFloat.FromFixed(sum, Bits).ScaledBy(k);
    }

    /// <summary>ln x = y + 2·artanh((x − eʸ)/(x + eʸ)), y the double nearest ln x.</summary>
    public static BigFloat Log(BigFloat x)
    {
        BigFloat guess = Math.Log(x.ToDouble());
        var power = Exp(guess);
        var u = (x - power) / (x + power);
        var square = u * u;
        BigFloat sum = 0;
        for (var odd = 21; odd >= 1; odd -= 2)
        {
            sum = (sum * square) + ((BigFloat)1 / odd);
        }

        return guess + (2 * u * sum);
    }

    /// <summary>sin x and cos x: Taylor's series of x less whole half turns, over 2⁸, then eight doublings.</summary>
    public static (BigFloat Sin, BigFloat Cos) SinCos(BigFloat x)
    {
        const int Halvings = 8;
        var turns = (int)Math.Round(x.ToDouble() / Math.PI);
        var r = (x - (turns * Pi)).ScaledBy(-Halvings);
        var square = r * r;
        BigFloat sine = 1;
        BigFloat versine = 1;
        for (var n = 24; n >= 1; n--)
        {
            sine = 1 - (square * sine / ((2 * n) * ((2 * n) + 1)));
            versine = n == 1 ? versine : 1 - (square * versine / (((2 * n) - 1) * (2 * n)));
        }

        // Doubling 1 − cos instead of cos loses nothing.
        (sine, versine) = (r * sine, square * versine / 2);
        for (var i = 0; i < Halvings; i++)
        {
            (sine, versine) = (2 * sine * (1 - versine), 2 * versine * (2 - versine));
        }

        return turns % 2 == 0 ? (sine, 1 - versine) : (-sine, versine - 1);
    }

    /// <summary>The angle of (x, y): the nearest double, and of the rest the series t − t³/3 + t⁵/5 − t⁷/7.</summary>
    public static BigFloat Angle(BigFloat y, BigFloat x)
    {
        BigFloat guess = Math.Atan2(y.ToDouble(), x.ToDouble());
        var (sine, cosine) = SinCos(guess);
        var t = ((y * cosine) - (x * sine)) / ((x * cosine) + (y * sine));
        var square = t * t;
        return guess + (t * (1 - (square * (((BigFloat)1 / 3) - (square * (((BigFloat)1 / 5) - (square / 7)))))));
    }

    /// <summary>√x by Newton from the double nearest: 53, 106, 212, 424 bits.</summary>
    public static BigFloat Sqrt(BigFloat x)
    {
        if (x.Sign == 0)
        {
            return 0;
        }

        BigFloat root = Math.Sqrt(x.ToDouble());
        for (var i = 0; i < 3; i++)
        {
            root = (root + (x / root)).ScaledBy(-1);
        }

        return root;
    }

    /// <summary>Φ(−z)·e^{z²/2}, z ≥ 0, with full relative precision.</summary>
    public static BigFloat ScaledTail(BigFloat z) =>
        z.ToDouble() < 8 ? ScaledTailBySeries(z) : ScaledTailByFraction(z);

    /// <summary>Φ(z) of either sign, with full relative precision.</summary>
    public static BigFloat NormalIntegral(BigFloat z)
    {
        var tail = Exp((z * z).ScaledBy(-1) * -1) * ScaledTail(BigFloat.Abs(z));
        return z.Sign <= 0 ? tail : 1 - tail;
    }

    // Φ(−z)·e^{z²/2} = ½·e^{z²/2} − (2π)^{−½}·Σ z²ᵏ⁺¹/(2k + 1)‼; for z < 8 at most 50 of the 128 spare bits cancel.
    private static BigFloat ScaledTailBySeries(BigFloat z)
    {
        var argument = z.ToFixed(TailBits);
        var square = (argument * argument) >> TailBits;
        var term = argument;
        var sum = term;
        for (var odd = 3; !term.IsZero; odd += 2)
        {
            term = ((term * square) >> TailBits) / odd;
            sum += term;
        }

        var half = HalfExpFixed(square);
        return BigFloat.FromFixed(half - ((sum * InverseSqrtTwoPiFixed) >> TailBits), TailBits);
    }

    // ½·e^{square/2} in the wide fixed point, by Taylor's series after sixteen halvings of the argument.
    private static BigInteger HalfExpFixed(BigInteger square)
    {
        const int Guard = 64;
        const int Halvings = 16;
        const int Wide = TailBits + Guard;
        var argument = square << Guard >> (1 + Halvings);
        var term = BigInteger.One << Wide;
        var sum = term;
        for (var n = 1; !term.IsZero; n++)
        {
            term = ((term * argument) >> Wide) / n;
            sum += term;
        }

        for (var i = 0; i < Halvings; i++)
        {
            sum = (sum * sum) >> Wide;
        }

        return sum >> (Guard + 1);
    }

    // √(2π)·Φ(−z)·e^{z²/2} = 1/(z + 1/(z + 2/(z + 3/(z + …)))) (Laplace); after N levels the error is
    // about e^{−2z√N} while N ≫ z², N!/z²ᴺ while N ≪ z².
    private static BigFloat ScaledTailByFraction(BigFloat z)
    {
        var reach = 92 / z.ToDouble();
        var fraction = z;
        for (var n = 60 + (int)(reach * reach); n >= 1; n--)
        {
            fraction = z + (n / fraction);
        }

        return 1 / (fraction * SqrtTwoPi);
    }

    private static readonly BigInteger InverseSqrtTwoPiFixed = WideInverseSqrtTwoPi();

    // 1/√(2π) beyond the 256 bits of BigFloat: one Newton step of y ← y·(3 − 2π·y²)/2 in integers.
    private static BigInteger WideInverseSqrtTwoPi()
    {
        var pi = 4 * ((4 * ArctanFixed(5, TailBits)) - ArctanFixed(239, TailBits));
        var y = (1 / SqrtTwoPi).ToFixed(TailBits);
        var square = (y * y) >> TailBits;
        var product = (2 * pi * square) >> TailBits;
        return (y * ((BigInteger.One << TailBits) * 3 - product)) >> (TailBits + 1);
    }

    private static BigFloat ArctanOfReciprocal(int n) => BigFloat.FromFixed(ArctanFixed(n, Bits), Bits);

    private static BigInteger ArctanFixed(int n, int bits)
    {
        const int Guard = 32;
        var power = (BigInteger.One << (bits + Guard)) / n;
        var sum = power;
        for (var k = 1; !power.IsZero; k++)
        {
            power /= n * n;
            sum += (k % 2 == 0 ? power : -power) / ((2 * k) + 1);
        }

        return sum >> Guard;
    }

    private static BigFloat ArtanhOfReciprocal(int n)
    {
        const int Guard = 32;
        var power = (BigInteger.One << (Bits + Guard)) / n;
        var sum = power;
        for (var k = 1; !power.IsZero; k++)
        {
            power /= n * n;
            sum += power / ((2 * k) + 1);
        }

        return BigFloat.FromFixed(sum >> Guard, Bits);
    }
}
