using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli.Batch;

/// <summary>Portfolios to results, line by line, for one thread: what lines share is kept between them.</summary>
internal sealed class BatchWorker : IDisposable
{
    // An endless stream may name endlessly many symbols.
    private const int MostSymbols = 1 << 17;

    private static readonly string[] IdField = ["id"];

    private readonly Rulebook _rulebook;
    private readonly MarkedMarket _market;
    private readonly Dictionary<string, Instrument> _symbols = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _text = new(1 << 16);
    private readonly Utf8JsonWriter _json;
    private (string? Text, long Number)? _id;
    private char[] _chars = [];

    public BatchWorker(Rulebook rulebook, MarkedMarket market)
    {
        (_rulebook, _market) = (rulebook, market);
        _json = new Utf8JsonWriter(
            _text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Lines that were no portfolio or had no margin.</summary>
    public int Failed { get; private set; }

    /// <summary>Evaluates a line and keeps the result.</summary>
    public void Evaluate(BatchLine line)
    {
        _id = null;
        try
        {
            if (line.IsTooLong)
                throw new InvalidInputException("line", null, "is longer than 64 MiB", "split the portfolio");
            Write(line.Number, JsonText.Read(line.Text, Totals));
        }
        catch (InvalidInputException e)
        {
            Fail(line.Number, e);
        }
        catch (OverflowException)
        {
            Fail(
                line.Number,
                new InvalidInputException("line", null, "has numbers too large to add up", "correct them"));
        }
        _text.Write("\n"u8);
    }

    /// <summary>Hands on the results kept.</summary>
    public void Pass(TextWriter output)
    {
        var most = Encoding.UTF8.GetMaxCharCount(_text.WrittenCount);
        if (_chars.Length < most) _chars = new char[most];
        output.Write(_chars, 0, Encoding.UTF8.GetChars(_text.WrittenSpan, _chars));
        _text.ResetWrittenCount();
    }

    public void Dispose() => _json.Dispose();

    private MarginTotals Totals(JsonCursor root)
    {
        if (root.Fields(IdField, ignoreOthers: true).Optional("id") is { } id)
            _id = id.IsText ? (id.Text(), 0) : (null, Whole(id));
        if (_symbols.Count > MostSymbols) _symbols.Clear();
        var portfolio = PortfolioJson.ReadLine(root, _symbols);
        _market.Validate(portfolio);
        return MarginEvaluator.Requirements(_rulebook, new MarkedPortfolio(portfolio, _market));
    }

    private static long Whole(JsonCursor id) => id.IsNumber
        ? id.Whole()
        : throw id.Error("is neither text nor a number", "use one of them or leave it out");

    private void Write(long number, MarginTotals totals)
    {
        Begin(number);
        TotalAmounts.Write(_json, totals);
        End();
    }

    private void Fail(long number, InvalidInputException error)
    {
        Failed++;
        Begin(number);
        _json.WriteStartObject("error");
        _json.WriteString("field", error.Field);
        if (error.Value is { } value) _json.WriteString("value", value);
        _json.WriteString("problem", error.Problem);
        _json.WriteString("remedy", error.Remedy);
        _json.WriteEndObject();
        End();
    }

    private void Begin(long number)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("line", number);
        if (_id is (var text, var whole))
        {
            if (text is null) _json.WriteNumber("id", whole);
            else _json.WriteString("id", text);
        }
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
    }
}
