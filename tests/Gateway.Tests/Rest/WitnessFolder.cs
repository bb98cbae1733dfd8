using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Rest;
using SmartBlocks.Validator.Witnessing;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>The folder of a witness that is started and stopped.</summary>
sealed class WitnessFolder : IDisposable
{
    readonly string path = Directory.CreateTempSubdirectory("smartblocks-witness-").FullName;

    /// <summary>Starts it at a port; 0 is any.</summary>
    public async Task<RunningWitness> StartAsync(int port, params NoteKey[] logs)
    {
        var folder = HeldFolder.Open(path);
        var store = WitnessStore.Open(folder);
        var evidence = new EvidenceFolder(Path.Combine(path, "evidence"));
        var witness = new LogWitness("witness.example/w1", Ed25519Key.FromSeed(Hash256.Of("w1"u8).Bytes), logs, store, evidence, TimeProvider.System, _ => { });
        return new RunningWitness(witness, evidence, store, folder, await WitnessApi.StartAsync(new IPEndPoint(IPAddress.Loopback, port), witness));
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}

/// <summary>A witness that listens.</summary>
sealed class RunningWitness(LogWitness witness, EvidenceFolder evidence, WitnessStore store, HeldFolder folder, WebApplication app) : IAsyncDisposable
{
    public LogWitness Witness => witness;

    public string Address => NodeApi.AddressOf(app);

    /// <summary>The one file of evidence.</summary>
    public byte[] Evidence() => Encoding.UTF8.GetBytes(evidence.List().ShouldHaveSingleItem().File!.ToJsonString());

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        store.Dispose();
        folder.Dispose();
    }
}
