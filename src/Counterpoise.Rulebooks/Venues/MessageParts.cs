using System.Globalization;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>What was read so far of an account, message by message.</summary>
internal sealed class MessageParts
{
    private readonly List<VenuePosition> _positions = [];
    private readonly List<VenueTotal> _totals = [];
    private readonly Dictionary<Currency, Quantity> _balances = [];
    private readonly Dictionary<Currency, double> _prices = [];
    private readonly List<string> _remarks = [];
    private Venue? _venue;
    private int _flat;
    private Instant? _time;

    /// <summary>The venue's word for how the account is margined.</summary>
    public string? Mode { get; set; }

    /// <summary>The venue of all messages, once one is known.</summary>
    public Venue? Venue => _venue;

    /// <summary>How many totals were read.</summary>
    public int Totals => _totals.Count;

    /// <summary>Says whose message this is.</summary>
    /// <exception cref="InvalidInputException">Another venue's was read before.</exception>
    public void Is(Venue venue, JsonCursor at)
    {
        if (_venue is { } first && first != venue)
        {
            throw at.Error(
                null, $"is a message of {VenueMessage.NameOf(venue)} beside one of {VenueMessage.NameOf(first)}",
                "reconcile one venue at a time");
        }
        _venue = venue;
    }

    public void Add(VenuePosition position)
    {
        if (position.Quantity == Quantity.Zero) _flat++;
        else _positions.Add(position);
    }

    public void Add(VenueTotal total) => _totals.Add(total);

    /// <summary>A total that messages repeat.</summary>
    public void AddOnce(VenueTotal total)
    {
        if (!_totals.Contains(total)) _totals.Add(total);
    }

    /// <summary>A balance, to the nearest 10⁻⁸: venues print more digits than a quantity has.</summary>
    public void AddBalance(Currency currency, JsonCursor? at)
    {
        const double most = 9e10;
        if (at is null) return;
        var quantity = new Quantity((long)Math.Round(at.Double(-most, most) * Quantity.FromWhole(1).Units));
        if (quantity != Quantity.Zero) _balances[currency] = quantity;
    }

    public void AddPrice(Currency currency, double usd) => _prices[currency] = usd;

    public void AddRemark(string remark)
    {
        if (!_remarks.Contains(remark)) _remarks.Add(remark);
    }

    /// <summary>A time of the message; the latest counts.</summary>
    public void At(JsonCursor? milliseconds, long perMillisecond = 1)
    {
        if (milliseconds is null) return;
        var value = milliseconds.Whole() / perMillisecond;
        if (value <= 0) return;
        const long year2200 = 7_258_118_400_000;
        if (value > year2200)
            throw milliseconds.Error("is beyond the year 2200", "leave the time as the venue sent it");
        var time = Instant.FromUnixMilliseconds(value);
        if (_time is not { } latest || time > latest) _time = time;
    }

    public VenueAccount Account(Func<string?, (string? Rulebook, string Reason)> rulebook)
    {
        var (name, reason) = rulebook(Mode);
        return new VenueAccount(_venue!.Value)
        {
            Time = _time,
            Mode = Mode,
            Rulebook = name,
            RulebookReason = reason,
            Positions = _positions,
            Flat = _flat,
            Totals = _totals,
            Balances = _balances,
            Prices = _prices,
            Remarks = _remarks,
        };
    }

    /// <summary>A number with its digits.</summary>
    public static Reported? Number(JsonCursor? at)
    {
        if (at is null) return null;
        const double most = 1e15;
        var value = at.Double(-most, most);
        return new Reported(value, Decimals(at.Digits()));
    }

    /// <summary>A number of another unit: so many of it make one of ours.</summary>
    public static Reported? Number(JsonCursor? at, double perOne, int decimals) =>
        at is null ? null : new Reported(Number(at)!.Value.Value / perOne, decimals);

    /// <summary>A price above 0; 0 stands for none.</summary>
    public static double? PriceOf(JsonCursor? at) =>
        at?.Double(0, Markets.MarketJson.MaxPrice) is { } price and >= Markets.MarketJson.MinPrice ? price : null;

    /// <summary>A leverage of at least 1; 0 stands for none.</summary>
    public static double? LeverageOf(JsonCursor? at) => at?.Double(0, 1_000) is { } value and >= 1 ? value : null;

    // 12.50 has two; 9.92e-6 has eight.
    private static int Decimals(string digits)
    {
        var e = digits.AsSpan().IndexOfAny('e', 'E');
        const NumberStyles style = NumberStyles.AllowLeadingSign;
        // Beyond a hundred the number is 0 or was refused.
        var exponent = 0;
        if (e >= 0 && int.TryParse(digits.AsSpan(e + 1), style, CultureInfo.InvariantCulture, out var written))
            exponent = Math.Clamp(written, -100, 100);
        var mantissa = e < 0 ? digits.AsSpan() : digits.AsSpan(0, e);
        var point = mantissa.IndexOf('.');
        return Math.Clamp((point < 0 ? 0 : mantissa.Length - point - 1) - exponent, 0, 18);
    }
}
