using System.Text;
using SmartBlocks.Energy;
using SmartBlocks.Gateway.Rest;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>What people read on top of a transaction: whole, with units, and never a crash.</summary>
public sealed class SentenceTests
{
    static readonly Dictionary<string, MeterRegistration> Meters = new(StringComparer.Ordinal)
    {
        ["m"] = new("m", "s", "Main incomer", Commodity.Electricity, MeterUnit.KilowattHour, Direction.Import, MeterKind.Interval),
        ["g"] = new("g", "s", "Gas", Commodity.Gas, MeterUnit.CubicMetre, Direction.Import, MeterKind.Register),
    };

    [Theory]
    [InlineData("interval/1", """{"meter":"m","start":"2026-11-21T23:45:00Z","seconds":900,"values":["1.5","2.25"],"quality":"measured"}""",
        "Main incomer (m) metered 3.75 kWh from 2026-11-21 23:45 to 2026-11-22 00:15 UTC, 2 values")]
    [InlineData("interval/1", """{"meter":"other","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1"],"quality":"estimated"}""",
        "other metered 1, estimated from 2026-11-21 10:00 to 10:15 UTC, 1 value")]
    [InlineData("correction/1", """{"meter":"m","start":"2026-11-21T10:00:00Z","seconds":900,"values":["7"],"reason":"wrong ratio"}""",
        "Main incomer (m) was corrected to 7 kWh from 2026-11-21 10:00 to 10:15 UTC, 1 value: wrong ratio")]
    [InlineData("register/1", """{"meter":"g","readings":[{"at":"2026-11-21T10:00:00Z","value":"104.5"}],"attested":{"format":"p1"}}""",
        "Gas (g) stood at 104.5 m³ on 2026-11-21 10:00 UTC, attested by the gateway (p1)")]
    [InlineData("meter/1", """{"meter":"m","site":"s","name":"Main incomer","commodity":"gas","unit":"m3"}""", "The meter Main incomer was registered at s, for gas in m³")]
    [InlineData("settings/1", """{"op":"genesis","name":"Vale","engine":"solo","validators":[{}]}""", "The ledger 'Vale' was founded with 1 validator, engine solo")]
    [InlineData("settings/1", """{"op":"set","name":"blockLimit","value":1000}""", "The setting blockLimit was changed to 1000")]
    [InlineData("settings/1", """{"op":"set","name":"validators","value":[{},{},{},{}]}""", "The ledger has 4 validators from the next block on")]
    [InlineData("settings/1", """{"op":"set","name":"permission/site/1","value":["operator","owner"]}""", "The setting permission/site/1 was changed to operator, owner")]
    [InlineData("settings/1", """{"op":"set","name":"governance","value":{"parties":["a","b","c"],"threshold":2}}""", "2 of 3 parties decide about changes from now on")]
    [InlineData("key/1", """{"op":"revoke","kid":"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U","from":12}""", "The key oKIywv…CD-U was revoked, from block 12 on")]
    [InlineData("key/1", """{"op":"rotate","kid":"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"}""", "The key oKIywv…CD-U was replaced by a new one")]
    [InlineData("member/1", """{"op":"set","party":"vale","name":"Vale Energy","roles":["esco","auditor"]}""", "Vale Energy is a member, as esco and auditor")]
    [InlineData("governance/1", """{"op":"propose","title":"Vale joins us","changes":[{"op":"member.set","party":"vale","name":"Vale","roles":["esco"]},{"op":"validator.add","party":"vale"}]}""",
        "Proposed: Vale joins us (2 changes: Vale is a member, as esco; vale becomes a validator)")]
    [InlineData("governance/1", """{"op":"approve","proposal":"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"}""", "The proposal oKIywv…CD-U was approved")]
    [InlineData("virtual/1", """{"op":"remove","meter":"v"}""", "The virtual meter v was taken away")]
    public void A_transaction_is_said_in_plain_words(string family, string payload, string sentence) => Of(family, payload).ShouldBe(sentence);

    [Theory]
    [InlineData("interval/1", """{"meter":"m"}""")]
    [InlineData("interval/1", """{"meter":"m","start":"soon","seconds":900,"values":["1"]}""")]
    [InlineData("interval/1", """{"meter":"m","start":"2026-11-21T23:45:00Z","seconds":9223372036854775807,"values":["1","2"]}""")]
    [InlineData("register/1", """{"meter":"m","readings":[]}""")]
    [InlineData("governance/1", """{"op":"propose","changes":7}""")]
    [InlineData("contract/1", "{}")]
    [InlineData("settings/1", "[]")]
    [InlineData("settings/1", "no json")]
    public void What_is_not_understood_is_named_by_its_family(string family, string payload) => Of(family, payload).ShouldBe($"A transaction of the family {family}");

    static string Of(string family, string payload) => Sentence.Of(family, Encoding.UTF8.GetBytes(payload), Meters);
}
