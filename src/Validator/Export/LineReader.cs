using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace SmartBlocks.Validator.Export;

/// <summary>Cuts a stream into lines (newline-delimited JSON), each in memory of its own.</summary>
public static class LineReader
{
    /// <summary>The longest line: a full block with room to spare. Beyond it the source is no export.</summary>
    public const int MaxLineBytes = 256 * 1024 * 1024;

    /// <summary>The lines of a stream, without their ends; empty ones are left out.</summary>
    /// <exception cref="SourceException">A line is too long, or the stream breaks.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        while (true)
        {
            ReadResult result;
            try
            {
                result = await pipe.ReadAsync(cancellation);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
            {
                throw new SourceException($"The export broke off: {exception.Message}", exception);
            }

            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                if (!line.IsEmpty) yield return line.ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > MaxLineBytes) throw new SourceException(
                $"A line is longer than {MaxLineBytes} bytes: this is no ledger export.");
            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty) yield return buffer.ToArray();
                await pipe.CompleteAsync();
                yield break;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
