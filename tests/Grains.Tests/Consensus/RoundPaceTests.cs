namespace SmartBlocks.Grains.Tests.Consensus;

/// <summary>How long rounds are waited for.</summary>
public sealed class RoundPaceTests
{
    private readonly RoundPace _pace = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void Each_round_in_vain_doubles_the_time_of_the_next_up_to_a_minute()
    {
        var limits = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            limits.Add(_pace.Limit.TotalSeconds);
            _pace.InVain();
        }
        limits[..6].ShouldBe([5, 10, 20, 40, 60, 60]);
        limits[^1].ShouldBe(60);
    }

    [Fact]
    public void A_quorum_that_comes_together_anew_is_not_made_to_wait_for_what_others_took()
    {
        for (var i = 0; i < 5; i++)
            _pace.InVain();
        _pace.Gathered();
        _pace.Limit.ShouldBe(TimeSpan.FromSeconds(5));
    }
}
