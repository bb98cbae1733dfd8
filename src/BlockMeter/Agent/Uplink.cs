using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.BlockMeter.Outbox;
using SmartBlocks.Ledger;
using SmartBlocks.Mqtt;

namespace SmartBlocks.BlockMeter.Agent;

/// <summary>
/// Empties the outbox over MQTT. Everything not acknowledged when a connection ends is sent again over the next one: a transaction has one id, so the ledger
/// takes it once and answers the second time with the same receipt. What the server refuses for good goes to the rejected log; when a message of many is refused, they
/// are sent one by one to find out which. What it cannot take now is kept and tried again.
/// </summary>
internal sealed class Uplink(MeterAgentOptions options, OutboxLog outbox, RejectedLog rejectedLog, IReadOnlyList<string> meters)
{
    /// <summary>Refusals that arrived before their PUBACK; more than fit a window of full messages would mean that the server invents them.</summary>
    private const int MaxRefusals = 65_536;

    private readonly ConcurrentDictionary<string, Rejection> refusals = new(StringComparer.Ordinal);
    private long delivered, rejected;

    public bool Connected { get; private set; }

    public long Delivered => Interlocked.Read(ref delivered);

    public long Rejected => Interlocked.Read(ref rejected);

    public string? Problem { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = options.FirstPause;
        while (true)
        {
            var before = Delivered + Rejected;
            try
            {
                await using var client = await MqttClient.ConnectAsync(options.Mqtt, TakeRefusal, cancellation);
                (Connected, Problem) = (true, null);
                options.Log($"connected to {options.Mqtt.Host}:{options.Mqtt.Port}, {outbox.Waiting} transactions waiting");
                foreach (var meter in meters)
                    await client.SubscribeAsync($"sb/{options.Tenant}/{meter}/rejected", cancellation);
                await PumpAsync(client, cancellation);
            }
            catch (MqttClientException e) when (e.LoginRefused && options.StopWhenDelivered)
            {
                // Somebody waits for this to end; a meter in the field would wait for the login to be put right.
                throw new AgentException($"{e.Message} What is signed stays in the outbox.");
            }
            catch (MqttClientException e)
            {
                Problem = e.Message;
                options.Log(e.Message);
            }
            finally
            {
                Connected = false;
            }
            if (Delivered + Rejected > before)
                pause = options.FirstPause;
            // Full jitter over half the pause, so that a street of meters does not come back at the same moment.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble() / 2), options.Time, cancellation);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }
    }

    /// <summary>Completes when the outbox is empty.</summary>
    public async Task DrainedAsync(CancellationToken cancellation)
    {
        while (outbox.Waiting > 0)
            await Task.Delay(20, cancellation);
    }

    private async Task PumpAsync(MqttClient client, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var done = Channel.CreateUnbounded<long[]>(new UnboundedChannelOptions { SingleReader = true });
        var failure = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = failure.Task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        var advancing = AdvanceAsync(done.Reader);
        try
        {
            await await Task.WhenAny(SendAsync(client, done.Writer, failure, ended.Token), client.Closed, failure.Task);
        }
        finally
        {
            await ended.CancelAsync();
            done.Writer.TryComplete();
            await advancing;
        }
    }

    private async Task SendAsync(MqttClient client, ChannelWriter<long[]> done, TaskCompletionSource failure, CancellationToken cancellation)
    {
        var sent = outbox.Acknowledged;
        var bytes = Math.Min(options.BytesPerMessage, client.MaximumPacketSize - 1_024);
        while (true)
        {
            var records = outbox.Read(sent, options.TransactionsPerMessage, bytes);
            if (records.Count == 0)
            {
                await outbox.WaitAsync(cancellation);
                continue;
            }
            // One message has one topic; transactions of several meters go in as many messages.
            foreach (var message in records.GroupBy(record => record.Topic, StringComparer.Ordinal))
                await DeliverAsync(client, [.. message], done, failure, cancellation);
            sent = records[^1].Sequence;
        }
    }

    /// <summary>Returns when the message has found room in the window; its acknowledgement is dealt with when it comes.</summary>
    private async Task DeliverAsync(
        MqttClient client, IReadOnlyList<OutboxRecord> records, ChannelWriter<long[]> done, TaskCompletionSource failure, CancellationToken cancellation)
    {
        var payload = Payload(records, out var contentType);
        if (payload.Length + records[0].Topic.Length + 1_024 > client.MaximumPacketSize)
        {
            Refuse(records[0], new Rejection("message.size", $"the transaction has {payload.Length} bytes and the server takes packets of {client.MaximumPacketSize}"));
            done.TryWrite([records[0].Sequence]);
            return;
        }
        var answer = await client.PublishAsync(records[0].Topic, payload, contentType, cancellation);
        _ = SettleAsync();

        async Task SettleAsync()
        {
            try
            {
                var puback = await answer.WaitAsync(options.AcknowledgeTimeout, cancellation);
                if (!puback.ReasonCode.IsFailure())
                    Accept(records, done);
                else if (records.Count > 1)
                {
                    foreach (var record in records)
                        await DeliverAsync(client, [record], done, failure, cancellation);
                }
                else if (Final(records[0], puback) is { } why)
                {
                    Refuse(records[0], why);
                    done.TryWrite([records[0].Sequence]);
                }
                else
                    throw new MqttClientException($"the server cannot take readings now: {puback.ReasonCode} {puback.Properties?.ReasonString}".TrimEnd());
            }
            catch (TimeoutException)
            {
                failure.TrySetException(new MqttClientException($"no acknowledgement within {options.AcknowledgeTimeout.TotalSeconds:0} s"));
            }
            catch (Exception e)
            {
                failure.TrySetException(e);
            }
        }
    }

    private void Accept(IReadOnlyList<OutboxRecord> records, ChannelWriter<long[]> done)
    {
        foreach (var record in records)
        {
            if (!refusals.IsEmpty && refusals.TryRemove(IdOf(record), out var why))
                Refuse(record, why);
            else
                Interlocked.Increment(ref delivered);
        }
        done.TryWrite([.. records.Select(record => record.Sequence)]);
    }

    /// <summary>Moves the cursor; acknowledgements that came meanwhile share one flush.</summary>
    private async Task AdvanceAsync(ChannelReader<long[]> done)
    {
        while (await done.WaitToReadAsync())
        {
            var sequences = new List<long>();
            while (done.TryRead(out var more))
                sequences.AddRange(more);
            outbox.Acknowledge(sequences);
        }
    }

    /// <summary>Why a transaction is refused for good; null when it should be tried again.</summary>
    private Rejection? Final(OutboxRecord record, PubackPacket puback)
    {
        if (refusals.TryRemove(IdOf(record), out var why))
            return why;
        if (puback.ReasonCode is not (ReasonCode.PayloadFormatInvalid or ReasonCode.ImplementationSpecificError or ReasonCode.TopicNameInvalid))
            return null;
        var reason = puback.Properties?.ReasonString ?? puback.ReasonCode.ToString();
        var colon = reason.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 ? new Rejection(reason[..colon], reason[(colon + 2)..]) : new Rejection("reading.rejected", reason);
    }

    private void Refuse(OutboxRecord record, Rejection why)
    {
        var transaction = System.Text.Encoding.ASCII.GetString(record.Transaction.Span);
        rejectedLog.Add(new(options.Time.GetUtcNow(), record.Topic, IdOf(record), why.Code, why.Detail, why.Field, why.Value, transaction));
        Interlocked.Increment(ref rejected);
        options.Log($"{record.Topic}: refused, {why.Code}: {why.Detail}");
    }

    private Task TakeRefusal(PublishPacket message)
    {
        if (!message.Topic.EndsWith("/rejected", StringComparison.Ordinal) || refusals.Count >= MaxRefusals)
            return Task.CompletedTask;
        try
        {
            var first = JsonSerializer.Deserialize<Refusal>(message.Payload.Span, JsonSerializerOptions.Web);
            IReadOnlyList<Refusal?> refused = first?.All ?? [first];
            foreach (var why in refused)
            {
                if (why is { Id: { Length: > 0 } id, Code: { } code })
                    refusals[id] = new Rejection(code, why.Detail ?? "", why.Field, why.Value);
            }
        }
        catch (JsonException)
        {
            options.Log($"{message.Topic}: a message that is not JSON was passed over");
        }
        return Task.CompletedTask;
    }

    private static string IdOf(OutboxRecord record) => Transaction.TryParse(record.Transaction, out var transaction, out _) ? transaction.Id : "";

    private static byte[] Payload(IReadOnlyList<OutboxRecord> records, out string contentType)
    {
        contentType = records.Count == 1 ? "application/jose" : "application/json";
        if (records.Count == 1)
            return records[0].Transaction.ToArray();
        // A compact JWS has nothing that JSON would escape.
        using var json = new MemoryStream();
        json.Write("["u8);
        for (var i = 0; i < records.Count; i++)
        {
            json.Write(i == 0 ? "\""u8 : ",\""u8);
            json.Write(records[i].Transaction.Span);
            json.Write("\""u8);
        }
        json.Write("]"u8);
        return json.ToArray();
    }

    /// <summary>The message on the rejected topic; <c>all</c> is there when a message of many had several refused.</summary>
    private sealed record Refusal(string? Id, string? Code, string? Detail, string? Field, string? Value, IReadOnlyList<Refusal?>? All = null);
}
