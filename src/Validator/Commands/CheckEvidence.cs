using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary>Checks evidence against a key, which needs nothing but the file; and what a node kept when its host's history left its own.</summary>
static class CheckEvidence
{
    /// <summary>Checks a file of <see cref="Evidence.Format"/>.</summary>
    public static int Run(IAnsiConsole console, ReadOnlyMemory<byte> file)
    {
        if (Evidence.Check(file, out var evidence) is { } why) return Refuse(console, why.Detail);
        console.MarkupLine("[red bold]✓ The evidence holds: the key has said two things of which an honest holder says one.[/]");
        Print(console, evidence!);
        return ExitCodes.Right;
    }

    /// <summary>Checks a file of <see cref="Divergence.Format"/>: the evidence in it. That the replica was right, the file cannot show.</summary>
    public static int RunDivergence(IAnsiConsole console, ReadOnlyMemory<byte> file)
    {
        using var json = JsonDocument.Parse(file);
        var proofs = new List<Evidence>();
        if (!json.RootElement.TryGetProperty("evidence", out var list) || list.ValueKind != JsonValueKind.Array) return Refuse(console, "evidence must be a list.");
        foreach (var item in list.EnumerateArray())
        {
            if (Evidence.Check(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(item)), out var evidence) is { } why) return Refuse(console, why.Detail);
            proofs.Add(evidence!);
        }

        var what = json.RootElement.TryGetProperty("what", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        if (proofs.Count == 0)
        {
            console.MarkupLine("[yellow bold]? The file holds no evidence against a key: it is the word of the node that wrote it.[/]");
            console.WriteLine($"  it says      {what}");
            return ExitCodes.Wrong;
        }

        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"[red bold]✓ The evidence holds, against {proofs.Count} {(proofs.Count == 1 ? "key" : "keys")}.[/]"));
        console.WriteLine($"  it says      {what}");
        foreach (var proof in proofs) Print(console, proof);
        return ExitCodes.Right;
    }

    static void Print(IAnsiConsole console, Evidence evidence)
    {
        console.WriteLine($"  ledger       {evidence.Ledger}, height {evidence.Number.ToString(CultureInfo.InvariantCulture)}");
        console.WriteLine($"  key          {evidence.Key.KeyId}");
        console.WriteLine($"  first        {evidence.First.Sentence}");
        console.WriteLine($"  second       {evidence.Second.Sentence}");
    }

    static int Refuse(IAnsiConsole console, string why)
    {
        console.MarkupLine("[red bold]✗ The evidence does not hold.[/]");
        console.WriteLine($"  {why}");
        return ExitCodes.Wrong;
    }
}
