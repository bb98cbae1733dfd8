namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>One impurity that is allowed in one place of one room.</summary>
/// <param name="Room">The room.</param>
/// <param name="User">What the using method's full name begins with.</param>
/// <param name="Kind">The kind of impurity.</param>
/// <param name="Uses">What the used member's full name begins with.</param>
/// <param name="Reason">Why this does not make the room's bytes differ from machine to machine.</param>
public sealed record Excuse(string Room, string User, Impurity Kind, string Uses, string Reason)
{
    /// <summary>Every excuse there is. Add one only with a reason that a stakeholder who re-executes blocks would accept.</summary>
    public static IReadOnlyList<Excuse> All { get; } =
    [
        new("Ledger", "SmartBlocks.Ledger.SigningKey::Sign", Impurity.Randomness, "System.Security.Cryptography.ECDsa.SignHash",
            "ECDSA draws a nonce; a signature is made by whoever submits, and re-execution only ever verifies."),
        new("Ledger", "SmartBlocks.Ledger.PublicKey::Import", Impurity.Environment, "System.OperatingSystem.IsLinux",
            "It chooses between two classes of the platform that verify the same signature; PublicKeyTests holds their answers against each other."),
    ];

    /// <summary>True when this excuse covers a finding in a room.</summary>
    public bool Covers(string room, Finding finding) =>
        room == Room && finding.Kind == Kind
        && finding.User.StartsWith(User, StringComparison.Ordinal) && finding.What.StartsWith(Uses, StringComparison.Ordinal);
}
