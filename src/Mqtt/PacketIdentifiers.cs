namespace SmartBlocks.Mqtt;

/// <summary>
/// The packet identifiers a sender has in use (MQTT 5.0 section 2.2.1): 1 to 65,535, each free again once its exchange has
/// ended. Not thread-safe.
/// </summary>
public sealed class PacketIdentifiers
{
    readonly HashSet<ushort> _used = [];
    ushort _last;

    /// <summary>Identifiers in use.</summary>
    public int Count => _used.Count;

    /// <summary>Takes the next free identifier, going round so that one just freed is not used again at once.</summary>
    /// <exception cref="InvalidOperationException">All 65,535 are in use.</exception>
    public ushort Take()
    {
        if (_used.Count == ushort.MaxValue)
            throw new InvalidOperationException("All 65535 packet identifiers are in use.");
        do
            _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
        while (!_used.Add(_last));
        return _last;
    }

    /// <summary>Marks an identifier from an earlier connection as used. False when it already was.</summary>
    public bool Take(ushort id) => id != 0 && _used.Add(id);

    /// <summary>Frees it. False when it was not in use.</summary>
    public bool Release(ushort id) => _used.Remove(id);
}
