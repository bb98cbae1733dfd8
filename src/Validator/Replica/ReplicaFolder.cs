using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>The folder of one validator: its replica, its votes and the evidence it kept. It is held by one process at a time.</summary>
public sealed class ReplicaFolder : IDisposable
{
    readonly HeldFolder held;

    ReplicaFolder(HeldFolder held) => this.held = held;

    /// <summary>The folder.</summary>
    public string Path => held.Path;

    /// <summary>The database file.</summary>
    public string Database => DatabaseIn(Path);

    /// <summary>The folder of evidence files.</summary>
    public string Evidence => System.IO.Path.Combine(Path, "evidence");

    /// <summary>The database file of a folder that somebody else may hold.</summary>
    public static string DatabaseIn(string folder) => System.IO.Path.Combine(folder, "replica.db");

    /// <summary>Takes the folder, and makes it when it is missing.</summary>
    /// <exception cref="SourceException">Another process holds it, or it cannot be written.</exception>
    public static ReplicaFolder Open(string path) => new(HeldFolder.Open(path));

    /// <inheritdoc />
    public void Dispose() => held.Dispose();
}
