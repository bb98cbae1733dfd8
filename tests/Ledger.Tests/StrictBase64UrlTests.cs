using System.Buffers.Text;
using System.Text;

namespace SmartBlocks.Ledger.Tests;

public sealed class StrictBase64UrlTests
{
    [Fact]
    public void Every_byte_string_has_exactly_one_text()
    {
        var random = new Random(1);
        for (var length = 0; length < 200; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            StrictBase64Url.Decode(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(bytes))).ShouldBe(bytes);
        }
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AB")]      // stray bits
    [InlineData("AAB")]     // stray bits
    [InlineData("AA==")]
    [InlineData("AAA=")]
    [InlineData("AA%%")]
    [InlineData("A A")]
    [InlineData("AAAA\n")]
    [InlineData("+AAA")]
    [InlineData("/AAA")]
    public void Anything_else_is_refused(string text) => StrictBase64Url.Decode(Encoding.ASCII.GetBytes(text)).ShouldBeNull();
}
