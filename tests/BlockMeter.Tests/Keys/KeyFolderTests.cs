using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Keys;

namespace SmartBlocks.BlockMeter.Tests.Keys;

public sealed class KeyFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_is_made_once_for_the_owner_only_and_comes_back()
    {
        var keys = new KeyFolder(folder.File("keys"));
        using var made = keys.Create("house");
        using var loaded = keys.Load("house");
        loaded.KeyId.ShouldBe(made.KeyId);
        keys.Meters.ShouldBe(["house"]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(keys.PathOf("house")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Should.Throw<AgentException>(() => keys.Create("house")).Message.ShouldContain("never overwritten");
    }

    [Fact]
    public void Keys_that_are_missing_damaged_or_badly_named_are_said_in_a_sentence()
    {
        var keys = new KeyFolder(folder.Path);
        Should.Throw<AgentException>(() => keys.Load("house")).Message.ShouldContain("blockmeter keys create house");
        File.WriteAllText(keys.PathOf("house"), "no key");
        Should.Throw<AgentException>(() => keys.Load("house")).Message.ShouldContain("cannot be read");
        Should.Throw<AgentException>(() => keys.Create("../house")).Message.ShouldContain("meter is '../house'");
    }
}
