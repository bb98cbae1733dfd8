namespace SmartBlocks.Energy.Tests;

public sealed class UtcTimeTests
{
    [Fact]
    public void Instants_have_one_spelling()
    {
        UtcTime.TryParse("2026-11-21T10:15:00Z", "start", out var time, out _).ShouldBeTrue();
        time.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 15, 0, TimeSpan.Zero));
        UtcTime.Format(time).ShouldBe("2026-11-21T10:15:00Z");
    }

    [Theory]
    [InlineData("2026-11-21T10:15:00+00:00")]
    [InlineData("2026-11-21T10:15:00.0Z")]
    [InlineData("2026-11-21 10:15:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-11-21T24:00:00Z")]
    [InlineData("2026-11-21T10:15:60Z")]
    [InlineData("1999-12-31T23:59:59Z")]
    [InlineData("2100-01-01T00:00:00Z")]
    [InlineData("")]
    public void Others_are_refused(string text)
    {
        UtcTime.TryParse(text, "start", out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("time.form");
        why.Value.ShouldBe(text);
    }
}
