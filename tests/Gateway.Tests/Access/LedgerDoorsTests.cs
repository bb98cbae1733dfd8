using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Tests.Access;

/// <summary>Who may read a ledger whose store was damaged: neither everybody, nor is a request about it a failure.</summary>
public sealed class LedgerDoorsTests(GatewayHost host)
{
    const string Ledger = "acme";

    [Theory]
    [InlineData(nameof(ILedgerStore.ReadNodes))]
    [InlineData(nameof(ILedgerStore.ReadHeadAsync))]
    public async Task A_damaged_ledger_says_what_it_said_last_or_that_nobody_may(string damaged)
    {
        var store = host.Services.GetRequiredService<ILedgerStore>();
        var head = (await store.ReadHeadAsync(Ledger))!;
        var broken = Damaged.Of(store);
        var doors = new LedgerDoors(new LedgerReader(broken), NullLogger<LedgerDoors>.Instance);

        ((Damaged)(object)broken).What = damaged;
        (await doors.FindAsync(Ledger))!.ShouldSatisfyAllConditions(door => door.IsPublic.ShouldBeFalse(), door => door.Members.ShouldBeEmpty());

        ((Damaged)(object)broken).What = "";
        ((Damaged)(object)broken).Head = (await store.ReadBlockAsync(Ledger, head.Number - 1))!;
        var before = (await doors.FindAsync(Ledger))!;

        ((Damaged)(object)broken).What = damaged;
        ((Damaged)(object)broken).Head = null;
        (await doors.FindAsync(Ledger)).ShouldBe(before);
        (await doors.FindAsync("nothing-of-that-name")).ShouldBeNull();
    }

    /// <summary>A store of which the state nodes, or the newest block, are not what was written.</summary>
    public class Damaged : DispatchProxy
    {
        ILedgerStore store = null!;

        public string What { get; set; } = "";

        public StoredBlock? Head { get; set; }

        public static ILedgerStore Of(ILedgerStore store)
        {
            var made = Create<ILedgerStore, Damaged>();
            ((Damaged)(object)made).store = store;
            return made;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = targetMethod!.Invoke(store, args);
            return targetMethod.Name switch
            {
                nameof(ILedgerStore.ReadHeadAsync) => HeadAsync((Task<StoredBlock?>)answer!),
                nameof(ILedgerStore.ReadNodes) when What == targetMethod.Name && answer is NodeChunk chunk => chunk with { Bytes = new byte[chunk.Bytes.Length] },
                _ => answer,
            };
        }

        async Task<StoredBlock?> HeadAsync(Task<StoredBlock?> read) =>
            await read is not { } head ? null : What == nameof(ILedgerStore.ReadHeadAsync) ? head with { Jws = "{}"u8.ToArray() } : Head ?? head;
    }
}
