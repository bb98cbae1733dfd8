using System.Text;

namespace SmartBlocks.Ledger.Tests.Transactions;

public sealed class TextPoolTests
{
    [Fact]
    public void Every_text_is_its_own_whatever_else_met_it_in_its_place()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 20_000; i++)
                TextPool.Get(Encoding.ASCII.GetBytes($"meter-{i}-of-many")).ShouldBe($"meter-{i}-of-many");
        }
        TextPool.Get([]).ShouldBe("");
        TextPool.Get(Encoding.ASCII.GetBytes(new string('a', 65))).ShouldBe(new string('a', 65));
    }

    [Fact]
    public void The_same_text_again_is_the_same_string() => TextPool.Get("interval/1"u8).ShouldBeSameAs(TextPool.Get("interval/1"u8));
}
