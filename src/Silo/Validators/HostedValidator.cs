using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Validators;

/// <summary>A validator that the host runs for a member who runs none.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Party">The member; the key in the vault is <c>validator/PARTY</c>.</param>
public sealed record HostedValidator(string Ledger, string Party)
{
    /// <summary>Reads <c>Silo:Validators</c>: a list of objects with <c>ledger</c> and <c>party</c>.</summary>
    /// <exception cref="FormatException">An entry is not well formed.</exception>
    public static IReadOnlyList<HostedValidator> Read(IConfigurationSection section)
    {
        var validators = new List<HostedValidator>();
        foreach (var entry in section.GetChildren())
        {
            var (ledger, party) = (entry["ledger"], entry["party"]);
            if (!Names.IsLedger(ledger)) throw new FormatException($"{entry.Path}:ledger is '{ledger}'; it must be 1 to 64 of a-z, 0-9 and -.");
            if (!Names.IsSlug(party)) throw new FormatException($"{entry.Path}:party is '{party}'; it must be 1 to 64 of a-z, 0-9 and -.");
            validators.Add(new HostedValidator(ledger!, party!));
        }
        return validators;
    }
}
