using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>How ledgers' histories are published as transparency logs; section <c>Log</c>.</summary>
public sealed class LogOptions
{
    /// <summary>Least time between two checkpoints of a log: longer makes fewer blobs, and a checkpoint that lags further behind the ledger.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a witness may take to answer.</summary>
    public TimeSpan WitnessTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait before a witness that failed is asked again.</summary>
    public TimeSpan WitnessBackOff { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The witnesses that are asked to cosign.</summary>
    public IList<WitnessOptions> Witnesses { get; } = [];

    /// <summary>Null when every witness is well described; else what is wrong, naming the setting.</summary>
    public string? Check()
    {
        if (Interval < TimeSpan.Zero) return $"Log:{nameof(Interval)} is {Interval}; it must not be negative.";
        for (var i = 0; i < Witnesses.Count; i++)
        {
            if (!Uri.TryCreate(Witnesses[i].Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                return $"Log:Witnesses:{i}:Url is '{Witnesses[i].Url}'; it must be an http or https address.";
            if (!NoteKey.TryParse(Witnesses[i].Key, out var key, out var why))
                return $"Log:Witnesses:{i}:Key is '{Witnesses[i].Key}': {why.Detail}";
            if (key.Type != NoteKey.Cosignature)
                return $"Log:Witnesses:{i}:Key has signature type 0x{key.Type:x2}; a witness's has 0x04 (cosignature/v1).";
        }
        return null;
    }
}

/// <summary>A witness (C2SP tlog-witness).</summary>
public sealed class WitnessOptions
{
    /// <summary>Its submission prefix: <c>add-checkpoint</c> is below it.</summary>
    public string Url { get; set; } = "";

    /// <summary>Its verifier key, <c>name+id+base64</c> of type 0x04.</summary>
    public string Key { get; set; } = "";

    /// <summary>Ids of the ledgers it is asked about; empty: all.</summary>
    public IList<string> Ledgers { get; } = [];
}
