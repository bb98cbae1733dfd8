using Npgsql;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Storage;

/// <summary>Which stores to use; bound from the configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section that errors name.</summary>
    public const string Section = "Storage";

    /// <summary><c>sqlite</c> (default) or <c>postgresql</c>.</summary>
    public string Provider { get; set; } = "sqlite";

    /// <summary>PostgreSQL connection string (Npgsql keywords). SQLite takes none: its file is <c>smartblocks.db</c> in the data folder.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Folder of the SQLite file and of folder blobs; created when missing.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary><c>folder</c> (default: <c>blobs</c> in the data folder) or <c>azure</c>.</summary>
    public string Blobs { get; set; } = "folder";

    /// <summary>Azure Storage connection string, for blobs <c>azure</c>.</summary>
    public string? BlobConnectionString { get; set; }

    /// <summary>Azure container: 3 to 63 lower case letters, digits and single hyphens. Created when missing.</summary>
    public string BlobContainer { get; set; } = "smartblocks";

    /// <summary>The SQLite file.</summary>
    public string SqlitePath => Path.GetFullPath(Path.Combine(DataFolder, "smartblocks.db"));

    /// <summary>The folder of folder blobs.</summary>
    public string BlobFolder => Path.GetFullPath(Path.Combine(DataFolder, "blobs"));

    /// <summary>True when the database is one file of this machine.</summary>
    public bool IsSqlite => Provider.Equals("sqlite", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when blobs are in Azure-compatible storage.</summary>
    public bool IsAzure => Blobs.Equals("azure", StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks the settings without opening anything.</summary>
    /// <exception cref="StorageException">A setting is missing or has a value that it cannot have; the message names it.</exception>
    public void Validate()
    {
        if (!IsSqlite && !Provider.Equals("postgresql", StringComparison.OrdinalIgnoreCase))
            throw Wrong(nameof(Provider), $"is '{Provider}'; it must be 'sqlite' or 'postgresql'.");
        if (IsSqlite && !string.IsNullOrEmpty(ConnectionString))
            throw Wrong(nameof(ConnectionString), "is given, but Storage:Provider is 'sqlite', whose file is in Storage:DataFolder; remove one of the two.");
        if (!IsSqlite)
            ValidateConnectionString();
        if ((IsSqlite || !IsAzure) && string.IsNullOrWhiteSpace(DataFolder))
            throw Wrong(nameof(DataFolder), "is empty; it must name a folder.");
        if (!IsAzure && !Blobs.Equals("folder", StringComparison.OrdinalIgnoreCase))
            throw Wrong(nameof(Blobs), $"is '{Blobs}'; it must be 'folder' or 'azure'.");
        if (IsAzure && string.IsNullOrWhiteSpace(BlobConnectionString))
            throw Wrong(nameof(BlobConnectionString), "is missing; blobs 'azure' need an Azure Storage connection string.");
        if (IsAzure && (BlobContainer.Length is < 3 or > 63 || BlobContainer.Contains("--", StringComparison.Ordinal) || BlobContainer.StartsWith('-') || BlobContainer.EndsWith('-')
            || BlobContainer.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')))
            throw Wrong(nameof(BlobContainer), $"is '{BlobContainer}'; it must have 3 to 63 lower case letters, digits and single hyphens.");
    }

    /// <summary>The database these settings name.</summary>
    internal SqlDialect CreateDialect() => IsSqlite ? new SqliteDialect(SqlitePath) : new PostgreSqlDialect(ConnectionString!);

    void ValidateConnectionString()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
            throw Wrong(nameof(ConnectionString), "is missing; 'postgresql' needs one, such as 'Host=db;Database=smartblocks;Username=smartblocks;Password=…'.");
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString).Host))
                throw Wrong(nameof(ConnectionString), "names no Host.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new StorageException($"{Section}:{nameof(ConnectionString)} is not a PostgreSQL connection string: {exception.Message}", exception);
        }
    }

    static StorageException Wrong(string setting, string what) => new($"{Section}:{setting} {what}");
}
