using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Witnessing;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>A witness on a folder, for as long as it is not disposed of.</summary>
public sealed class SampleWitness : IDisposable
{
    public const string Name = "witness.example/w1";

    readonly HeldFolder folder;
    readonly WitnessStore store;
    readonly List<string> said = [];

    public SampleWitness(string path, params NoteKey[] logs)
    {
        folder = HeldFolder.Open(path);
        store = WitnessStore.Open(folder);
        Evidence = new EvidenceFolder(Path.Combine(path, "evidence"));
        Witness = new LogWitness(Name, Ed25519Key.FromSeed(Hash256.Of("witness"u8).Bytes), logs, store, Evidence, TimeProvider.System, Hear);
    }

    public LogWitness Witness { get; }

    public EvidenceFolder Evidence { get; }

    public IReadOnlyList<string> Said { get { lock (said) return [.. said]; } }

    /// <summary>Asks it, and verifies a cosignature it gives.</summary>
    public WitnessResponse Ask(WitnessRequest request)
    {
        var response = Witness.Add(request.ToBytes());
        if (response.Status != 200) return response;
        SignedNote.TryParseLines(response.Body, out var lines).ShouldBeTrue();
        Witness.Key.Verify(request.Checkpoint.Text, lines.ShouldHaveSingleItem()).ShouldBeTrue();
        return response;
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    void Hear(string text)
    {
        lock (said) said.Add(text);
    }
}
