using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// One kind of transaction: it checks a payload and applies it to the state. The same transaction on the same state must have the same effect
/// on every machine and in every year: no clock (use <see cref="TransactionContext.BlockTime"/>), randomness, culture or outside data.
/// A family never changes what it accepts; a new rule is a new version, <c>interval/2</c>. It keeps no state of its own.
/// </summary>
public interface IFamily
{
    /// <summary>Name and version: <c>interval/1</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Roles of which a signer must have one, unless the ledger's setting <c>permission/&lt;family&gt;</c> says otherwise; checked before
    /// <see cref="Apply"/> is asked. Empty: any registered key, and the family looks for itself.
    /// </summary>
    ImmutableArray<string> Submitters => [];

    /// <summary>Applies the transaction, or says why not; the changes of a refused one are dropped with its whole batch.</summary>
    Rejection? Apply(TransactionContext context, IState state);
}
