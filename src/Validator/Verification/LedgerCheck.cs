using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Verification;

/// <summary>What was checked, and how long it took.</summary>
/// <param name="Report">The verifier's findings.</param>
/// <param name="StateEntries">Entries in the final state.</param>
/// <param name="Bytes">Bytes of export read.</param>
/// <param name="Elapsed">Time from the first byte to the last check.</param>
/// <param name="Validators">
/// Who certifies the next block, as the state says: the name of the member, else the party of the key, else the key id; null when the state is not known.
/// </param>
public sealed record CheckResult(VerificationReport Report, long StateEntries, long Bytes, TimeSpan Elapsed, string? Validators);

/// <summary>
/// Runs the ledger room's verifier over an export: it alone says what is right, and it shares nothing with the service that wrote the
/// ledger.
/// </summary>
public static class LedgerCheck
{
    /// <summary>Checks an export from its genesis block on.</summary>
    /// <param name="export">The export, newline-delimited JSON.</param>
    /// <param name="ledger">The ledger it must be of; null takes the one that its genesis block names.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="snapshot">A verified snapshot, from which execution goes on where dropped transactions had ended it.</param>
    /// <exception cref="SourceException">The export is empty or breaks off, and everything up to there is right.</exception>
    public static async Task<CheckResult> RunAsync(Stream export, string? ledger, IProgress<VerificationProgress>? progress,
        CancellationToken cancellation, (LedgerStart Start, IStateNodeLog Log)? snapshot = null)
    {
        var clock = Stopwatch.StartNew();
        using var batch = new BatchCollections();
        using var nodes = new StateNodeFile();
        var records = new Records(export);
        ledger ??= await records.NameAsync(cancellation);
        var verifier = new LedgerVerifier(new FamilyRegistry(EnergyFamilies.All), ConsensusEngines.ForVerification);
        var report = await verifier.VerifyAcrossAsync(ledger, records.ReadAsync(cancellation), snapshot, nodes, progress, cancellation);

        // Where the export itself cannot be read any further is the first thing wrong only if nothing before it is.
        if (report.Discrepancy is null && records.Wrong is { } wrong) report = report with { Discrepancy = wrong };
        if (report.Discrepancy is null && records.Broken is { } broken) throw broken;
        if (report.Discrepancy is null && report.Blocks == 0) throw new SourceException("The export holds no block.");
        IStateNodes last = snapshot is var (there, log) && report.Unexecuted > 0 && there.Cursor.Number <= report.Head.Number ? log : nodes;
        var state = report.Discrepancy is null && report.KnowsState ? new StateTrie(report.Head.State, last) : null;
        return new CheckResult(report, state?.Range("").LongCount() ?? 0, records.Bytes, clock.Elapsed, state is null ? null : ValidatorsOf(state));
    }

    static string ValidatorsOf(StateTrie state)
    {
        var settings = LedgerSettings.Read(state);
        var names = settings.Validators.Select(v => KeyEntry.Read(state, v.KeyId) is { } entry ? MemberEntry.Read(state, entry.Party)?.Name ?? entry.Party : v.KeyId);
        var needed = settings.Engine == Quorum.Name ? Quorum.Needed(settings.Validators.Length) : 1;
        return FormattableString.Invariant($"{settings.Engine}, {needed} of {settings.Validators.Length}: {string.Join(", ", names)}");
    }

    /// <summary>The lines of an export as records, up to the first that cannot be taken apart.</summary>
    sealed class Records(Stream export)
    {
        readonly IAsyncEnumerable<ReadOnlyMemory<byte>> lines = LineReader.ReadAsync(export, CancellationToken.None);
        IAsyncEnumerator<ReadOnlyMemory<byte>>? reading;
        ReadOnlyMemory<byte>? first;

        public Discrepancy? Wrong { get; private set; }

        public SourceException? Broken { get; private set; }

        public long Bytes { get; private set; }

        // Before anything is checked: which ledger the file claims to be. Whether that is so, the verifier decides.
        public async Task<string> NameAsync(CancellationToken cancellation)
        {
            reading = lines.GetAsyncEnumerator(cancellation);
            if (!await reading.MoveNextAsync()) throw new SourceException("The export holds no block.");
            first = reading.Current;
            return ExportLine.TryParse(first.Value, out var record, out _) && Block.TryParse(record.Block, out var block, out _)
                ? block.Header.Ledger : "unknown";
        }

        public async IAsyncEnumerable<LedgerRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            reading ??= lines.GetAsyncEnumerator(cancellation);
            for (var number = 0L; ; number++)
            {
                ReadOnlyMemory<byte> line;
                if (first is { } read) (line, first) = (read, null);
                else if (await NextAsync()) line = reading.Current;
                else yield break;

                Bytes += line.Length + 1;
                if (!ExportLine.TryParse(line, out var record, out var wrong))
                {
                    Wrong = new Discrepancy(number, wrong);
                    yield break;
                }

                yield return record;
            }
        }

        async Task<bool> NextAsync()
        {
            try
            {
                return await reading!.MoveNextAsync();
            }
            catch (SourceException exception)
            {
                Broken = exception;
                return false;
            }
        }
    }
}
