using Microsoft.Data.Sqlite;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Witnessing;

/// <summary>What a witness cosigned last of a log.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Note">Its note, with the log's signatures and the witness's.</param>
/// <param name="At">When, Unix seconds.</param>
public sealed record CosignedCheckpoint(Checkpoint Checkpoint, SignedNote Note, long At);

/// <summary>
/// The memory of a witness: of each log the last checkpoint it cosigned, in a SQLite file. To lose it is to lose the reason to believe the witness: an empty one
/// cosigns any history. A row is replaced only by one that was judged against exactly that row, in one durable step. Thread safe.
/// </summary>
public sealed class WitnessStore : IDisposable
{
    const string Name = "witness.db", Version = "1";

    const string Tables = """
        CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cosigned (
            origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO about (name, value) VALUES ('version', '1');
        """;

    const string Columns = "origin, size, root, note, at";

    readonly Lock gate = new();
    readonly SqliteSession session;

    WitnessStore(SqliteSession session) => this.session = session;

    /// <summary>Opens the memory in a folder, and makes it when it is missing.</summary>
    /// <exception cref="SourceException">The file is of another version, or damaged.</exception>
    public static WitnessStore Open(HeldFolder folder)
    {
        var path = Path.Combine(folder.Path, Name);
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(path, cacheKibibytes: 1024);
            session.Execute(Tables);
            var version = session.First("SELECT value FROM about WHERE name = 'version'", row => row.GetString(0));
            return version == Version
                ? new WitnessStore(session)
                : throw new SourceException($"{path} is of version {version}; this program reads version {Version}.");
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            throw new SourceException($"The witness's memory {path} cannot be read: {exception.Message} Never begin with an empty one under the same key.", exception);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>What was cosigned last of the log with this origin, or null.</summary>
    public CosignedCheckpoint? Latest(string origin)
    {
        lock (gate) return session.First($"SELECT {Columns} FROM cosigned WHERE origin = @origin", Read, ("@origin", origin));
    }

    /// <summary>
    /// Puts a checkpoint in the place of the one it was judged against; it is on the disk when this returns true.
    /// </summary>
    /// <param name="before">What it was judged against; null: that there was none.</param>
    /// <param name="next">The checkpoint.</param>
    /// <returns>False when something else stands there by now: the request is to be judged again.</returns>
    public bool TryReplace(Checkpoint? before, CosignedCheckpoint next)
    {
        ReadOnlySpan<(string, object)> row =
        [
            ("@origin", next.Checkpoint.Origin), ("@size", next.Checkpoint.Size), ("@root", next.Checkpoint.Root.ToArray()), ("@note", next.Note.ToBytes()), ("@at", next.At),
        ];
        lock (gate)
        {
            return before is null
                ? session.Execute($"INSERT INTO cosigned ({Columns}) VALUES (@origin, @size, @root, @note, @at) ON CONFLICT DO NOTHING", row) == 1
                : session.Execute("UPDATE cosigned SET size = @size, root = @root, note = @note, at = @at WHERE origin = @origin AND size = @before AND root = @beforeRoot",
                    [.. row, ("@before", before.Size), ("@beforeRoot", before.Root.ToArray())]) == 1;
        }
    }

    /// <inheritdoc />
    public void Dispose() => session.Dispose();

    static CosignedCheckpoint Read(SqliteDataReader row) => SignedNote.TryParse(row.GetFieldValue<byte[]>(3), out var note, out var why)
        ? new CosignedCheckpoint(new Checkpoint(row.GetString(0), row.GetInt64(1), new Hash256(row.GetFieldValue<byte[]>(2))), note, row.GetInt64(4))
        : throw new SourceException($"What the witness cosigned of {row.GetString(0)} cannot be read: {why.Detail}");
}
