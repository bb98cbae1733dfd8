namespace SmartBlocks.Storage;

/// <summary>A store cannot be used as it is configured or as it was found: the message names the setting or the place, and what was expected.</summary>
public sealed class StorageException : Exception
{
    /// <summary>With a message only.</summary>
    public StorageException(string message) : base(message) { }

    /// <summary>With the cause.</summary>
    public StorageException(string message, Exception inner) : base(message, inner) { }
}
