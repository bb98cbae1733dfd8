namespace SmartBlocks.Mqtt;

/// <summary>
/// The versions of MQTT this library reads and writes. The numeric value is the protocol level of the CONNECT packet.
/// References: OASIS MQTT 3.1.1 (2014) section 3.1.2.2 and OASIS MQTT 5.0 (2019) section 3.1.2.2.
/// </summary>
public enum ProtocolVersion : byte
{
    /// <summary>MQTT 3.1.1, protocol level 4.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0, protocol level 5.</summary>
    V5 = 5,
}
