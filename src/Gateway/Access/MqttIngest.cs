using System.Text.Json;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Ledger;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Access;

/// <summary>Brings published readings to the meter's grain. Accepted means that the ledger has them, durably.</summary>
public sealed class MqttIngest(MeterLanes lanes, ILogger<MqttIngest> log) : IMqttIngest
{
    /// <summary>Refusals named one by one in the answer to one message.</summary>
    const int MostRefusals = 100;

    /// <inheritdoc/>
    public ValueTask<IngestAck> PublishAsync(MqttIdentity identity, MqttMessage message, CancellationToken cancellationToken) =>
        identity is MqttCaller { Caller: var caller } && TenantTopic.TryParse(message.Topic, out var topic) && topic.Format is { } format
            ? IngestAsync(caller, topic, format, message.Payload, cancellationToken)
            : ValueTask.FromResult(IngestAck.NotMine);

    async ValueTask<IngestAck> IngestAsync(Caller caller, TenantTopic topic, string format, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        IngestResult result;
        try
        {
            result = await lanes.IngestAsync($"{topic.Tenant}/{topic.Meter}", new IngestRequest(format, payload, caller.Id), cancellation);
        }
        catch (Exception e) when (e is LedgerBusyException or TimeoutException)
        {
            log.LogWarning("Meter {Tenant}/{Meter}: the ledger is busy, the device keeps its reading ({Reason})", topic.Tenant, topic.Meter, e.Message);
            return IngestAck.Unavailable("The ledger is busy; send it again.");
        }
        if (result.Rejection is { } whole) return Refuse(topic, whole, [(null, whole)]);
        if (result.Outcomes.Any(o => o.Status is not (BatchStatus.Committed or BatchStatus.Invalid))) return IngestAck.Unavailable("The ledger did not say in time.");
        var refused = result.Outcomes.Where(o => o.Status == BatchStatus.Invalid).Select(o => (Id: (string?)(o.TransactionId ?? o.Id), Why: o.Rejection!)).ToList();
        return refused.Count == 0 ? IngestAck.Accepted : Refuse(topic, refused[0].Why, refused);
    }

    static IngestAck Refuse(TenantTopic topic, Rejection why, List<(string? Id, Rejection Why)> all) => IngestAck.Rejected(
        CodeOf(why), why.ToString(), (topic with { Rest = TenantTopic.Rejected }).ToString(), Describe(all));

    // The code says who must act: the sender's rights, the sender's form, or the content.
    static ReasonCode CodeOf(Rejection why) => why.Code switch
    {
        "key.wrong" or "key.unknown" or "key.revoked" or "meter.unknown" => ReasonCode.NotAuthorized,
        _ when why.Code.Contains("form", StringComparison.Ordinal) || why.Code.StartsWith("batch.", StringComparison.Ordinal) || why.Code.StartsWith("transaction.", StringComparison.Ordinal)
            => ReasonCode.PayloadFormatInvalid,
        _ => ReasonCode.ImplementationSpecificError,
    };

    // One refusal is one object; several are the first with all of them beside it, so that a client that reads only the first still learns something.
    static byte[] Describe(List<(string? Id, Rejection Why)> all)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Members(json, all[0]);
            if (all.Count > 1)
            {
                json.WriteNumber("refused", all.Count);
                json.WriteStartArray("all");
                foreach (var one in all.Take(MostRefusals))
                {
                    json.WriteStartObject();
                    Members(json, one);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    static void Members(Utf8JsonWriter json, (string? Id, Rejection Why) refusal)
    {
        if (!string.IsNullOrEmpty(refusal.Id)) json.WriteString("id", refusal.Id);
        json.WriteString("code", refusal.Why.Code);
        json.WriteString("detail", refusal.Why.Detail);
        if (refusal.Why.Field is not null) json.WriteString("field", refusal.Why.Field);
        if (refusal.Why.Value is not null) json.WriteString("value", refusal.Why.Value);
    }
}
