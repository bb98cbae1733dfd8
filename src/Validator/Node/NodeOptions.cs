using SmartBlocks.Ledger;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Node;

/// <summary>What a node is to do.</summary>
public sealed record NodeOptions
{
    /// <summary>The ledger.</summary>
    public required string Ledger { get; init; }

    /// <summary>Address of its host, with or without <c>/api/v1</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Folder of replica, votes and evidence.</summary>
    public required string Folder { get; init; }

    /// <summary>The key it votes with; null: it only follows.</summary>
    public ISigner? Key { get; init; }

    /// <summary>API key; null where the validator key, or nothing, is enough.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Id of the genesis block; null: the first one seen is believed, and held to from then on.</summary>
    public string? Genesis { get; init; }

    /// <summary>Memory for state nodes, bytes.</summary>
    public int CacheBytes { get; init; } = LedgerReplica.UsualCacheBytes;

    /// <summary>How long it waits before it connects again; doubled each time, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest it waits.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told what happens, for people.</summary>
    public Action<string> Say { get; init; } = static _ => { };

    /// <summary>Told what somebody must look at: a host that is not honest; <see cref="Say"/> unless set.</summary>
    public Action<string>? Alarm { get; init; }
}
