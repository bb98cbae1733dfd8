using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests.Packets;

public sealed class MalformedTests
{
    [Theory]
    [InlineData("00 00", "packet type 0")]
    [InlineData("F0 00", "AUTH does not exist in 3.1.1")]
    [InlineData("C1 00", "reserved flags")]
    [InlineData("80 0E 000A 0003 612F62 01", "SUBSCRIBE needs flags 2")]
    [InlineData("62 02 0000", "packet identifier 0")]
    [InlineData("C0 01 00", "a PINGREQ with a body")]
    [InlineData("C0 80 00", "padded remaining length")]
    [InlineData("30 FFFFFFFF 01", "a fifth length byte")]
    [InlineData("36 05 0001 61 0001", "QoS 3")]
    [InlineData("38 03 0001 61", "DUP at QoS 0")]
    [InlineData("30 03 0001 2B", "wildcard in a topic name")]
    [InlineData("30 02 0000", "empty topic name")]
    [InlineData("30 03 0002 61", "a string longer than its packet")]
    [InlineData("30 04 0002 C328", "ill-formed UTF-8")]
    [InlineData("30 05 0003 EDA080", "a UTF-8 surrogate")]
    [InlineData("30 05 0003 F08080", "an overlong form cut short")]
    [InlineData("30 03 0001 00", "U+0000")]
    [InlineData("82 02 000A", "SUBSCRIBE without filter")]
    [InlineData("82 06 000A 0001 61 03", "requested QoS 3")]
    [InlineData("A2 02 000A", "UNSUBSCRIBE without filter")]
    [InlineData("20 02 0200", "reserved bits of session present")]
    [InlineData("20 02 0006", "unknown return code")]
    [InlineData("90 03 0001 03", "unknown SUBACK code")]
    [InlineData("10 0C 0004 4D515454 04 03 0000 0000", "reserved connect flag")]
    [InlineData("10 0C 0004 4D515454 04 1E 0000 0000", "will QoS 3")]
    [InlineData("10 0C 0004 4D515454 04 22 0000 0000", "will retain without will")]
    [InlineData("10 0C 0004 4D515454 04 42 0000 0000", "password without user name")]
    [InlineData("10 0D 0004 4D515454 04 02 0000 0000 00", "a byte too many")]
    public void In_3_1_1(string hex, string why)
    {
        var refused = Bytes.Refused(hex, ProtocolVersion.V311);
        refused.Field.ShouldNotBeEmpty(why);
        refused.Message.ShouldContain("expected");
        refused.Message.ShouldContain("found");
    }

    [Theory]
    [InlineData("30 06 0001 61 02 0102", ReasonCode.ProtocolError, "payload format indicator 2")]
    [InlineData("30 08 0001 61 04 0101 0101", ReasonCode.ProtocolError, "a property twice")]
    [InlineData("30 06 0001 61 02 2501", ReasonCode.MalformedPacket, "a property of another packet")]
    [InlineData("30 06 0001 61 02 7F00", ReasonCode.MalformedPacket, "an unknown property")]
    [InlineData("30 07 0001 61 03 810200", ReasonCode.MalformedPacket, "an identifier of two bytes that ends like a known one")]
    [InlineData("30 05 0001 61 05 01", ReasonCode.MalformedPacket, "a property length beyond the packet")]
    [InlineData("30 08 0001 61 01 03 0001 41", ReasonCode.MalformedPacket, "a property beyond its list")]
    [InlineData("30 07 0001 61 03 230000", ReasonCode.TopicAliasInvalid, "topic alias 0")]
    [InlineData("30 06 0001 61 02 0B00", ReasonCode.ProtocolError, "subscription identifier 0")]
    [InlineData("30 03 0000 00", ReasonCode.ProtocolError, "neither topic nor alias")]
    [InlineData("30 08 0001 61 04 08 0001 23", ReasonCode.ProtocolError, "wildcard in a response topic")]
    [InlineData("40 03 0001 8E", ReasonCode.MalformedPacket, "a reason code of another packet")]
    [InlineData("E0 01 01", ReasonCode.MalformedPacket, "a reason code of another packet")]
    [InlineData("82 07 000A 00 0001 61 03", ReasonCode.MalformedPacket, "QoS 3")]
    [InlineData("82 07 000A 00 0001 61 40", ReasonCode.MalformedPacket, "reserved bits")]
    [InlineData("82 07 000A 00 0001 61 30", ReasonCode.MalformedPacket, "retain handling 3")]
    [InlineData("82 10 000A 00 000A 2473686172652F782F61 04", ReasonCode.ProtocolError, "no local on a shared subscription")]
    [InlineData("10 10 0004 4D515454 05 02 0000 03 210000 0000", ReasonCode.ProtocolError, "receive maximum 0")]
    [InlineData("10 12 0004 4D515454 05 02 0000 05 2700000000 0000", ReasonCode.ProtocolError, "maximum packet size 0")]
    [InlineData("10 11 0004 4D515454 05 02 0000 04 16 0001 61 0000", ReasonCode.ProtocolError, "authentication data without method")]
    [InlineData("10 0D 0004 4D515454 06 02 0000 00 0000", ReasonCode.UnsupportedProtocolVersion, "level 6")]
    [InlineData("10 0F 0006 4D5149736470 03 02 0000 0001 61", ReasonCode.UnsupportedProtocolVersion, "MQTT 3.1")]
    [InlineData("10 0A 0002 686A 04 02 0000 0000", ReasonCode.UnsupportedProtocolVersion, "another protocol")]
    public void In_5_0(string hex, ReasonCode expected, string why) =>
        Bytes.Refused(hex, ProtocolVersion.V5).ReasonCode.ShouldBe(expected, why);

    [Fact]
    public void A_packet_too_large_is_refused_from_its_header_alone()
    {
        var refused = Bytes.Refused("30 FFFF7F", ProtocolVersion.V5, limit: 1000);
        refused.ReasonCode.ShouldBe(ReasonCode.PacketTooLarge);
        refused.Message.ShouldContain("1000");
        refused.Message.ShouldContain("2097155");
    }

    [Fact]
    public void What_was_found_is_told_briefly_and_without_control_characters()
    {
        var topic = new string('a', 300) + "\r\n#";
        var bytes = new byte[2 + 2 + 2 + 303];
        bytes[0] = 0x30;
        bytes[1] = 0xB1; // 305 = 0x31 + 2 * 128
        bytes[2] = 0x02;
        bytes[3] = 0x01;
        bytes[4] = 0x2F;
        System.Text.Encoding.ASCII.GetBytes(topic).CopyTo(bytes, 5);
        var refused = Bytes.Refused(Convert.ToHexString(bytes, 0, 308), ProtocolVersion.V5);
        refused.ReasonCode.ShouldBe(ReasonCode.TopicNameInvalid);
        refused.Message.Length.ShouldBeLessThan(300);
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void What_a_version_cannot_say_is_refused_when_written()
    {
        Refused(new AuthPacket(), ProtocolVersion.V311);
        Refused(new PublishPacket { Topic = "" }, ProtocolVersion.V311);
        Refused(new PublishPacket { Topic = "" }, ProtocolVersion.V5);
        Refused(new PublishPacket { Topic = "a/#" }, ProtocolVersion.V5);
        Refused(new PublishPacket { Topic = "a\0" }, ProtocolVersion.V5);
        Refused(new PublishPacket { Topic = "\ud800" }, ProtocolVersion.V5);
        Refused(new PublishPacket { Topic = new string('a', 65_536) }, ProtocolVersion.V5);
        Refused(new PubackPacket(), ProtocolVersion.V5);
        Refused(new PubackPacket { PacketIdentifier = 1, ReasonCode = ReasonCode.Banned }, ProtocolVersion.V5);
        Refused(new PublishPacket { Topic = "a", Properties = new Properties { ServerKeepAlive = 1 } }, ProtocolVersion.V5);
        Refused(new SubscribePacket { PacketIdentifier = 1, Subscriptions = [] }, ProtocolVersion.V5);

        static void Refused(Packet packet, ProtocolVersion version) => Should.Throw<ArgumentException>(() => Bytes.Write(packet, version));
    }
}
