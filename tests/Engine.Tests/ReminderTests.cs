using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class ReminderTests(bool roundTrip) : EngineTest(roundTrip)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_reminder_wakes_its_grain_each_period()
    {
        var grain = Engine.Grain<IReminded>();
        var count = $"{grain.GetPrimaryKeyString()} settle";
        await grain.Remind("settle", 20 * Minute, 30 * Minute);
        Time.Advance(19 * Minute);
        await Eventually(() => Engine.Engine.ActiveGrains == 0);
        Gates.Counted(count).ShouldBe(0);
        Time.Advance(Minute);
        await Eventually(() => Gates.Counted(count) == 1);
        // The tick counts before the engine has heard that it is over, and one that is still worked on would make the next void: the grain is gone again before that is due.
        await grain.Names();
        Time.Advance(29 * Minute);
        await Eventually(() => Engine.Engine.ActiveGrains == 0);
        Gates.Counted(count).ShouldBe(1);
        Time.Advance(Minute);
        await Eventually(() => Gates.Counted(count) == 2);
    }

    [Fact]
    public async Task A_reminder_is_replaced_found_and_removed()
    {
        var grain = Engine.Grain<IReminded>();
        await grain.Remind("a", Minute, Minute);
        await grain.Remind("b", Minute, Minute);
        await grain.Remind("a", 60 * Minute, 60 * Minute);
        (await grain.Names()).ShouldBe(["a", "b"], ignoreOrder: true);
        await grain.Forget("b");
        (await grain.Names()).ShouldBe(["a"]);
        Time.Advance(10 * Minute);
        await AWhile();
        Gates.Counted($"{grain.GetPrimaryKeyString()} a").ShouldBe(0);
        Gates.Counted($"{grain.GetPrimaryKeyString()} b").ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_reminded_is_refused()
    {
        var grain = Engine.Grain<IReminded>();
        (await Should.ThrowAsync<ArgumentException>(grain.Remind("often", Minute, TimeSpan.FromSeconds(59)))).Message.ShouldContain("00:01:00");
        await Should.ThrowAsync<ArgumentException>(grain.Remind("", Minute, Minute));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(grain.Remind("past", -Minute, Minute));
        await Should.ThrowAsync<InvalidOperationException>(Engine.Grain<IForgetful>().Remind());
    }

    [Fact]
    public async Task Reminders_survive_a_restart_and_do_not_make_up_for_missed_ticks()
    {
        var file = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.db");
        try
        {
            var (key, time) = (TestEngine.NewKey(), new ManualTime());
            await using (var first = await TestEngine.StartAsync(RoundTrip, database: file, time: time))
            {
                await first.Grain<IReminded>(key).Remind("kept", 10 * Minute, 10 * Minute);
                await first.Grain<IReminded>(key).Remind("removed", Minute, Minute);
                await first.Grain<IReminded>(key).Forget("removed");
            }

            // Down for 35 minutes: three ticks are missed, the next is due after 40.
            time.Advance(35 * Minute);
            await using var second = await TestEngine.StartAsync(RoundTrip, database: file, time: time);
            await AWhile();
            Gates.Counted($"{key} kept").ShouldBe(0);
            time.Advance(5 * Minute);
            await Eventually(() => Gates.Counted($"{key} kept") == 1);
            Gates.Counted($"{key} removed").ShouldBe(0);
            (await second.Grain<IReminded>(key).Names()).ShouldBe(["kept"]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

public sealed class ReminderTestsInPlace() : ReminderTests(false);

public sealed class ReminderTestsAcrossJson() : ReminderTests(true);
