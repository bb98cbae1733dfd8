using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SmartBlocks.Grains;

/// <summary>
/// Publishes one ledger's history (the key is the ledger's id) as a transparency log of blobs: it follows the ledger behind its durable blocks, has the witnesses
/// cosign, and writes the checkpoint last. The published checkpoint is its cursor.
/// </summary>
[Alias("ILogGrain")]
public interface ILogGrain : IGrainWithStringKey
{
    /// <summary>
    /// Completes when the published checkpoint covers the ledger's first <paramref name="size"/> transactions, or all it has. Answers with the checkpoint, a signed
    /// note in UTF-8; null when the ledger does not exist.
    /// </summary>
    [AlwaysInterleave]
    Task<ReadOnlyMemory<byte>?> Publish(long size, CancellationToken cancellation = default);

    /// <summary>How the witnesses stand.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<WitnessStanding>> Witnesses();
}

/// <summary>How a witness stands with one log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its verifier key.</param>
/// <param name="Size">Size of the last checkpoint it is known to have cosigned, −1 when none is known.</param>
/// <param name="Time">When it says it did, Unix seconds; 0 when never.</param>
/// <param name="Failure">Why the last request failed; null when it did not.</param>
/// <param name="NextTry">When it is asked again at the earliest, after a failure.</param>
public sealed record WitnessStanding(string Name, string Key, long Size, long Time, string? Failure, DateTimeOffset? NextTry);
