using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Rig;

/// <summary>What a ledger holds, read from its public export.</summary>
public static class LedgerExport
{
    /// <summary>How often each slot of each meter was recorded by an interval transaction: (meter, start) → times.</summary>
    public static async Task<Dictionary<(string Meter, DateTimeOffset Start), int>> CountSlotsAsync(SiloProcess silo, string ledger)
    {
        using var client = silo.Client(ledger);
        using var answer = await client.GetAsync($"/api/v1/ledgers/{ledger}/export", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var slots = new Dictionary<(string, DateTimeOffset), int>();
        while (await lines.ReadLineAsync() is { } line)
        {
            using var block = JsonDocument.Parse(line);
            foreach (var batch in block.RootElement.GetProperty("batches").EnumerateArray())
                foreach (var compact in batch.GetProperty("transactions").EnumerateArray())
                    Count(compact.GetString()!, slots);
        }

        return slots;
    }

    static void Count(string compact, Dictionary<(string, DateTimeOffset), int> slots)
    {
        if (!Transaction.TryParse(System.Text.Encoding.ASCII.GetBytes(compact), out var transaction, out var why))
            throw new InvalidDataException(why.Detail);
        if (transaction.Header.Family != IntervalPayload.Family
            || !IntervalPayload.TryParse(transaction.Payload, out var payload, out _)) return;
        foreach (var slot in payload.Intervals())
            slots[(payload.Meter, slot.Start)] = slots.GetValueOrDefault((payload.Meter, slot.Start)) + 1;
    }
}
