using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests;

public sealed class PacketIdentifiersTests
{
    [Fact]
    public void They_go_round_skip_those_in_use_and_end()
    {
        var ids = new PacketIdentifiers();
        ids.Take(2).ShouldBeTrue();
        ids.Take().ShouldBe((ushort)1);
        ids.Take().ShouldBe((ushort)3);
        ids.Release(1).ShouldBeTrue();
        ids.Release(1).ShouldBeFalse();
        ids.Take().ShouldBe((ushort)4, "one just freed is not used again at once");
        while (ids.Count < ushort.MaxValue)
            ids.Take().ShouldNotBe((ushort)0);
        Should.Throw<InvalidOperationException>(() => ids.Take());
    }
}
