namespace SmartBlocks.Engine.Tests.Support;

/// <summary>Base of tests that run in both modes of the engine: as it is, and with everything crossing JSON.</summary>
public abstract class EngineTest(bool roundTrip) : IAsyncLifetime
{
    protected TestEngine Engine { get; private set; } = null!;

    protected bool RoundTrip => roundTrip;

    protected ManualTime Time => Engine.Time;

    public virtual async ValueTask InitializeAsync() => Engine = await TestEngine.StartAsync(roundTrip);

    public virtual async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits for something that will happen; patient, so that a busy machine fails no test.</summary>
    protected static async Task Eventually(Func<bool> condition)
    {
        for (var i = 0; i < 3000; i++)
        {
            if (condition()) return;
            await Task.Delay(10);
        }

        condition().ShouldBeTrue("it should have happened within 30 s");
    }

    /// <summary>Gives a thing that must not happen the chance to.</summary>
    protected static Task AWhile() => Task.Delay(60);
}
