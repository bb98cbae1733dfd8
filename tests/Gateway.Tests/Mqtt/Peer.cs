using System.Diagnostics;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>A real client as a program of its own. Where it is not installed its tests are skipped, and say so.</summary>
static class Peer
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end; returns what it printed and its exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        return (process.HasExited ? process.ExitCode : -1, await output + await errors);
    }

    public static Process Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(Find(program)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        return Process.Start(info)!;
    }

    /// <summary>A file of the folder of peers, in the sources.</summary>
    public static string Script(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SmartBlocks.sln")))
            folder = folder.Parent;
        folder.ShouldNotBeNull("the tests run inside the repository");
        return Path.Combine(folder.FullName, "tests", "Gateway.Tests", "Mqtt", "peers", name);
    }

    static string Find(string program)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin"];
        var path = folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{program} is not installed; tests/setup.sh installs it");
        return path!;
    }
}
