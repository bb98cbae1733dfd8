namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>Never two certificates at a height, and always one once the faults end: under some hundred random schedules.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 10;

    public static TheoryData<int> AllSeeds => [.. Enumerable.Range(1, Seeds)];

    [Theory, MemberData(nameof(AllSeeds))]
    public void Lost_doubled_and_reordered_messages_and_crashes(int seed) => Run(seed, 4, new());

    [Theory, MemberData(nameof(AllSeeds))]
    public void A_host_that_loses_its_proposals(int seed) => Run(seed, 4, new(HostForgets: true, Crash: 0.05));

    [Theory, MemberData(nameof(AllSeeds))]
    public void A_lying_validator(int seed) => Run(seed, 4, new(LyingValidators: 1));

    [Theory, MemberData(nameof(AllSeeds))]
    public void A_host_of_two_minds(int seed) => Run(seed, 4, new(HostMinds: 2, Loss: 0.2));

    [Theory, MemberData(nameof(AllSeeds))]
    public void A_host_of_three_minds_and_a_lying_validator(int seed) => Run(seed, 4, new(LyingValidators: 1, HostMinds: 3, Loss: 0.2, HostForgets: true));

    [Theory, MemberData(nameof(AllSeeds))]
    public void A_host_that_proposes_something_else_than_was_prepared(int seed) =>
        Run(seed, 4, new(LyingValidators: 1, HostCheats: true, Loss: 0.05, Steps: 400));

    [Theory, MemberData(nameof(AllSeeds))]
    public void Seven_validators_two_of_them_lying(int seed) => Run(seed, 7, new(LyingValidators: 2, HostMinds: 2, Steps: 400));

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Fewer_than_four_validators_tolerate_no_liar_but_work(int validators) => Run(validators, validators, new());

    [Fact]
    public void Liars_and_minds_leave_evidence()
    {
        var kinds = new HashSet<string>();
        for (var seed = 100; seed < 112; seed++)
            kinds.UnionWith(Run(seed, 4, new(LyingValidators: 1, HostMinds: 2)).Evidence.Select(e => e.Kind));
        kinds.ShouldBe(["vote", "proposal", "status", "lie", "block"], ignoreOrder: true);
    }

    private static Simulation Run(int seed, int validators, Simulation.Faults faults)
    {
        var simulation = new Simulation(seed, validators, faults);
        simulation.Run();
        simulation.Decided.ShouldNotBeNull($"seed {seed}: nothing was decided after {simulation.RoundsToHeal} rounds");
        return simulation;
    }
}
