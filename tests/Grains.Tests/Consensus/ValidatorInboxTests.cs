using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Consensus;

/// <summary>One that floods waits behind itself.</summary>
public sealed class ValidatorInboxTests
{
    private static readonly CancellationToken NoHurry = CancellationToken.None;

    private readonly ValidatorInbox _inbox = new(["a", "b", "c"]);

    private static ValidatorEvent Says(string kid, long number = 0) => new(kid, null, new FollowMessage.At(number, ""));

    [Fact]
    public async Task A_flood_of_one_holds_up_no_other_and_is_bounded()
    {
        var taken = 0;
        while (_inbox.TryAdd(Says("a", taken)))
            taken++;
        taken.ShouldBe(ValidatorInbox.MostWaiting);
        _inbox.TryAdd(Says("b")).ShouldBeTrue();
        _inbox.TryAdd(Says("c")).ShouldBeTrue();
        string[] first = [(await _inbox.TakeAsync(NoHurry)).Kid, (await _inbox.TakeAsync(NoHurry)).Kid, (await _inbox.TakeAsync(NoHurry)).Kid];
        first.ShouldBe(["a", "b", "c"], ignoreOrder: true);
        for (var next = 1; next < taken; next++)
            ((FollowMessage.At)_inbox.TryTake()!.Said!).Number.ShouldBe(next);
        _inbox.TryTake().ShouldBeNull();
        _inbox.TryAdd(Says("a")).ShouldBeTrue();
        (await _inbox.TakeAsync(NoHurry)).Kid.ShouldBe("a");
    }

    [Fact]
    public async Task Who_is_no_validator_is_not_heard_and_what_is_closed_says_so()
    {
        _inbox.TryAdd(Says("stranger")).ShouldBeFalse();
        _inbox.TryAdd(Says("b")).ShouldBeTrue();
        _inbox.Close();
        (await _inbox.TakeAsync(NoHurry)).Kid.ShouldBe("b");
        await Should.ThrowAsync<System.Threading.Channels.ChannelClosedException>(async () => await _inbox.TakeAsync(NoHurry));
    }

    [Fact]
    public async Task Nothing_is_lost_between_those_who_add_and_the_one_who_takes()
    {
        string[] kids = ["a", "b", "c"];
        const int Each = 5_000;
        var adding = Task.WhenAll(kids.Select(kid => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                while (!_inbox.TryAdd(Says(kid, i)))
                    await Task.Yield();
            }
        })));
        var next = kids.ToDictionary(kid => kid, _ => 0L);
        for (var i = 0; i < Each * kids.Length; i++)
        {
            var taken = await _inbox.TakeAsync(TestContext.Current.CancellationToken);
            ((FollowMessage.At)taken.Said!).Number.ShouldBe(next[taken.Kid]++);
        }
        await adding;
    }
}
