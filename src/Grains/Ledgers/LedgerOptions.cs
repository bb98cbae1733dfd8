namespace SmartBlocks.Grains;

/// <summary>How a ledger grain forms blocks.</summary>
public sealed class LedgerOptions
{
    /// <summary>How long the first submission of a block waits for company: longer makes fewer, larger blocks and a slower acknowledgement.</summary>
    public TimeSpan BlockWait { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Transactions at which a block is made without waiting, and at most put into one: larger spreads the fsync over more of them.</summary>
    public int BlockSize { get; set; } = 2_000;

    /// <summary>Transactions that may wait. Past it a submission fails with <see cref="LedgerBusyException"/>, so that senders keep theirs and memory stays bounded.</summary>
    public int QueueLimit { get; set; } = 100_000;

    /// <summary>
    /// How long the validators of a ledger with the engine <c>quorum</c> have to agree in the first round, a quorum of them being connected, before the
    /// next begins; each further round may take twice as long.
    /// </summary>
    public TimeSpan RoundTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for state nodes of one active ledger, in bytes.</summary>
    public int StateCacheBytes { get; set; } = 32 * 1024 * 1024;
}

/// <summary>The ledger cannot take more at the moment. Nothing was stored; the sender keeps what it has and tries again.</summary>
public sealed class LedgerBusyException : Exception
{
    /// <inheritdoc/>
    public LedgerBusyException()
    {
    }

    /// <inheritdoc/>
    public LedgerBusyException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public LedgerBusyException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
