using SmartBlocks.Ledger;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary>Whose word counts when a proof of a log is checked.</summary>
/// <param name="Validators">Validators of the ledger.</param>
/// <param name="Logs">Verifier keys of logs.</param>
/// <param name="Witnesses">Verifier keys of witnesses.</param>
/// <param name="Quorum">How many of the witnesses must have cosigned.</param>
/// <param name="Signer">Who should have signed the transaction; null: whoever.</param>
sealed record Trusted(
    IReadOnlyList<PublicKey> Validators, IReadOnlyList<NoteKey> Logs, IReadOnlyList<NoteKey> Witnesses, int Quorum, PublicKey? Signer);

/// <summary>Checks what the log of a ledger gives out: a <c>.tlog-proof</c>, and two checkpoints that contradict each other.</summary>
static class CheckProof
{
    /// <summary>Checks a file of <see cref="TlogProof.Format"/>.</summary>
    public static int Run(IAnsiConsole console, ReadOnlyMemory<byte> file, Trusted trusted)
    {
        if (!TlogProof.TryParse(file, out var proof, out var why) || !Checkpoint.TryParse(proof.Checkpoint.Text, out var checkpoint, out why))
            return CheckCommand.Refuse(console, why);
        if (proof.Extra is not { } entry)
            return CheckCommand.Refuse(console, new Rejection("tlogProof.entry", "The proof does not hold the transaction it is about (the line 'extra')."));
        if (!Transaction.TryParse(entry, out var transaction, out why)) return CheckCommand.Refuse(console, why);
        if (!NoteKey.IsName(checkpoint.Origin)
            || !checkpoint.Origin.StartsWith(Checkpoint.OriginOf(transaction.Header.Ledger, ""), StringComparison.Ordinal))
        {
            return CheckCommand.Refuse(console, new Rejection("checkpoint.origin",
                $"The transaction is for the ledger {transaction.Header.Ledger}, the log is '{checkpoint.Origin}'."));
        }

        List<NoteKey> keys = [.. trusted.Validators.Select(v => new NoteKey(checkpoint.Origin, v)), .. trusted.Logs];
        var key = keys.Find(k => proof.Checkpoint.Signatures.Any(k.Made)) ?? keys[0];
        if (proof.Verify(entry.Span, key, trusted.Witnesses, trusted.Quorum) is { } wrong) return CheckCommand.Refuse(console, wrong);
        if (trusted.Signer is { } signer && !transaction.Verify(signer))
            return CheckCommand.Refuse(console, new Rejection("transaction.signature", $"The transaction's signature is not by the key {signer.KeyId}."));
        console.MarkupLine("[green bold]✓ The transaction is in the ledger's log.[/]");
        console.WriteLine($"  transaction  {transaction.Id}{CheckCommand.Signed(trusted.Signer)}");
        console.WriteLine(CheckCommand.Plain($"  place        number {proof.Index} of {checkpoint.Size}"));
        console.WriteLine($"  log          {checkpoint.Origin}");
        console.WriteLine($"  signed by    {key.PublicKey?.KeyId ?? key.ToString()}");
        Witnesses(console, proof.Checkpoint, key, trusted.Witnesses);
        return ExitCodes.Right;
    }

    /// <summary>Checks a file of <see cref="LogFork.Format"/>: it holds against a log whose key the reader knows.</summary>
    public static int RunFork(IAnsiConsole console, ReadOnlyMemory<byte> file, IReadOnlyList<NoteKey> logs)
    {
        if (!LogFork.TryParse(file, out var fork, out var why)) return Refuse(console, why);
        if (fork.Verify(logs, out var first, out var second) is { } wrong) return Refuse(console, wrong);
        console.MarkupLine("[red bold]✓ The evidence holds: the log has signed two histories.[/]");
        console.WriteLine($"  log          {first!.Origin}");
        console.WriteLine(CheckCommand.Plain($"  first        size {first.Size}, root {first.Root}"));
        console.WriteLine(CheckCommand.Plain($"  second       size {second!.Size}, root {second.Root}"));
        if (first.Size != second.Size) console.WriteLine(CheckCommand.Plain($"  the second's history has another root at size {first.Size}: it does not continue the first"));
        return ExitCodes.Right;

        static int Refuse(IAnsiConsole console, Rejection why)
        {
            console.MarkupLine("[red bold]✗ The evidence does not hold.[/]");
            console.WriteLine($"  {why.Detail}");
            return ExitCodes.Wrong;
        }
    }

    // What a line says of itself is worth nothing until a key that the reader gave has verified it.
    static void Witnesses(IAnsiConsole console, SignedNote note, NoteKey log, IReadOnlyList<NoteKey> witnesses)
    {
        foreach (var witness in witnesses)
        {
            console.WriteLine(note.Signatures.FirstOrDefault(s => witness.Verify(note.Text, s)) is { } signature
                ? $"  cosigned by  {witness.Name}{(witness.TimeOf(signature) is { } time ? CheckCommand.Plain($", {DateTimeOffset.FromUnixTimeSeconds(time):yyyy-MM-dd HH:mm:ss} UTC") : "")}"
                : $"  not cosigned {witness.Name}");
        }

        foreach (var other in note.Signatures.Where(s => !log.Made(s) && !witnesses.Any(w => w.Made(s))))
            console.WriteLine(CheckCommand.Plain($"  not verified {other.Name}, key {other.KeyId:x8}: no key for it was given"));
    }
}
