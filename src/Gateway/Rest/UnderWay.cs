namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// Answers that take a while, each worked out once for all who ask the same at the same time: ten dashboards that open together cost what one does. Nothing is kept: who asks when it is done is answered anew.
/// </summary>
public sealed class UnderWay<TQuestion, TAnswer> where TQuestion : IEquatable<TQuestion>
{
    readonly Lock gate = new();
    readonly List<Work> works = [];

    /// <summary>How many different questions are being worked on.</summary>
    public int Count
    {
        get
        {
            lock (gate) return works.Count;
        }
    }

    /// <summary>The answer, worked out by the first who asks. The work ends early when all who wait for it have gone.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="work">How it is worked out.</param>
    /// <param name="cancellation">This caller has gone.</param>
    public async Task<TAnswer> AskAsync(TQuestion question, Func<CancellationToken, Task<TAnswer>> work, CancellationToken cancellation)
    {
        Work joined;
        lock (gate)
        {
            if (works.Find(one => one.Question.Equals(question)) is { } found) joined = found;
            else works.Add(joined = new Work(question));
            joined.Waiting++;
            joined.Answer ??= DoAsync(joined, work);
        }
        try
        {
            return await joined.Answer.WaitAsync(cancellation);
        }
        finally
        {
            Leave(joined);
        }
    }

    Task<TAnswer> DoAsync(Work work, Func<CancellationToken, Task<TAnswer>> doIt) => Task.Run(async () =>
    {
        try
        {
            return await doIt(work.Stop.Token);
        }
        finally
        {
            lock (gate) works.Remove(work);
        }
    });

    void Leave(Work work)
    {
        lock (gate)
        {
            if (--work.Waiting > 0) return;
            // Nobody may join what is being given up.
            if (works.Remove(work)) work.Stop.Cancel();
        }
    }

    sealed class Work(TQuestion question)
    {
        public TQuestion Question { get; } = question;

        public CancellationTokenSource Stop { get; } = new();

        public Task<TAnswer>? Answer { get; set; }

        public int Waiting { get; set; }
    }
}
