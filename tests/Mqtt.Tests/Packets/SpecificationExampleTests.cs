using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests.Packets;

/// <summary>The byte examples printed in the OASIS documents (non-normative figures of section 3).</summary>
public sealed class SpecificationExampleTests
{
    [Fact]
    public void Connect_3_1_1_figure_3_6()
    {
        // Variable header of figure 3.6: level 4, user name, password, no will retain, will QoS 1, will, clean session, keep alive 10.
        var packet = Bytes.Read<ConnectPacket>("10 1B 0004 4D515454 04 CE 000A 0002 6964 0001 77 0002 6D73 0001 75 0001 70", ProtocolVersion.V311);
        packet.KeepAlive.ShouldBe((ushort)10);
        packet.CleanStart.ShouldBeTrue();
        packet.ClientId.ShouldBe("id");
        packet.Will!.QualityOfService.ShouldBe(QualityOfService.AtLeastOnce);
        packet.Will.Topic.ShouldBe("w");
        packet.UserName.ShouldBe("u");
        packet.Password!.Value.ToArray().ShouldBe("p"u8.ToArray());
    }

    [Fact]
    public void Connect_5_0_figure_3_6_with_session_expiry_10()
    {
        var packet = Bytes.Read<ConnectPacket>("10 12 0004 4D515454 05 02 000A 05 11 0000000A 0000", ProtocolVersion.V311);
        packet.ProtocolVersion.ShouldBe(ProtocolVersion.V5, "CONNECT says its own version");
        packet.Properties!.SessionExpiryInterval.ShouldBe(10u);
    }

    [Fact]
    public void Publish_figure_3_11()
    {
        // Topic "a/b", packet identifier 10.
        var packet = Bytes.Read<PublishPacket>("32 07 0003 612F62 000A", ProtocolVersion.V311);
        packet.Topic.ShouldBe("a/b");
        packet.PacketIdentifier.ShouldBe((ushort)10);
        packet.Payload.Length.ShouldBe(0);
        Bytes.Read<PublishPacket>("32 08 0003 612F62 000A 00", ProtocolVersion.V5).Topic.ShouldBe("a/b");
    }

    [Fact]
    public void Subscribe_figure_3_23()
    {
        // "a/b" with QoS 1, "c/d" with QoS 2, packet identifier 10.
        var packet = Bytes.Read<SubscribePacket>("82 0E 000A 0003 612F62 01 0003 632F64 02", ProtocolVersion.V311);
        packet.Subscriptions.ShouldBe([new("a/b", QualityOfService.AtLeastOnce), new("c/d", QualityOfService.ExactlyOnce)]);
    }

    [Fact]
    public void Unsubscribe_figure_3_30() =>
        Bytes.Read<UnsubscribePacket>("A2 0C 000A 0003 612F62 0003 632F64", ProtocolVersion.V311).Filters.ShouldBe(["a/b", "c/d"]);

    [Fact]
    public void The_short_forms_of_5_0_mean_success()
    {
        Bytes.Read<PubackPacket>("40 02 0001", ProtocolVersion.V5).ReasonCode.ShouldBe(ReasonCode.Success);
        Bytes.Read<PubackPacket>("40 03 0001 10", ProtocolVersion.V5).ReasonCode.ShouldBe(ReasonCode.NoMatchingSubscribers);
        Bytes.Read<DisconnectPacket>("E0 00", ProtocolVersion.V5).ReasonCode.ShouldBe(ReasonCode.Success);
        Bytes.Read<DisconnectPacket>("E0 01 04", ProtocolVersion.V5).ReasonCode.ShouldBe(ReasonCode.DisconnectWithWillMessage);
    }

    [Fact]
    public void Utf8_example_of_section_1_5_4()
    {
        // "A" followed by U+2A6D4, figure 1.2.
        var packet = Bytes.Read<PublishPacket>("30 07 0005 41F0AA9B94", ProtocolVersion.V311);
        packet.Topic.ShouldBe("A\U0002A6D4");
    }

    [Fact]
    public void A_byte_order_mark_stays_in_a_string() =>
        Bytes.Read<PublishPacket>("30 06 0004 EFBBBF41", ProtocolVersion.V311).Topic.ShouldBe("\uFEFFA");

    [Theory]
    [InlineData(0, "C000")]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(16_383, "FF7F")]
    [InlineData(16_384, "808001")]
    [InlineData(2_097_151, "FFFF7F")]
    [InlineData(2_097_152, "80808001")]
    public void Remaining_lengths_of_table_1_1(int length, string expected)
    {
        if (length == 0)
        {
            Convert.ToHexString(Bytes.Write(PingreqPacket.Instance, ProtocolVersion.V5)).ShouldBe(expected);
            return;
        }
        var packet = new PublishPacket { Topic = "t", Payload = new byte[length - 3] };
        var bytes = Bytes.Write(packet, ProtocolVersion.V311);
        Convert.ToHexString(bytes, 1, expected.Length / 2).ShouldBe(expected);
    }

    [Fact]
    public void Connack_in_3_1_1_has_the_nearest_return_code()
    {
        Code(ReasonCode.Success).ShouldBe(0);
        Code(ReasonCode.UnsupportedProtocolVersion).ShouldBe(1);
        Code(ReasonCode.ClientIdentifierNotValid).ShouldBe(2);
        Code(ReasonCode.ServerBusy).ShouldBe(3);
        Code(ReasonCode.BadUserNameOrPassword).ShouldBe(4);
        Code(ReasonCode.NotAuthorized).ShouldBe(5);

        static int Code(ReasonCode code) => Bytes.Write(new ConnackPacket { ReasonCode = code }, ProtocolVersion.V311)[3];
    }
}
