namespace SmartBlocks.Validator.Export;

/// <summary>A source that cannot be read: not there, not reachable, not allowed. The message is for the person at the terminal.</summary>
public sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);
