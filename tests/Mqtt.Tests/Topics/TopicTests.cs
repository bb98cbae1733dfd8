using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests.Topics;

public sealed class TopicTests
{
    // The examples of section 4.7 and more, one line a rule.
    public static TheoryData<string, string, bool> Matches => new()
    {
        { "sport/tennis/player1/#", "sport/tennis/player1", true },
        { "sport/tennis/player1/#", "sport/tennis/player1/ranking", true },
        { "sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true },
        { "sport/tennis/player1/#", "sport/tennis/player12", false },
        { "sport/#", "sport", true },
        { "#", "sport", true },
        { "#", "/", true },
        { "sport/tennis/+", "sport/tennis/player1", true },
        { "sport/tennis/+", "sport/tennis/player1/ranking", false },
        { "sport/+", "sport", false },
        { "sport/+", "sport/", true },
        { "+/+", "/finance", true },
        { "/+", "/finance", true },
        { "+", "/finance", false },
        { "+", "finance", true },
        { "+/tennis/#", "sport/tennis", true },
        { "#", "$SYS/uptime", false },
        { "+/uptime", "$SYS/uptime", false },
        { "$SYS/#", "$SYS/uptime", true },
        { "$SYS/+", "$SYS/uptime", true },
        { "a/+/c", "a/$x/c", true },
        { "ACCOUNTS", "Accounts", false },
        { "/finance", "finance", false },
        { "a//b", "a//b", true },
        { "a/+/b", "a//b", true },
        { "a/b", "a/b/", false },
    };

    [Theory]
    [MemberData(nameof(Matches))]
    public void A_filter_matches_as_the_specification_says(string filter, string topic, bool expected)
    {
        TopicFilter.TryParse(filter, out var parsed).ShouldBeTrue();
        parsed!.Matches(topic).ShouldBe(expected);

        var trie = new TopicTrie<string>();
        trie.Add(filter, "x").ShouldBeTrue();
        var found = new List<string>();
        trie.Match(topic, found);
        found.Count.ShouldBe(expected ? 1 : 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sport+")]
    [InlineData("sport/tennis#")]
    [InlineData("sport/#/ranking")]
    [InlineData("##")]
    [InlineData("a/b+/c")]
    [InlineData("$share/")]
    [InlineData("$share//a")]
    [InlineData("$share/name")]
    [InlineData("$share/name/")]
    [InlineData("$share/na+me/a")]
    public void A_bad_filter_is_none(string filter) => TopicFilter.TryParse(filter, out _).ShouldBeFalse();

    [Fact]
    public void A_topic_name_is_not_empty_has_no_wildcards_and_fits()
    {
        TopicName.IsValid("a/\U0001F600").ShouldBeTrue();
        TopicName.IsValid(new string('é', 32_767)).ShouldBeTrue();
        foreach (var bad in new[] { "", "a/#", "+", "a\0", "\ud800", "\ud800a", "\udc00", new string('é', 32_768) })
            TopicName.IsValid(bad).ShouldBeFalse(bad);
    }

    [Fact]
    public void A_filter_deeper_than_the_limit_is_none()
    {
        TopicFilter.TryParse(string.Join('/', Enumerable.Repeat("a", TopicFilter.MaximumLevels)), out _).ShouldBeTrue();
        TopicFilter.TryParse(string.Join('/', Enumerable.Repeat("a", TopicFilter.MaximumLevels + 1)), out _).ShouldBeFalse();
    }

    [Fact]
    public void A_shared_filter_has_a_name_and_levels()
    {
        TopicFilter.TryParse("$share/consumers//a/+", out var filter).ShouldBeTrue();
        filter!.ShareName.ShouldBe("consumers");
        filter.Levels.ShouldBe("/a/+");
        filter.Matches("/a/b").ShouldBeTrue();
    }

    [Fact]
    public void The_tree_agrees_with_the_filters_one_by_one()
    {
        var random = new Random(7);
        string[] levels = ["a", "b", "c", "", "$d"];
        var filters = Enumerable.Range(0, 4000).Select(_ => Filter()).Distinct().Take(400).ToArray();
        var trie = new TopicTrie<string>();
        foreach (var filter in filters)
            trie.Add(filter, filter).ShouldBeTrue();
        trie.Add(filters[0], filters[0]).ShouldBeFalse("it is there already");
        Check(filters);
        foreach (var filter in filters.Take(200))
            trie.Remove(filter, filter).ShouldBeTrue();
        trie.Remove(filters[0], filters[0]).ShouldBeFalse();
        Check(filters[200..]);
        foreach (var filter in filters.Skip(200))
            trie.Remove(filter, filter).ShouldBeTrue();
        trie.Count.ShouldBe(0);

        void Check(string[] expected)
        {
            trie.Count.ShouldBe(expected.Length);
            for (var i = 0; i < 500; i++)
            {
                var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => levels[random.Next(levels.Length)]));
                if (topic.Length == 0)
                    continue;
                var found = new List<string>();
                trie.Match(topic, found);
                found.Order(StringComparer.Ordinal).ShouldBe(expected.Where(f => TopicFilter.Matches(f, topic)).Order(StringComparer.Ordinal), topic);
            }
        }

        string Filter()
        {
            var parts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(3) == 0 ? "+" : levels[random.Next(levels.Length)]).ToList();
            if (random.Next(3) == 0)
                parts[^1] = "#";
            var filter = string.Join('/', parts);
            return filter.Length == 0 ? "#" : filter;
        }
    }
}
