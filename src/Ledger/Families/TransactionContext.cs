using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>Something that happened, for those who follow a ledger. Not part of it: whoever re-executes gets the same events.</summary>
/// <param name="type">What: <c>reading.accepted</c>.</param>
/// <param name="subject">About whom or what: a meter's id, a key id.</param>
/// <param name="data">JSON, UTF-8; written when somebody asks for it, which on most ledgers nobody does.</param>
public sealed class LedgerEvent(string type, string subject, Func<ReadOnlyMemory<byte>> data)
{
    private ReadOnlyMemory<byte>? _data;

    /// <summary>An event whose data is there already.</summary>
    public LedgerEvent(string type, string subject, ReadOnlyMemory<byte> data) : this(type, subject, () => data)
    {
    }

    /// <summary>What: <c>reading.accepted</c>.</summary>
    public string Type => type;

    /// <summary>About whom or what.</summary>
    public string Subject => subject;

    /// <summary>JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> Data => _data ??= data();
}

/// <summary>What a family may know besides the state.</summary>
public sealed class TransactionContext
{
    private readonly MemberEntry? _member;
    private readonly bool _permitted;
    private ImmutableArray<LedgerEvent>.Builder? _events;

    /// <summary>The context of one transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="blockNumber">Height of the block being made.</param>
    /// <param name="blockTime">Its time, Unix milliseconds.</param>
    /// <param name="index">The transaction's index in the ledger's history.</param>
    /// <param name="signer">Who signed.</param>
    /// <param name="member">The signer's organisation, when it signs with a key of role <c>member</c>.</param>
    /// <param name="permitted">True when the ledger's own setting lets the signer submit this family: it stands in for the family's usual roles.</param>
    public TransactionContext(
        Transaction transaction, long blockNumber, long blockTime, long index, KeyEntry signer, MemberEntry? member = null, bool permitted = false)
    {
        _member = member;
        _permitted = permitted;
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
    public void Emit(LedgerEvent happened) => (_events ??= ImmutableArray.CreateBuilder<LedgerEvent>(1)).Add(happened);

    /// <summary>True when the signer has the role: its key's, or, for a key of role <c>member</c>, one of its organisation's.</summary>
    public bool HasRole(string role) => Speaks(Signer, _member, role);

    /// <summary>A rejection unless the signer has one of <paramref name="roles"/>, or the ledger's own setting lets it submit this family.</summary>
    public Rejection? RequireRole(params ReadOnlySpan<string> roles)
    {
        if (_permitted)
            return null;
        foreach (var role in roles)
        {
            if (HasRole(role))
                return null;
        }
        return WrongRole(Transaction.Header.Family, Signer, _member, string.Join(" or ", roles!));
    }

    /// <summary>The same transaction for a trial: what it tells nobody hears.</summary>
    internal TransactionContext Trial() => new(Transaction, BlockNumber, BlockTime, Index, Signer, _member, _permitted);

    internal static bool Speaks(KeyEntry signer, MemberEntry? member, string role) => role == signer.Role || (member is { IsActive: true } && member.Roles.Contains(role));

    internal static Rejection WrongRole(string family, KeyEntry signer, MemberEntry? member, string needed)
    {
        var roles = member is { IsActive: true, Roles.IsEmpty: false } ? $"{signer.Role}, of {member.Party}: {string.Join(", ", member.Roles)}" : signer.Role;
        return new Rejection("key.role", $"The signer's role is {roles}; {family} needs {needed}.", "kid", signer.Kid);
    }

    internal ImmutableArray<LedgerEvent> TakeEvents() => _events?.DrainToImmutable() ?? [];
}
