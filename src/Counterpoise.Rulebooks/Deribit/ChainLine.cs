using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Markets;

namespace Counterpoise.Rulebooks.Deribit;

/// <summary>Where the columns of a chain csv stand.</summary>
internal sealed class ChainColumns
{
    public const string Time = "snapshot_utc";
    public const string Name = "instrument_name";
    public const string Forward = "underlying_price";
    public const string Index = "index_price";
    public const string Mark = "mark_price";
    public const string Vol = "mark_iv";
    public const string Bid = "bid_price";
    public const string Ask = "ask_price";
    public const string OpenInterest = "open_interest";
    public const string Volume = "volume";
    public const string FuturePrice = "futures_price";
    public const string FutureName = "futures_instrument_name";

    private static readonly string[] Needed = [Time, Name, Forward, Index, Mark, Vol];

    // Slim name → name in the full layout, where it differs.
    private static readonly Dictionary<string, string> FullNames = new(StringComparer.Ordinal)
    {
        [Time] = "timestamp",
        [Forward] = "underlying",
        [Vol] = "implied_volatility",
    };

    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly string[] _header;

    private ChainColumns(string[] header)
    {
        _header = header;
        for (var i = 0; i < header.Length; i++)
        {
            if (_positions.TryAdd(header[i], i)) continue;
            throw new InvalidInputException($"row 1, column {header[i]}", null, "appears twice", "keep one of them");
        }
        foreach (var (slim, full) in FullNames)
            if (_positions.TryGetValue(full, out var at)) _positions.TryAdd(slim, at);
    }

    public int Count => _header.Length;

    public static ChainColumns Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            throw new InvalidInputException("row 1", null, "is empty", "give a csv with a header row");
        var columns = new ChainColumns(header.TrimStart('\uFEFF').Split(','));
        foreach (var name in Needed)
        {
            if (columns.Position(name) >= 0) continue;
            var also = FullNames.TryGetValue(name, out var full) ? $" (or {full})" : "";
            throw new InvalidInputException(
                $"row 1, column {name}", null, "is missing", $"use a chain csv whose header has {name}{also}");
        }
        return columns;
    }

    public int Position(string name) => _positions.GetValueOrDefault(name, -1);

    public string NameAt(int position) => _header[position];
}

/// <summary>One row of a chain csv.</summary>
internal sealed class ChainLine
{
    private readonly ChainColumns _columns;
    private readonly string[] _fields;
    private readonly int _number;

    /// <summary>Splits a row.</summary>
    /// <param name="columns">Of the file.</param>
    /// <param name="line">Its text.</param>
    /// <param name="number">Its line number; the header is 1.</param>
    public ChainLine(ChainColumns columns, string line, int number)
    {
        _columns = columns;
        _number = number;
        _fields = line.Split(',');
        if (_fields.Length == columns.Count) return;
        throw new InvalidInputException(
            $"row {number}", line, $"has {_fields.Length} columns where the header has {columns.Count}",
            "repair the row, or fetch the file again if it is cut off");
    }

    public ChainRow Row()
    {
        var text = Required(ChainColumns.Name);
        if (!DeribitSymbol.TryParse(text, out var instrument))
            throw Error(ChainColumns.Name, "is not a Deribit name", "use a name such as BTC-25SEP26-100000-C");
        var row = new ChainRow(instrument!)
        {
            Index = Price(ChainColumns.Index),
            Forward = Price(ChainColumns.Forward),
            Mark = Number(ChainColumns.Mark, 0, MarketJson.MaxPrice),
            Bid = Number(ChainColumns.Bid, 0, MarketJson.MaxPrice),
            Ask = Number(ChainColumns.Ask, 0, MarketJson.MaxPrice),
            Vol = Vol(),
            OpenInterest = Number(ChainColumns.OpenInterest, 0, 1e18),
            Volume = Number(ChainColumns.Volume, 0, 1e18),
        };
        return WithFuture(row);
    }

    public string Required(string column) =>
        Text(column) is { Length: > 0 } text ? text : throw Error(column, "is empty", "fill it in");

    public InvalidInputException Error(string column, string problem, string remedy) =>
        new($"row {_number}, column {_columns.NameAt(_columns.Position(column))}", Text(column), problem, remedy);

    private string Text(string column) => _columns.Position(column) is >= 0 and var at ? _fields[at].Trim() : "";

    private double? Price(string column) => Number(column, MarketJson.MinPrice, MarketJson.MaxPrice);

    // Deribit sends no volatility, or zero, where an option is past pricing.
    private double? Vol() => Number(ChainColumns.Vol, 0, MarketJson.MaxVol) is > 0 and var vol ? vol : null;

    private ChainRow WithFuture(ChainRow row)
    {
        // Names such as SYN.BTC-4SEP26 are synthetic forwards: nobody can hold them.
        var named = DeribitSymbol.TryParse(Text(ChainColumns.FutureName), out var future)
            && future!.Kind == InstrumentKind.Future;
        return named ? row with { Future = future, FuturePrice = Price(ChainColumns.FuturePrice) } : row;
    }

    private double? Number(string column, double min, double max)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        var text = Text(column);
        if (text.Length == 0) return null;
        if (!double.TryParse(text, style, CultureInfo.InvariantCulture, out var value))
            throw Error(column, "is not a number", "use a decimal number, or nothing where there is none");
        if (!double.IsFinite(value)) throw Error(column, "is not finite", "use a finite number");
        if (value >= min && value <= max) return value == 0 ? 0 : value;
        throw value < 0
            ? Error(column, "is negative", "use a number ≥ 0")
            : Error(column, "is out of range", FormattableString.Invariant($"use a number from {min:R} to {max:R}"));
    }
}
