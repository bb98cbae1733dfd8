using System.Globalization;
using System.Text;

namespace SmartBlocks.Ledger.Tests;

/// <summary>A family in one file: <c>counter/1</c> adds to named counters. Registered with <c>new FamilyRegistry(new CounterFamily())</c>.</summary>
public sealed class CounterFamily : IFamily
{
    public string Name => "counter/1";

    public Rejection? Apply(TransactionContext context, IState state)
    {
        using var payload = Payload.Open(context.Transaction.Payload);
        var counter = payload.Slug("counter");
        var add = payload.Whole("add", -1_000, 1_000);
        var note = payload.OptionalText("note", 10_000);
        if (payload.End() is { } why)
            return why;
        var path = "counter/" + counter;
        var value = state.Get(path) is { } bytes ? long.Parse(Encoding.ASCII.GetString(bytes.Span), CultureInfo.InvariantCulture) : 0;
        if (value + add < 0)
            return new Rejection("counter.negative", $"The counter {counter} would fall below zero.", "add");
        if (value + add == 0)
            state.Delete(path);
        else
            state.Set(path, Encoding.ASCII.GetBytes((value + add).ToString(CultureInfo.InvariantCulture)));
        if (note is not null)
            state.Set($"note/{counter}", Encoding.UTF8.GetBytes(note));
        context.Emit(new LedgerEvent("counter.changed", counter, Encoding.ASCII.GetBytes((value + add).ToString(CultureInfo.InvariantCulture))));
        return null;
    }
}
