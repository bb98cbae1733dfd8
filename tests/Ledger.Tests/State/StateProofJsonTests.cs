using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger.Tests.State;

public sealed class StateProofJsonTests
{
    private static readonly (StateTrie Trie, string[] Paths) Filled = Fill();

    [Theory]
    [InlineData("p/0")]
    [InlineData("p/123")]
    [InlineData("empty")]
    [InlineData("p/absent")]
    [InlineData("zzz")]
    public void A_proof_survives_its_json_form(string path)
    {
        var proof = Filled.Trie.Prove(path);
        using var json = JsonDocument.Parse(proof.ToJson());
        StateProof.TryParse(json.RootElement, out var read, out var why).ShouldBeTrue(why?.Detail);
        read!.ToJson().ShouldBe(proof.ToJson());
        read.Verify(Filled.Trie.Root.Hash, path, out var value).ShouldBeTrue();
        value.HasValue.ShouldBe(Filled.Paths.Contains(path));
        value?.ToArray().ShouldBe(Filled.Trie.Get(path)!.Value.ToArray());
    }

    [Fact]
    public void A_proof_that_an_empty_state_has_nothing_survives_too()
    {
        using var json = JsonDocument.Parse(new StateTrie(StateRoot.Empty, new MemoryStateNodes()).Prove("a").ToJson());
        StateProof.TryParse(json.RootElement, out var read, out _).ShouldBeTrue();
        read!.Verify(Hash256.OfNothing, "a", out var value).ShouldBeTrue();
        value.HasValue.ShouldBeFalse();
    }

    [Theory]
    [InlineData("p/7")]
    [InlineData("p/absent")]
    public void No_changed_byte_of_it_verifies(string path)
    {
        var bytes = Filled.Trie.Prove(path).ToJson();
        for (var i = 0; i < bytes.Length; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 1;
            Holds(flipped, path).ShouldBeFalse(FormattableString.Invariant($"byte {i}: {Encoding.Latin1.GetString(flipped)}"));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"value":null,"steps":{},"leafPath":null,"leafValueHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"value":"A","steps":[],"leafPath":null,"leafValueHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"value":null,"steps":[{"bit":1.5,"sibling":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}],"leafPath":null,"leafValueHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"value":null,"steps":[{"bit":1,"sibling":"short"}],"leafPath":null,"leafValueHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"value":null,"steps":[],"leafPath":3,"leafValueHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"value":null,"steps":[],"leafPath":null,"leafValueHash":null}""")]
    [InlineData("""{"value":"\ud800","steps":[],"leafPath":null,"leafValueHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    public void What_is_not_a_state_proof_is_refused(string text)
    {
        using var json = JsonDocument.Parse(text);
        StateProof.TryParse(json.RootElement, out var proof, out var why).ShouldBeFalse();
        proof.ShouldBeNull();
        why!.Code.ShouldBe("stateProof.form");
    }

    private static bool Holds(byte[] bytes, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return StateProof.TryParse(json.RootElement, out var proof, out _) && proof.Verify(Filled.Trie.Root.Hash, path, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (StateTrie, string[]) Fill()
    {
        var (nodes, paths) = (new MemoryStateNodes(), Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"p/{i}")).ToArray());
        var changes = paths.Select(p => new KeyValuePair<string, ReadOnlyMemory<byte>?>(p, Encoding.ASCII.GetBytes("value of " + p))).Append(new("empty", Array.Empty<byte>()));
        var append = new StateTrie(StateRoot.Empty, nodes).Commit([.. changes]);
        nodes.Append(append.Start, append.Bytes.Span);
        return (new StateTrie(append.Root, nodes), [.. paths, "empty"]);
    }
}
