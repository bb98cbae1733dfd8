namespace SmartBlocks.Mqtt;

/// <summary>How a message is delivered (MQTT 5.0 section 4.3).</summary>
public enum QualityOfService : byte
{
    /// <summary>QoS 0: sent once, never acknowledged.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: acknowledged by PUBACK; may arrive more than once.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: PUBREC, PUBREL, PUBCOMP; arrives once.</summary>
    ExactlyOnce = 2,
}
