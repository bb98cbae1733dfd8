namespace SmartBlocks.Silo;

/// <summary>What the engine needs to know of its host. Both engines take the same settings; each says what it cannot do with them.</summary>
public sealed record EngineSettings
{
    /// <summary><c>sqlite</c> (embedded engine only) or <c>postgresql</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>The database's connection string. The Orleans engine needs it; the embedded one uses the host's DbDataSource.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The port on which silos talk to each other (Orleans engine).</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port on which clients talk to this silo (Orleans engine).</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>False on a host that only calls grains which other hosts run (Orleans engine).</summary>
    public bool RunsGrains { get; init; } = true;
}
