namespace SmartBlocks.Gateway.Access;

/// <summary>A topic of a tenant's meter: <c>sb/{tenant}/{meter}/{rest}</c>.</summary>
/// <param name="Tenant">Tenant id.</param>
/// <param name="Meter">Meter id.</param>
/// <param name="Rest">What comes after: <c>readings</c>, <c>readings/senml</c>, <c>accepted</c>, <c>rejected</c>, <c>status</c>.</param>
public readonly record struct TenantTopic(string Tenant, string Meter, string Rest)
{
    /// <summary>First level of every topic here.</summary>
    public const string Root = "sb";

    /// <summary>Accepted readings, told to whoever may follow the meter.</summary>
    public const string Accepted = "accepted";

    /// <summary>Why a message was refused, told to the device.</summary>
    public const string Rejected = "rejected";

    /// <summary>Whatever a device says of itself, such as its will; passed on as it is.</summary>
    public const string Status = "status";

    /// <summary>The payload format that a readings topic stands for, or null when it is none.</summary>
    public string? Format => Rest switch
    {
        "readings" => "signed",
        "readings/senml" => "senml",
        "readings/p1" => "p1",
        "readings/ocmf" => "ocmf",
        "readings/csv" => "csv",
        _ => null,
    };

    /// <summary>Reads a topic name.</summary>
    public static bool TryParse(string topic, out TenantTopic parsed)
    {
        parsed = default;
        if (!topic.StartsWith("sb/", StringComparison.Ordinal)) return false;
        var tenant = topic.IndexOf('/', 3);
        var meter = tenant < 0 ? -1 : topic.IndexOf('/', tenant + 1);
        if (tenant <= 3 || meter <= tenant + 1 || meter == topic.Length - 1) return false;
        parsed = new TenantTopic(topic[3..tenant], topic[(tenant + 1)..meter], topic[(meter + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Root}/{Tenant}/{Meter}/{Rest}";
}
