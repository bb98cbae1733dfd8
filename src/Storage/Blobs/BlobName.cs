namespace SmartBlocks.Storage.Blobs;

/// <summary>The rules of blob names: segments of <c>[A-Za-z0-9._-]</c> joined by '/', none of them empty, '.' or '..', at most 512 characters.</summary>
public static class BlobName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>Checks a name.</summary>
    /// <exception cref="ArgumentException">It breaks a rule, which the message names.</exception>
    public static void Check(string name)
    {
        if (name.Length is 0 or > MaxLength)
            throw new ArgumentException($"Blob name has {name.Length} characters; it must have 1 to {MaxLength}.", nameof(name));
        CheckCharacters(name);
        foreach (var segment in name.AsSpan().Split('/'))
            if (name.AsSpan()[segment] is "" or "." or "..")
                throw new ArgumentException($"Blob name '{name}' has a segment that is empty, '.' or '..'.", nameof(name));
    }

    /// <summary>Checks a prefix of names: it may be empty and end anywhere in a name.</summary>
    /// <exception cref="ArgumentException">No name can begin so.</exception>
    public static void CheckPrefix(string prefix)
    {
        CheckCharacters(prefix);
        if (prefix.StartsWith('/') || prefix.Contains("//", StringComparison.Ordinal) || prefix.Split('/')[..^1].Any(s => s is "." or ".."))
            throw new ArgumentException($"Blob prefix '{prefix}' has a segment that is empty, '.' or '..'.", nameof(prefix));
    }

    static void CheckCharacters(string name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or '/'))
                throw new ArgumentException($"Blob name '{name}' contains '{c}'; letters, digits, '.', '_', '-' and '/' are allowed.", nameof(name));
    }
}
