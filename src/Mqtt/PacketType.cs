namespace SmartBlocks.Mqtt;

/// <summary>The MQTT control packet types (MQTT 5.0 section 2.1.2). The value is the high nibble of the first byte.</summary>
public enum PacketType : byte
{
    Connect = 1,
    Connack = 2,
    Publish = 3,
    Puback = 4,
    Pubrec = 5,
    Pubrel = 6,
    Pubcomp = 7,
    Subscribe = 8,
    Suback = 9,
    Unsubscribe = 10,
    Unsuback = 11,
    Pingreq = 12,
    Pingresp = 13,
    Disconnect = 14,

    /// <summary>Exists in MQTT 5.0 only.</summary>
    Auth = 15,
}
