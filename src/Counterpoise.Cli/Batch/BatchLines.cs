namespace Counterpoise.Cli.Batch;

/// <summary>One line of a stream.</summary>
/// <param name="Number">From 1, blank lines counted.</param>
/// <param name="Text">Without its end; valid until the next lines are asked for.</param>
/// <param name="IsTooLong">It was not kept: only its beginning is here.</param>
internal readonly record struct BatchLine(long Number, ReadOnlyMemory<byte> Text, bool IsTooLong);

/// <summary>
/// The lines of a stream, as many at a time as have arrived: whoever sends one line and waits gets its answer.
/// </summary>
/// <param name="input">Bytes.</param>
/// <param name="mostBytes">A longer line is refused, not kept.</param>
internal sealed class BatchLines(Stream input, int mostBytes = 1 << 26)
{
    private readonly List<BatchLine> _lines = [];
    private byte[] _buffer = new byte[1 << 20];
    private long _number;
    private int _start;
    private int _end;
    private bool _isSkipping;
    private bool _isOver;

    /// <summary>The next lines that are not blank, at least one; none at the end.</summary>
    public IReadOnlyList<BatchLine> Next()
    {
        _lines.Clear();
        while (_lines.Count == 0 && !_isOver)
        {
            MakeRoom();
            var from = _end;
            var read = input.Read(_buffer, _end, _buffer.Length - _end);
            _isOver = read == 0;
            _end += read;
            Split(from);
            // The last line may have no end.
            if (_isOver && _end > _start) Take(_end);
        }
        return _lines;
    }

    private void Split(int from)
    {
        while (from < _end)
        {
            var length = _buffer.AsSpan(from, _end - from).IndexOf((byte)'\n');
            if (length < 0) break;
            if (_isSkipping) (_isSkipping, _start) = (false, from + length + 1);
            else Take(from + length);
            from += length + 1;
        }
        if (_isSkipping) _start = _end;
        else if (_end - _start > mostBytes)
        {
            Take(_end);
            _isSkipping = true;
        }
    }

    private void Take(int end)
    {
        var text = _buffer.AsMemory(_start, end - _start);
        _start = Math.Min(end + 1, _end);
        _number++;
        if (!text.Span.Trim(" \t\r"u8).IsEmpty)
            _lines.Add(new BatchLine(_number, text, text.Length > mostBytes));
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        if (_start > 0) _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        (_start, _end) = (0, kept);
        if (kept > _buffer.Length / 2) Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
