using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Counterpoise.SameBits;

/// <summary>
/// SHA-256 over result values, bit for bit: +0 and −0 differ. Only NaN is one value whatever its sign and payload,
/// which IEEE 754 leaves to the processor.
/// </summary>
internal sealed class BitDigest
{
    private const ulong OneNaN = 0x7FF8_0000_0000_0000;

    private readonly IncrementalHash _section = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _bytes = new byte[8 * 1024];

    /// <summary>Values hashed.</summary>
    public long Count { get; private set; }

    public void Add(ReadOnlySpan<double> values)
    {
        Count += values.Length;
        while (values.Length > 0)
        {
            var part = values[..Math.Min(values.Length, _bytes.Length / 8)];
            for (var i = 0; i < part.Length; i++)
            {
                var bits = double.IsNaN(part[i]) ? OneNaN : BitConverter.DoubleToUInt64Bits(part[i]);
                BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(8 * i), bits);
            }
            _section.AppendData(_bytes.AsSpan(0, 8 * part.Length));
            values = values[part.Length..];
        }
    }

    public void Add(params IEnumerable<double> values) => Add([.. values]);

    /// <summary>The hash of what was added since the last section.</summary>
    public string Section(string name)
    {
        var hash = Convert.ToHexStringLower(_section.GetHashAndReset());
        _all.AppendData(Encoding.UTF8.GetBytes($"{name} {hash}\n"));
        return hash;
    }

    /// <summary>The hash of all sections' lines.</summary>
    public string Overall() => Convert.ToHexStringLower(_all.GetHashAndReset());
}
