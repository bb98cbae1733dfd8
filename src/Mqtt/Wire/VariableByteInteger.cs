namespace SmartBlocks.Mqtt;

/// <summary>
/// The variable byte integer (MQTT 5.0 section 1.5.5): seven bits a byte, least significant first, at most four bytes,
/// and no more bytes than the value needs.
/// </summary>
internal static class VariableByteInteger
{
    /// <summary>The largest value four bytes hold, also the largest remaining length of a packet.</summary>
    public const uint Maximum = 268_435_455;

    public static int Size(uint value) => value switch
    {
        < 1u << 7 => 1,
        < 1u << 14 => 2,
        < 1u << 21 => 3,
        _ => 4,
    };
}
