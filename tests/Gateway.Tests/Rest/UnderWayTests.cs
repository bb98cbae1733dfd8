using SmartBlocks.Gateway.Rest;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class UnderWayTests
{
    readonly UnderWay<string, int> underWay = new();
    readonly TaskCompletionSource<int> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int begun;

    [Fact]
    public async Task Ten_who_ask_the_same_at_once_are_one_piece_of_work_and_who_asks_later_another()
    {
        var asked = Enumerable.Range(0, 10).Select(_ => Ask("year")).ToList();
        var other = Ask("month");
        underWay.Count.ShouldBe(2);
        answer.SetResult(7);
        (await Task.WhenAll(asked)).ShouldAllBe(got => got == 7);
        (await other).ShouldBe(7);
        begun.ShouldBe(2);
        (await Ask("year")).ShouldBe(7);
        begun.ShouldBe(3);
        underWay.Count.ShouldBe(0);
    }

    [Fact]
    public async Task One_who_goes_leaves_the_work_to_the_others()
    {
        using var gone = new CancellationTokenSource();
        var (one, two) = (Ask("year", gone.Token), Ask("year"));
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => one);
        answer.SetResult(7);
        (await two).ShouldBe(7);
        begun.ShouldBe(1);
    }

    [Fact]
    public async Task When_all_have_gone_the_work_ends_and_nobody_joins_it()
    {
        using var gone = new CancellationTokenSource();
        var one = Ask("year", gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => one);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var next = Ask("year");
        answer.SetResult(7);
        (await next).ShouldBe(7);
    }

    [Fact]
    public async Task What_goes_wrong_reaches_all_and_is_tried_again()
    {
        var asked = Enumerable.Range(0, 3).Select(_ => Ask("year")).ToList();
        answer.SetException(new InvalidDataException("a page is damaged"));
        foreach (var one in asked)
            (await Should.ThrowAsync<InvalidDataException>(() => one)).Message.ShouldBe("a page is damaged");
        (await underWay.AskAsync("year", _ => Task.FromResult(8), CancellationToken.None)).ShouldBe(8);
        underWay.Count.ShouldBe(0);
    }

    Task<int> Ask(string question, CancellationToken cancellation = default) => underWay.AskAsync(question, async stop =>
    {
        Interlocked.Increment(ref begun);
        stop.Register(() => stopped.TrySetResult());
        return await answer.Task.WaitAsync(stop);
    }, cancellation);
}
