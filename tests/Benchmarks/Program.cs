using SmartBlocks.Benchmarks;

// Each benchmark prints what it measures while it measures, and one line of JSON at the end.
var benchmarks = new (string Name, string Says, Func<string[], Task> Run)[]
{
    ("ledger", "signed readings committed durably through LedgerGrain, beside raw verification and the disk", LedgerBenchmark.RunAsync),
    ("quorum", "the same sealed by four validators in this process", QuorumBenchmark.RunAsync),
    ("growth", "what a transaction costs on a ledger of ten thousand and of five million", GrowthBenchmark.RunAsync),
    ("proofs", "what proofs and receipts cost to make and to check", ProofsBenchmark.RunAsync),
    ("tiles", "entries/s into a transparency log and its published tiles", TilesBenchmark.RunAsync),
    ("mqtt", "QoS 1 readings acknowledged/s with 50 connections, beside Mosquitto", MqttBenchmark.RunAsync),
    ("memory", "the silo's memory over many readings, and what a meter costs when it is idle", MemoryBenchmark.RunAsync),
    ("verify", "re-execution of a ledger by the offline verifier", VerifyBenchmark.RunAsync),
    ("portfolio", "figures of ten thousand meters with a year of hours each, and how the hours are kept", PortfolioBenchmark.RunAsync),
    ("accuracy", "baselines beside eemeter's figures and on real buildings, forecasts; takes folders of such data, in any order", AccuracyBenchmark.RunAsync),
    ("eemeter", "our side of tests/Eemeter/run.sh", EemeterBenchmark.RunAsync),
};

if (args.Length > 0 && benchmarks.FirstOrDefault(benchmark => benchmark.Name == args[0]) is { Run: { } run })
{
    try
    {
        await run(args[1..]);
        return 0;
    }
    catch (InvalidDataException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}

Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- NAME [--short|--long]");
foreach (var (name, says, _) in benchmarks) Console.Error.WriteLine($"  {name,-9} {says}");
return 2;
