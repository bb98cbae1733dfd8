namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>Something an activation does in its turns: a call, a timer's tick, a stream's item.</summary>
abstract class Message
{
    /// <summary>The sender's request context.</summary>
    internal RequestContextValues? Context { get; init; }

    /// <summary>Its place among those that run.</summary>
    internal int RunningAt { get; set; }

    /// <summary>May run beside anything.</summary>
    internal virtual bool AlwaysInterleave => false;

    /// <summary>May run beside others of its kind.</summary>
    internal virtual bool ReadOnly => false;

    /// <summary>Counts as use of the activation.</summary>
    internal virtual bool KeepsAlive => true;

    /// <summary>Belongs to this activation alone: dropped, not forwarded, when it is gone.</summary>
    internal virtual bool IsLocal => false;

    /// <summary>Nobody waits any more: answered, timed out or cancelled.</summary>
    internal virtual bool IsDone => false;

    /// <summary>Whether it may run ahead of a waiting message although a call runs that it must not run beside in general.</summary>
    internal bool MayOvertake => ReadOnly || Context is { ReentrancyId: var id } && id != Guid.Empty;

    /// <summary>Does it in the activation's turn. The returned task never fails.</summary>
    internal abstract Task RunAsync(Activation activation, object grain);

    /// <summary>It cannot be done.</summary>
    internal abstract void Fail(Exception error);
}
