using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>Who signed a block is shown for what it is, whatever else of the past is still at hand.</summary>
public sealed class CertificateTests(GatewayHost host)
{
    const string Ledger = "acme";

    [Fact]
    public async Task A_signature_stays_valid_where_the_block_before_is_no_longer_at_hand()
    {
        var store = host.Services.GetRequiredService<ILedgerStore>();
        var head = (await store.ReadHeadAsync(Ledger))!;
        head.Number.ShouldBeGreaterThan(1);
        var whole = new LedgerBook(new LedgerReader(store), host.Grains);
        var half = new LedgerBook(new LedgerReader(Forgetful.Of(store, head.Number - 1)), host.Grains);
        var all = await whole.CertificateAsync(head, TestContext.Current.CancellationToken);
        all.ShouldNotBeEmpty();
        all.ShouldAllBe(c => c.Valid);
        (await half.CertificateAsync(head, TestContext.Current.CancellationToken)).ShouldBe(all);
        (await whole.CertificateAsync((await store.ReadBlockAsync(Ledger, 0))!, TestContext.Current.CancellationToken)).ShouldAllBe(c => c.Valid);
    }

    [Fact]
    public async Task A_signature_that_does_not_fit_its_block_is_none()
    {
        var store = host.Services.GetRequiredService<ILedgerStore>();
        var head = (await store.ReadHeadAsync(Ledger))!;
        var other = (await store.ReadBlockAsync(Ledger, head.Number - 1))!;
        // The head's payload under the signature of the block before it.
        var (jws, borrowed) = (LedgerBook.Jws(head.Jws), LedgerBook.Jws(other.Jws));
        var forged = head with { Jws = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(jws with { Signatures = borrowed.Signatures }, System.Text.Json.JsonSerializerOptions.Web) };
        var book = new LedgerBook(new LedgerReader(store), host.Grains);
        (await book.CertificateAsync(forged, TestContext.Current.CancellationToken)).ShouldAllBe(c => !c.Valid);
    }

    /// <summary>A store that has lost one block.</summary>
    public class Forgetful : DispatchProxy
    {
        ILedgerStore store = null!;
        long lost;

        public static ILedgerStore Of(ILedgerStore store, long lost)
        {
            var made = Create<ILedgerStore, Forgetful>();
            ((Forgetful)(object)made).store = store;
            ((Forgetful)(object)made).lost = lost;
            return made;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ILedgerStore.ReadBlockAsync) && args![1] is long number && number == lost ? Task.FromResult<StoredBlock?>(null) : targetMethod.Invoke(store, args);
    }
}
