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
    public async Task<IngestResult> Ingest(IngestRequest request, CancellationToken cancellation = default)
    {
        if ((_info ??= await FindAsync()) is not { } info)
            return IngestResult.Refused(new Rejection("meter.unknown", $"There is no meter '{Id.Meter}'.", "meter", Id.Meter));
        if (request.Format != "signed")
            return await AttestAsync(info, request, cancellation);
        if (!SignedPayload.TrySplit(request.Payload, out var batches, out var why))
            return IngestResult.Refused(why!);
        return await SubmitAsync(info, batches, cancellation);
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

    private async Task<IngestResult> SubmitAsync(MeterInfo info, ImmutableArray<ReadOnlyMemory<byte>> batches, CancellationToken cancellation)
    {
        var result = await GrainFactory.GetGrain<ILedgerGrain>(info.Ledger).Submit(new SubmitRequest(batches), cancellation);
        return new IngestResult(result.Outcomes, null);
    }

    /// <summary>
    /// Decodes what the device sent and signs it with the gateway's key. The transactions follow from the message alone (nonce from its digest,
    /// iat from its last reading), so that a message delivered twice makes the same transactions and gets the same receipts.
    /// </summary>
    private async Task<IngestResult> AttestAsync(MeterInfo info, IngestRequest request, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        // A registration never changes once it is on the ledger.
        if ((_registration ??= await RegistrationAsync(info, cancellation)) is not { } registration)
            return IngestResult.Refused(new Rejection("meter.unknown", $"There is no meter '{info.Id}' on the ledger {info.Ledger}.", "meter", info.Id));
        var attestation = MeterMessage.Attest(request.Format, request.Payload.Span, request.By);
        if (!MeterMessage.TryDecode(request.Format, request.Payload, registration, now, attestation, out var payloads, out var why))
            return IngestResult.Refused(why!);
        var signer = await keys.GetOrCreateAsync(Genesis.GatewayKey, cancellation);
        var batches = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(payloads.Length);
        foreach (var payload in payloads)
        {
            var nonce = Base64Url.EncodeToString(SHA256.HashData(payload.Payload).AsSpan(0, 12));
            var transaction = Transaction.Sign(signer, info.Ledger, payload.Family, payload.Payload, IssuedAt(payload, now), nonce);
            batches.Add(transaction.Bytes);
        }
        return await SubmitAsync(info, batches.ToImmutable(), cancellation);
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
