using System.Diagnostics;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>A program of <c>peers-go</c>, compiled and run by Go with Debian's packages and no network. Without them its tests are skipped, and say so.</summary>
static class GoProgram
{
    const string Packages = "/usr/share/gocode", Needed = Packages + "/src/golang.org/x/mod/sumdb/tlog";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end; returns what it printed and its exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, params string[] arguments)
    {
        using var process = Start(file, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
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

    /// <summary>Starts it; it ends when its input does.</summary>
    public static Process Start(string file, params string[] arguments)
    {
        var go = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "go")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(go is null || !Directory.Exists(Needed), "Go or golang.org/x/mod is not installed; tests/setup.sh installs them");
        var info = new ProcessStartInfo(go!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        (info.Environment["GO111MODULE"], info.Environment["GOPATH"], info.Environment["GOFLAGS"]) = ("off", Packages, "");
        foreach (var argument in (string[])["run", Source(file), .. arguments]) info.ArgumentList.Add(argument);
        return Process.Start(info)!;
    }

    static string Source(string file)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SmartBlocks.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "tests", "Gateway.Tests", "Rest", "peers-go", file);
    }
}
