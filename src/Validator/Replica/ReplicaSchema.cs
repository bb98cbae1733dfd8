using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>The tables of a replica, and what it says of itself.</summary>
static class ReplicaSchema
{
    /// <summary>Version of the tables. A file of another version is built anew: everything in it but the votes can be had again.</summary>
    const string Version = "1";

    // bodies: batch after batch, each a big-endian length and its JSON. nodes: the state-node log in pieces. transactions: the first eight
    // bytes of a transaction's id and its index in the history; two ids that share them are told apart by the transactions themselves, or by
    // earlier: the ids of transactions before the snapshot that a replica began with.
    const string Tables = """
        CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS blocks (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first_index INTEGER NOT NULL, count INTEGER NOT NULL,
            nodes_start INTEGER NOT NULL, nodes_length INTEGER NOT NULL, state_position INTEGER NOT NULL, jws BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS blocks_first_index ON blocks (first_index);
        CREATE TABLE IF NOT EXISTS bodies (number INTEGER PRIMARY KEY, batches BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS nodes (start INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS tiles (level INTEGER NOT NULL, tile INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, tile));
        CREATE TABLE IF NOT EXISTS transactions (prefix INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (prefix, place)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS earlier (place INTEGER PRIMARY KEY, id BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS votes (ledger TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Makes the tables of a new file, and checks that an old one is of this ledger.</summary>
    /// <exception cref="SourceException">The file is of another ledger or another version.</exception>
    public static void Prepare(SqliteSession session, string ledger, string file)
    {
        session.Begin();
        session.Execute(Tables);
        session.Execute("INSERT INTO about (name, value) VALUES ('version', @version) ON CONFLICT DO NOTHING", ("@version", Version));
        CheckVersion(session, file);
        Expect(session, "ledger", ledger, found => $"{file} holds the ledger '{found}', not '{ledger}'. Use another --data folder.");
        session.Commit();
    }

    /// <summary>Checks that a file has tables that this program reads.</summary>
    /// <exception cref="SourceException">It is of another version.</exception>
    public static void CheckVersion(SqliteSession session, string file)
    {
        var found = session.First("SELECT value FROM about WHERE name = 'version'", row => row.GetString(0));
        if (found != Version)
            throw new SourceException($"{file} was written by another version of this program (tables {found}, not {Version}). Start with an empty --data folder.");
    }

    /// <summary>Id of the genesis block, of a replica that began with a snapshot; null of one that has the block.</summary>
    public static string? Genesis(SqliteSession session) => session.First("SELECT value FROM about WHERE name = 'genesis'", row => row.GetString(0));

    /// <summary>Notes the id of the genesis block.</summary>
    public static void SetGenesis(SqliteSession session, string id) =>
        session.Execute("INSERT INTO about (name, value) VALUES ('genesis', @id)", ("@id", id));

    static void Expect(SqliteSession session, string name, string value, Func<string, string> otherwise)
    {
        session.Execute("INSERT INTO about (name, value) VALUES (@name, @value) ON CONFLICT DO NOTHING", ("@name", name), ("@value", value));
        var found = session.First("SELECT value FROM about WHERE name = @name", row => row.GetString(0), ("@name", name))!;
        if (found != value) throw new SourceException(otherwise(found));
    }
}
