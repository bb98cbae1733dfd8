using System.Collections.Immutable;
using System.Text;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

/// <summary>Through the ledger's own executor: what followers are told.</summary>
public sealed class EventTests
{
    private static readonly long Now = TestLedger.At("2026-11-21T12:00:00Z").ToUnixTimeMilliseconds();
    private int nonce;

    [Fact]
    public void Followers_learn_of_registrations_readings_and_corrections()
    {
        var key = TestLedger.OperatorKey;
        var jwk = key.PublicKey.ToJwk();
        var genesis = $$"""{"op":"genesis","engine":"solo","validators":[{{jwk}}],"keys":[{"jwk":{{jwk}},"party":"esco","role":"operator"}],"name":"Test"}""";
        var meter = TestLedger.Meter("main") with { Key = key.KeyId };
        var gas = TestLedger.Meter("gas") with { Key = key.KeyId, Kind = MeterKind.Register };
        Batch[] batches =
        [
            Sign("settings/1", Encoding.UTF8.GetBytes(genesis)),
            Sign("site/1", new SiteRegistration("nimbus", "Nimbus", "Europe/Dublin", 51.885m, -8.533m).ToJson()),
            Sign("meter/1", meter.ToJson()),
            Sign("meter/1", gas.ToJson()),
            Sign("interval/1", TestLedger.Slots("2026-11-21T10:00:00Z", 1.5m, 2m).ToJson()),
            Sign("register/1", new RegisterPayload("gas", [new(TestLedger.At("2026-11-21T10:00:00Z"), 7m)]).ToJson()),
            Sign("correction/1", new CorrectionPayload("main", TestLedger.At("2026-11-21T10:15:00Z"), 900, [3m], "read again").ToJson()),
        ];
        var executor = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), new MemoryStateNodes());
        var proposal = executor.Propose(LedgerCursor.Start("test"), batches, Now, KnownTransactions.None);
        proposal.Rejected.ShouldBeEmpty();
        var events = proposal.Execution!.Batches.SelectMany(batch => batch.Events).SelectMany(list => list).Where(e => !e.Type.StartsWith("key.", StringComparison.Ordinal)).ToList();
        events.Select(e => e.Type).Where(type => type.StartsWith("reading", StringComparison.Ordinal) || type.EndsWith("registered", StringComparison.Ordinal))
            .ShouldBe(["site.registered", "meter.registered", "meter.registered", "reading.accepted", "reading.accepted", "reading.corrected"]);
        Data(events, "main", "reading.accepted").ShouldBe(
            """{"meter":"main","site":"nimbus","slots":[{"start":"2026-11-21T10:00:00Z","seconds":900,"value":"1.5","quality":"measured"},{"start":"2026-11-21T10:15:00Z","seconds":900,"value":"2","quality":"measured"}]}""");
        Data(events, "gas", "reading.accepted").ShouldBe("""{"meter":"gas","site":"nimbus","registers":[{"at":"2026-11-21T10:00:00Z","value":"7"}]}""");
        Data(events, "main", "reading.corrected").ShouldBe(
            """{"meter":"main","site":"nimbus","reason":"read again","slots":[{"start":"2026-11-21T10:15:00Z","seconds":900,"value":"3","previous":"2"}]}""");
    }

    private static string Data(List<LedgerEvent> events, string subject, string type) =>
        Encoding.UTF8.GetString(events.Single(e => e.Subject == subject && e.Type == type).Data.Span);

    private Batch Sign(string family, byte[] payload) => Batch.Of(Transaction.Sign(TestLedger.OperatorKey, "test", family, payload, Now, $"n{nonce++}"));
}
