using Microsoft.Extensions.Options;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The configured witnesses, and the connections to them, which all logs of the host share.</summary>
public sealed class WitnessClients(IOptions<LogOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The witnesses of a ledger's log.</summary>
    /// <exception cref="FormatException">A witness's key cannot be read; <see cref="LogOptions.Check"/> says so at the start.</exception>
    internal WitnessRing RingOf(string ledger) => new(
        [.. options.Value.Witnesses.Where(w => w.Ledgers.Count == 0 || w.Ledgers.Contains(ledger)).Select(Client)], time, options.Value.WitnessBackOff);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private HttpWitness Client(WitnessOptions witness) => NoteKey.TryParse(witness.Key, out var key, out var why)
        ? new HttpWitness(_client, new Uri(witness.Url), key, options.Value.WitnessTimeout)
        : throw new FormatException(why.Detail);
}
