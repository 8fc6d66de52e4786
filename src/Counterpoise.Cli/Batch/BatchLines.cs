namespace Counterpoise.Cli.Batch;

/// <summary>
/// The lines of a stream, as many at a time as have arrived: whoever sends one line and waits gets its answer.
/// </summary>
internal sealed class BatchLines(Stream input)
{
    /// <summary>A longer line is refused, not kept.</summary>
    public const int MostBytes = 1 << 26;

    private readonly List<ReadOnlyMemory<byte>> _lines = [];
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _isSkipping;
    private bool _isOver;

    /// <summary>
    /// The next lines, at least one; none at the end. They are valid until the next call. Blank lines stand for
    /// themselves; a line that is too long is one of <see cref="MostBytes"/> + 1 bytes.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Next()
    {
        _lines.Clear();
        while (_lines.Count == 0 && !_isOver)
        {
            MakeRoom();
            var read = input.Read(_buffer, _end, _buffer.Length - _end);
            _isOver = read == 0;
            var from = _end;
            _end += read;
            Split(from);
            if (_isOver && _end > _start && !_isSkipping) Take(_end);
        }
        return _lines;
    }

    private void Split(int from)
    {
        for (var at = from; at < _end; at++)
        {
            var next = _buffer.AsSpan(at, _end - at).IndexOf((byte)'\n');
            if (next < 0) break;
            at += next;
            if (_isSkipping) (_isSkipping, _start) = (false, at + 1);
            else Take(at);
        }
        if (_isSkipping) _start = _end;
        else if (_end - _start > MostBytes)
        {
            Take(_start + MostBytes + 1);
            (_isSkipping, _start) = (true, _end);
        }
    }

    private void Take(int end)
    {
        _lines.Add(_buffer.AsMemory(_start, end - _start));
        _start = Math.Min(end + 1, _end);
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        if (_start > 0) _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        (_start, _end) = (0, kept);
        if (kept > _buffer.Length / 2) Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
