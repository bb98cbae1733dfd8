namespace SmartBlocks.Energy.Formats;

/// <summary>
/// Finds telegrams in the stream of bytes that a P1 port sends, from wherever listening began: from a '/' at the start of a line to the end of the line
/// of the '!'. What is not a telegram is passed over; memory never exceeds one telegram.
/// </summary>
public sealed class P1Framer
{
    private readonly byte[] buffer = new byte[P1Telegram.MaxBytes];
    private int length;
    private bool pastEnd;

    /// <summary>Takes the next bytes and returns the telegrams they complete.</summary>
    public IEnumerable<byte[]> Push(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Push(bytes.Span[i]) is { } telegram)
                yield return telegram;
        }
    }

    private byte[]? Push(byte next)
    {
        // Every '/' may begin a telegram; inside one it stands only in the identification line, never at a line's start.
        if (next == '/' && (length == 0 || buffer[length - 1] == '\n'))
            (length, pastEnd) = (0, false);
        else if (length == 0)
            return null;
        if (length == buffer.Length)
        {
            length = 0;
            return null;
        }
        buffer[length++] = next;
        pastEnd |= next == '!';
        if (!pastEnd || next != '\n')
            return null;
        var telegram = buffer.AsSpan(0, length).ToArray();
        (length, pastEnd) = (0, false);
        return telegram;
    }
}
