using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace SmartBlocks.Engine.Tests.Grains;

public interface IMeterObserver : IGrainObserver
{
    void OnReading(Reading reading);

    Task<string> Ask(string question);
}

public interface IObserved : IGrainWithStringKey
{
    Task Subscribe(IMeterObserver observer);

    Task Unsubscribe(IMeterObserver observer);

    Task Tell(Reading reading);

    Task<List<string>> Ask(string question);

    Task<int> Count();
}

[GrainType("test-observed")]
sealed class ObservedGrain(ILogger<ObservedGrain> log, IGrainContext context) : Grain, IObserved
{
    readonly ObserverManager<IMeterObserver> _observers = new(TimeSpan.FromMinutes(5), log);

    public Task Subscribe(IMeterObserver observer)
    {
        context.GrainId.ShouldBe(this.GetGrainId());
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(IMeterObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task Tell(Reading reading)
    {
        _observers.Notify(observer => observer.OnReading(reading));
        return Task.CompletedTask;
    }

    public async Task<List<string>> Ask(string question)
    {
        var answers = new List<string>();
        await _observers.Notify(async observer => answers.Add(await observer.Ask(question)));
        return answers;
    }

    public Task<int> Count() => Task.FromResult(_observers.Count);
}

sealed class MeterObserver : IMeterObserver
{
    readonly List<Reading> _seen = [];

    internal string Seen
    {
        get
        {
            lock (_seen) return string.Join(',', _seen.Select(reading => reading.Meter));
        }
    }

    public void OnReading(Reading reading)
    {
        lock (_seen) _seen.Add(reading);
    }

    public Task<string> Ask(string question) => Task.FromResult(question + "!");
}
