using System.Runtime.CompilerServices;
using System.Text;
using SmartBlocks.Examples;

namespace SmartBlocks.Ledger.Tests.Examples;

/// <summary>CONTRIBUTING's example of a transaction family: compiled from the file the document shows, and run on a ledger.</summary>
public sealed class InspectionFamilyTests
{
    private readonly TestLedger _ledger = new(new InspectionFamily());

    [Fact]
    public void The_document_shows_the_file_that_is_compiled()
    {
        var document = File.ReadAllText(Beside("../../../CONTRIBUTING.md"));
        var from = document.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var shown = document[from..document.IndexOf("```", from, StringComparison.Ordinal)];
        shown.ShouldBe(File.ReadAllText(Beside("InspectionFamily.cs")));
    }

    [Fact]
    public void A_seal_is_recorded_with_the_time_of_its_block()
    {
        var now = _ledger.Now;
        _ledger.CommitOne(Inspect("main", "A-1234")).ShouldBeNull();
        _ledger.Read("inspection/main").ShouldBe(FormattableString.Invariant($"A-1234 {now}"));
        _ledger.CommitOne(Inspect("main", "A-1235")).ShouldBeNull();
        _ledger.Read("inspection/main").ShouldStartWith("A-1235 ");
    }

    [Fact]
    public void The_same_seal_again_is_refused_and_says_why()
    {
        _ledger.CommitOne(Inspect("main", "A-1234")).ShouldBeNull();
        var why = _ledger.CommitOne(Inspect("main", "A-1234")).ShouldNotBeNull();
        (why.Code, why.Field, why.Value).ShouldBe(("inspection.seal", "seal", "A-1234"));
    }

    [Fact]
    public void Only_who_may_submit_it_does()
    {
        _ledger.CommitOne(Inspect("main", "A-1234", TestLedger.Device)).ShouldNotBeNull().Code.ShouldBe("key.role");
        _ledger.Read("inspection/main").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"meter":"main"}""", "seal")]
    [InlineData("""{"meter":"Main Street","seal":"A-1"}""", "meter")]
    [InlineData("""{"meter":"main","seal":"A-1","by":"me"}""", "by")]
    public void A_payload_that_breaks_a_rule_is_refused_by_the_member_that_does(string payload, string field) =>
        _ledger.CommitOne(_ledger.Sign(TestLedger.Operator, "inspection/1", payload)).ShouldNotBeNull().Field.ShouldBe(field);

    [Fact]
    public async Task A_verifier_that_knows_the_family_re_executes_it()
    {
        _ledger.CommitOne(Inspect("main", "A-1234")).ShouldBeNull();
        (await VerifyAsync(new InspectionFamily())).ShouldBeNull();
        (await VerifyAsync())!.What.ShouldContain("inspection/1");
    }

    private async Task<Discrepancy?> VerifyAsync(params IFamily[] families)
    {
        var verifier = new LedgerVerifier(new FamilyRegistry([new CounterFamily(), .. families]), ConsensusEngines.ForVerification);
        return (await verifier.VerifyAsync(TestLedger.Name, _ledger.Records.ToAsyncEnumerable())).Discrepancy;
    }

    private Transaction Inspect(string meter, string seal, SigningKey? signer = null) =>
        _ledger.Sign(signer ?? TestLedger.Operator, "inspection/1", $$"""{"meter":"{{meter}}","seal":"{{seal}}"}""");

    private static string Beside(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);
}
