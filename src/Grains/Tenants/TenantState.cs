namespace SmartBlocks.Grains;

/// <summary>What of a tenant is not on a ledger.</summary>
public sealed class TenantState
{
    /// <summary>What people call the tenant; null until it is founded.</summary>
    public string? Name { get; set; }

    /// <summary>Ids of its ledgers, in the order they were added.</summary>
    public List<string> Ledgers { get; set; } = [];
}
