using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Witnessing;

/// <summary>The verifier keys of logs or witnesses, as a command line or a file names them: one a line, empty lines and those that begin with <c>#</c> passed over.</summary>
static class NoteKeys
{
    /// <summary>Reads a file of keys.</summary>
    /// <exception cref="SourceException">It cannot be read, or a line is no key.</exception>
    public static IReadOnlyList<NoteKey> ReadFile(FileInfo file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Cannot read {file.FullName}: {exception.Message}", exception);
        }

        return [.. lines.Select(line => line.Trim()).Where(line => line is not "" and not ['#', ..]).Select(line => Read(line, file.FullName))];
    }

    /// <summary>Reads one key.</summary>
    /// <param name="text">The key, <c>name+id+base64</c>.</param>
    /// <param name="where">What names it, for the message.</param>
    /// <exception cref="SourceException">It is no key.</exception>
    public static NoteKey Read(string text, string where) =>
        NoteKey.TryParse(text, out var key, out var why) ? key : throw new SourceException($"{where}: '{text}' is no verifier key. {why.Detail}");
}
