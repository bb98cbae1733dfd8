using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Buffers.Text;
using Orleans.Concurrency;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// A meter on its tenant's ledger. Reentrant, so that several messages of one meter share a block; they are handed to the ledger in the order
/// in which they came. Keeps nothing but the registration, and is collected when idle.
/// </summary>
[Reentrant]
[GrainType("meter")]
public sealed class MeterGrain(LedgerReader reader, IReadingStore readings, IKeyVault keys, TimeProvider time) : Grain, IMeterGrain
{
    private MeterInfo? _info;
    private MeterRegistration? _registration;

    private (string Tenant, string Meter) Id
    {
        get
        {
            var key = this.GetPrimaryKeyString();
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            return slash < 0 ? ("", key) : (key[..slash], key[(slash + 1)..]);
        }
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) => _info = await FindAsync();

    /// <inheritdoc/>
    public async Task<IngestResult> Ingest(IngestRequest request, CancellationToken cancellation = default) => (await IngestAll([request], cancellation))[0];

    /// <inheritdoc/>
    public async Task<ImmutableArray<IngestResult>> IngestAll(ImmutableArray<IngestRequest> requests, CancellationToken cancellation = default)
    {
        if ((_info ??= await FindAsync()) is not { } info)
            return [.. requests.Select(_ => IngestResult.Refused(new Rejection("meter.unknown", $"There is no meter '{Id.Meter}'.", "meter", Id.Meter)))];
        var prepared = new List<(ImmutableArray<ReadOnlyMemory<byte>> Batches, Rejection? Why)>(requests.Length);
        foreach (var request in requests)
        {
            prepared.Add(request.Format != "signed" ? await AttestAsync(info, request, cancellation)
                : SignedPayload.TrySplit(request.Payload, out var batches, out var why) ? (batches, null) : ([], why));
        }
        // One request, so that the ledger sees them in this order wherever it lives.
        var submitted = await GrainFactory.GetGrain<ILedgerGrain>(info.Ledger).Submit(new SubmitRequest([.. prepared.SelectMany(p => p.Batches)]), cancellation);
        var results = ImmutableArray.CreateBuilder<IngestResult>(requests.Length);
        var taken = 0;
        foreach (var (batches, why) in prepared)
        {
            results.Add(why is null ? new IngestResult(submitted.Outcomes.Slice(taken, batches.Length), null) : IngestResult.Refused(why));
            taken += batches.Length;
        }
        return results.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task<MeterStatus> Status()
    {
        if ((_info ??= await FindAsync()) is not { } info)
            return new MeterStatus(false, null, false);
        if (await readings.ReadLatestAsync(info.Ledger, [info.Id]) is not [var last, ..])
            return new MeterStatus(true, null, false);
        var end = DateTimeOffset.FromUnixTimeSeconds(last.Start + last.Seconds);
        return new MeterStatus(true, end, Silence.IsSilent(info.ResolutionSeconds, end, time.GetUtcNow()));
    }

    /// <summary>
    /// Decodes what the device sent and signs it with the gateway's key. The transactions follow from the message alone (nonce from its digest,
    /// iat from its last reading), so that a message delivered twice makes the same transactions and gets the same receipts.
    /// </summary>
    private async Task<(ImmutableArray<ReadOnlyMemory<byte>> Batches, Rejection? Why)> AttestAsync(MeterInfo info, IngestRequest request, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        // A registration never changes once it is on the ledger.
        if ((_registration ??= await RegistrationAsync(info, cancellation)) is not { } registration)
            return ([], new Rejection("meter.unknown", $"There is no meter '{info.Id}' on the ledger {info.Ledger}.", "meter", info.Id));
        var attestation = MeterMessage.Attest(request.Format, request.Payload.Span, request.By);
        if (!MeterMessage.TryDecode(request.Format, request.Payload, registration, now, attestation, out var payloads, out var why))
            return ([], why);
        var signer = await keys.GetOrCreateAsync(Genesis.GatewayKey, cancellation);
        var batches = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(payloads.Length);
        foreach (var payload in payloads)
        {
            var nonce = Base64Url.EncodeToString(SHA256.HashData(payload.Payload).AsSpan(0, 12));
            var transaction = Transaction.Sign(signer, info.Ledger, payload.Family, payload.Payload, IssuedAt(payload, now), nonce);
            batches.Add(transaction.Bytes);
        }
        return (batches.MoveToImmutable(), null);
    }

    /// <summary>The time of the payload's last reading, where the ledger takes it; now for history that is older, or for clocks ahead.</summary>
    private static long IssuedAt(UnsignedReading payload, DateTimeOffset now)
    {
        var last = payload.Family switch
        {
            IntervalPayload.Family when IntervalPayload.TryParse(payload.Payload, out var interval, out _) => interval.End,
            RegisterPayload.Family when RegisterPayload.TryParse(payload.Payload, out var register, out _) => register.Readings[^1].At,
            OcmfPayload.Family when OcmfPayload.TryParse(payload.Payload, out var ocmf, out _)
                && OcmfRecord.TryParse(ocmf.Record, out var record, out _) && !record.Readings.IsEmpty => record.Readings[^1].At,
            _ => now,
        };
        return (last < now.AddDays(-300) || last > now ? now : last).ToUnixTimeMilliseconds();
    }

    private async Task<MeterRegistration?> RegistrationAsync(MeterInfo info, CancellationToken cancellation) =>
        await reader.Store.ReadHeadAsync(info.Ledger, cancellation) is { } head ? reader.StateAt(head).Meter(info.Id) : null;

    private async Task<MeterInfo?> FindAsync()
    {
        var (tenant, meter) = Id;
        return tenant.Length == 0 ? null : await GrainFactory.GetGrain<ITenantGrain>(tenant).FindMeter(meter);
    }
}
