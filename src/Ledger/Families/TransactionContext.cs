using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>Something that happened, for those who follow a ledger. Not part of it: whoever re-executes gets the same events.</summary>
/// <param name="Type">What: <c>reading.accepted</c>.</param>
/// <param name="Subject">About whom or what: a meter's id, a key id.</param>
/// <param name="Data">JSON, UTF-8.</param>
public sealed record LedgerEvent(string Type, string Subject, ReadOnlyMemory<byte> Data);

/// <summary>What a family may know besides the state.</summary>
public sealed class TransactionContext
{
    private ImmutableArray<LedgerEvent>.Builder? _events;

    /// <summary>The context of one transaction.</summary>
    public TransactionContext(Transaction transaction, long blockNumber, long blockTime, long index, KeyEntry signer)
    {
        Transaction = transaction;
        BlockNumber = blockNumber;
        BlockTime = blockTime;
        Index = index;
        Signer = signer;
    }

    /// <summary>The transaction; its signature has been verified.</summary>
    public Transaction Transaction { get; }

    /// <summary>The ledger's id.</summary>
    public string Ledger => Transaction.Header.Ledger;

    /// <summary>Height of the block being made.</summary>
    public long BlockNumber { get; }

    /// <summary>The block's time in Unix milliseconds: the only clock there is.</summary>
    public long BlockTime { get; }

    /// <summary>The transaction's index in the ledger's history, from 0.</summary>
    public long Index { get; }

    /// <summary>Who signed.</summary>
    public KeyEntry Signer { get; }

    /// <summary>Tells those who follow the ledger; dropped when the batch is refused.</summary>
    public void Emit(LedgerEvent happened) => (_events ??= ImmutableArray.CreateBuilder<LedgerEvent>()).Add(happened);

    /// <summary>A rejection unless the signer's role is one of <paramref name="roles"/>.</summary>
    public Rejection? RequireRole(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (role == Signer.Role)
                return null;
        }
        return new Rejection("key.role", $"The signer's role is {Signer.Role}; {Transaction.Header.Family} needs {string.Join(" or ", roles!)}.", "kid", Signer.Kid);
    }

    internal ImmutableArray<LedgerEvent> TakeEvents() => _events?.ToImmutable() ?? [];
}
