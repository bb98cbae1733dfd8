using System.Collections.Immutable;
using Orleans.Concurrency;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>One meter; the key is <c>tenant/meter</c>. Every reading of the meter passes here on its way to the ledger.</summary>
[Alias("IMeterGrain")]
public interface IMeterGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a payload to the ledger and completes when it is there. Signed payloads go as they are; others are decoded, and the gateway's key
    /// attests them, which the record says.
    /// </summary>
    Task<IngestResult> Ingest(IngestRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// Takes payloads to the ledger in this order, together, and completes when each is there or refused. Two calls that are under way at once
    /// may overtake each other between silos; the order within one is kept.
    /// </summary>
    /// <returns>One result for each payload, in the same order.</returns>
    Task<ImmutableArray<IngestResult>> IngestAll(ImmutableArray<IngestRequest> requests, CancellationToken cancellation = default);

    /// <summary>What the ledger last said of the meter.</summary>
    [AlwaysInterleave]
    Task<MeterStatus> Status();
}

/// <param name="Format"><c>signed</c>, <c>senml</c>, <c>p1</c>, <c>ocmf</c> or <c>csv</c>.</param>
/// <param name="Payload">The message as received.</param>
/// <param name="By">User name of the device, or name of the API key, that brought it.</param>
public sealed record IngestRequest(string Format, ReadOnlyMemory<byte> Payload, string By);

/// <param name="Outcomes">One for each batch in the payload.</param>
/// <param name="Rejection">Why the payload as a whole was refused; then there are no outcomes.</param>
public sealed record IngestResult(ImmutableArray<BatchOutcome> Outcomes, Rejection? Rejection)
{
    /// <summary>The whole payload was refused.</summary>
    public static IngestResult Refused(Rejection why) => new([], why);
}

/// <param name="Known">False when the tenant has no such meter.</param>
/// <param name="LastReadingAt">End of the newest slot, or time of the newest register reading.</param>
/// <param name="Silent">No reading for longer than three resolutions, and at least five minutes.</param>
public sealed record MeterStatus(bool Known, DateTimeOffset? LastReadingAt, bool Silent);
