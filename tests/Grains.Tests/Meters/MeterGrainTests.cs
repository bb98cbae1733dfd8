using System.Text;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Meters;

public sealed class MeterGrainTests(World world) : IClassFixture<World>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await world.FoundAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IMeterGrain Meter(string meter) => world.Client.GetGrain<IMeterGrain>($"{World.Tenant}/{meter}");

    private Task<IngestResult> Ingest(string meter, string format, string payload) =>
        Meter(meter).Ingest(new IngestRequest(format, Encoding.UTF8.GetBytes(payload), "device-1"));

    [Fact]
    public async Task A_meter_nobody_registered_is_refused_by_name()
    {
        var result = await Ingest("nobody", "signed", "x");
        result.Rejection!.Code.ShouldBe("meter.unknown");
        result.Rejection.Value.ShouldBe("nobody");
        (await Meter("nobody").Status()).Known.ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_may_carry_many_signed_batches()
    {
        await world.AddMeterAsync("m-many");
        var readings = Enumerable.Range(1, 3).Select(day => world.Reading("m-many", World.DaysAgo(day), day)).ToList();
        var result = await Ingest("m-many", "signed", "[" + string.Join(',', readings.Select(r => $"\"{r}\"")) + "]");
        result.Rejection.ShouldBeNull();
        result.Outcomes.Select(o => o.Id).ShouldBe(readings.Select(r => r.Id));
        result.Outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
    }

    [Fact]
    public async Task Messages_taken_together_keep_their_order_and_each_has_its_own_answer()
    {
        await world.AddMeterAsync("m-together", kind: "register");
        var from = World.DaysAgo(2);
        var messages = Enumerable.Range(0, 20).Select(i => new IngestRequest("signed", world.Sign("m-together", RegisterPayload.Family,
            new RegisterPayload("m-together", [new RegisterReading(from.AddMinutes(i), i)]).ToJson()).Bytes, "device-1")).ToList();
        messages.Insert(10, new IngestRequest("signed", "["u8.ToArray(), "device-1"));
        var results = await Meter("m-together").IngestAll([.. messages]);
        results.Length.ShouldBe(21);
        results[10].Rejection!.Code.ShouldBe("message.json");
        var outcomes = results.Where((_, i) => i != 10).Select(r => r.Outcomes.ShouldHaveSingleItem()).ToList();
        outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
        outcomes.Select(o => o.Index).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("", "message.empty")]
    [InlineData("[", "message.json")]
    [InlineData("[]", "message.size")]
    public async Task What_is_no_message_is_refused_as_a_whole(string message, string code)
    {
        await world.AddMeterAsync("m-bad-" + code.Replace('.', '-'));
        (await Ingest("m-bad-" + code.Replace('.', '-'), "signed", message)).Rejection!.Code.ShouldBe(code);
    }

    [Fact]
    public async Task The_gateway_attests_for_a_device_that_cannot_sign_and_the_record_says_so()
    {
        await world.TenantGrain.AddMeter(World.Ledger, new MeterDraft("m-attested", World.Site, "Unsigned", "electricity", "kWh", "import", "interval"), null);
        var at = World.DaysAgo(1).AddHours(1);
        var message = $$"""[{"bn":"urn:dev:ow:m-attested","bt":{{at.ToUnixTimeSeconds()}},"n":"","u":"kWh","v":1.5}]""";
        var first = (await Ingest("m-attested", "senml", message)).Outcomes.ShouldHaveSingleItem();
        first.Rejection.ShouldBeNull();
        var (place, block) = (await world.Reader.FindAsync(World.Ledger, first.Id)).ShouldNotBeNull();
        var body = (await world.Store.ReadBodyAsync(World.Ledger, block.Number))!;
        var transaction = LedgerReader.Parse(World.Ledger, body)[place.Offset];
        IntervalPayload.TryParse(transaction.Payload, out var payload, out _).ShouldBeTrue();
        payload.Attested!.By.ShouldBe("device-1");
        payload.Attested.Format.ShouldBe("senml");
        payload.Start.ShouldBe(at.AddMinutes(-15));

        // Delivered once more, as after a lost acknowledgement: the same transaction, the same receipt.
        (await Ingest("m-attested", "senml", message)).Outcomes.ShouldHaveSingleItem().ShouldBe(first);
    }

    [Fact]
    public async Task A_key_writes_for_its_own_meter_only()
    {
        await world.AddMeterAsync("m-mine");
        await world.AddMeterAsync("m-yours");
        var forged = world.Sign("m-mine", IntervalPayload.Family, new IntervalPayload("m-yours", World.DaysAgo(1), 900, [1m]).ToJson());
        (await Ingest("m-yours", "signed", forged.ToString())).Outcomes[0].Rejection!.Code.ShouldBe("key.wrong");
    }

    [Fact]
    public async Task A_meter_is_silent_when_it_owes_readings()
    {
        await world.AddMeterAsync("m-silent");
        (await Meter("m-silent").Status()).ShouldBe(new MeterStatus(true, null, false));
        var outcome = await world.SubmitAsync(world.Reading("m-silent", World.DaysAgo(1), 1m));
        await world.Client.GetGrain<IFollowerGrain>(World.Ledger).WaitFor(outcome.Block);
        var status = await Meter("m-silent").Status();
        status.LastReadingAt.ShouldBe(World.DaysAgo(1).AddMinutes(15));
        status.Silent.ShouldBeTrue();
    }
}
