using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A folder into which files are put.</summary>
public sealed record FolderSettings
{
    /// <summary>The folder. Files done are moved to <c>done</c> in it, files that cannot be read to <c>failed</c>, each with its reason beside it.</summary>
    public required string Folder { get; init; }

    /// <summary>Which files are what; the first pattern that matches counts.</summary>
    public required IReadOnlyList<FolderFiles> Files { get; init; }

    /// <summary>How often to look.</summary>
    public int EverySeconds { get; init; } = 10;

    /// <summary>A file is complete when nothing was written to it for so long.</summary>
    public int SettleSeconds { get; init; } = 5;

    /// <summary>Stop when no file is left instead of waiting for more.</summary>
    public bool Once { get; init; }
}

/// <summary>Files of one kind.</summary>
/// <param name="Pattern">Name with <c>*</c> and <c>?</c>, such as <c>b97-*.csv.gz</c>.</param>
/// <param name="Content">What is in them.</param>
public sealed record FolderFiles(string Pattern, HistoryFormat Content);

/// <summary>
/// Watches a folder: each file that matches is brought onto the ledger as an <see cref="ImportJob"/>, in the order of their names, and moved away when its last reading is safe in the outbox.
/// Looking at regular intervals rather than listening works on network folders as well.
/// </summary>
public sealed class FolderConnector : IConnector
{
    private const int ValuesPerTransaction = 500;

    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<FolderSettings>(
        "folder", "Files that are put into a folder: CSV, SenML, P1 or Green Button, plain or gzip.",
        """{"folder": "/srv/meter-files", "files": [{"pattern": "b97-*.csv.gz", "content": {"format": "csv", "meter": {"meter": "b97", "resolutionSeconds": 3600}}}]}""",
        (settings, context) => new FolderConnector(settings, context));

    private readonly FolderSettings settings;
    private readonly ConnectorContext context;

    /// <exception cref="AgentException">There is no such folder, or a setting makes no sense.</exception>
    public FolderConnector(FolderSettings settings, ConnectorContext context)
    {
        (this.settings, this.context) = (settings, context);
        if (!Directory.Exists(settings.Folder))
            throw new AgentException($"there is no folder {settings.Folder}");
        if (settings.Files.Count == 0)
            throw new AgentException("files is empty: at least one pattern is needed");
        if (settings.EverySeconds < 1)
            throw new AgentException($"everySeconds is {settings.EverySeconds}: must be more than 0");
        if (settings.SettleSeconds < 0)
            throw new AgentException($"settleSeconds is {settings.SettleSeconds}: must be 0 or more");
        foreach (var files in settings.Files)
            files.Content.Meter.ToRegistration();
    }

    public string Name => $"folder {settings.Folder}";

    public IReadOnlyList<string> Meters => [.. settings.Files.Select(files => files.Content.Meter.Meter).Distinct(StringComparer.Ordinal)];

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var (path, content) in Ready())
            {
                if (Open(path, content) is not { } job)
                    continue;
                context.Log($"{Path.GetFileName(path)}: {job.Transactions} transactions, {job.Done} of them sent before");
                await foreach (var batch in job.ReadAsync(cancellation))
                    yield return batch;
                Move(path, "done", null);
            }
            if (settings.Once && !Matching().Any())
                yield break;
            await Task.Delay(TimeSpan.FromSeconds(settings.EverySeconds), context.Time, cancellation);
        }
    }

    private IEnumerable<(string Path, HistoryFormat Content)> Matching()
    {
        foreach (var path in Directory.EnumerateFiles(settings.Folder).Order(StringComparer.Ordinal))
        {
            if (settings.Files.FirstOrDefault(files => FileSystemName.MatchesSimpleExpression(files.Pattern, Path.GetFileName(path))) is { } kind)
                yield return (path, kind.Content);
        }
    }

    private List<(string Path, HistoryFormat Content)> Ready()
    {
        var before = context.Time.GetUtcNow().UtcDateTime.AddSeconds(-settings.SettleSeconds);
        try
        {
            return [.. Matching().Where(file => File.GetLastWriteTimeUtc(file.Path) <= before)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log($"{Name}: cannot look: {e.Message}");
            return [];
        }
    }

    private ImportJob? Open(string path, HistoryFormat content)
    {
        string reason;
        try
        {
            var bytes = HistoryFile.Read(path);
            if (content.TryRead(bytes, new DateTimeOffset(File.GetLastWriteTimeUtc(path)), out var readings, out var why))
            {
                var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
                return new ImportJob(
                    content.Meter.Meter, $"folder/{content.Meter.Meter}/{digest}", digest, readings, ValuesPerTransaction, context.Positions, context.Time);
            }
            reason = why!.Detail;
        }
        catch (AgentException e)
        {
            reason = e.Message;
        }
        context.Log($"{Path.GetFileName(path)}: moved to failed: {reason}");
        Move(path, "failed", reason);
        return null;
    }

    private void Move(string path, string folder, string? reason)
    {
        try
        {
            var target = Path.Combine(settings.Folder, folder);
            Directory.CreateDirectory(target);
            var name = Path.Combine(target, Path.GetFileName(path));
            File.Move(path, name, overwrite: true);
            if (reason is not null)
                File.WriteAllText(name + ".reason.txt", reason + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"{Name}: {Path.GetFileName(path)} cannot be moved to {folder}: {e.Message}");
        }
    }
}
