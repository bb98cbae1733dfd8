namespace SmartBlocks.Grains;

/// <summary>What of a tenant is not on a ledger.</summary>
public sealed class TenantState
{
    /// <summary>What people call the tenant; null until it is founded.</summary>
    public string? Name { get; set; }

    /// <summary>Ids of its ledgers, in the order they were added.</summary>
    public List<string> Ledgers { get; set; } = [];

    /// <summary>Other tenants' ledgers that it is a member of, and the party it is there.</summary>
    public Dictionary<string, string> Joined { get; set; } = [];

    /// <summary>Which tenants of this host the members of its own ledgers are.</summary>
    public List<Share> Shared { get; set; } = [];

    /// <summary>A member of a ledger that is a tenant here.</summary>
    public sealed class Share
    {
        /// <summary>The ledger.</summary>
        public string Ledger { get; set; } = "";

        /// <summary>The member.</summary>
        public string Party { get; set; } = "";

        /// <summary>The tenant.</summary>
        public string Tenant { get; set; } = "";
    }
}
