using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SmartBlocks.Rig;

/// <summary>A program that runs beside this one, with what it says kept, and its memory read from the kernel.</summary>
public sealed class ChildProcess : IDisposable
{
    readonly Process process;
    readonly StringBuilder output = new();
    readonly Lock gate = new();

    /// <summary>Starts a program.</summary>
    public ChildProcess(
        string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>True once the program has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>The exit code of a program that has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>The last 64 KiB of standard output and error.</summary>
    public string Output { get { lock (gate) return output.ToString(); } }

    /// <summary>Resident memory in bytes, as the kernel counts it (<c>VmRSS</c>).</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL).</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    /// <summary>Waits until it ends by itself; false when it does not in time.</summary>
    public bool WaitForExit(TimeSpan limit) => process.WaitForExit(limit);

    /// <summary>Asks it to end (SIGTERM) and waits up to 20 s before it is killed.</summary>
    public void Stop()
    {
        if (process.HasExited) return;
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        if (!process.WaitForExit(TimeSpan.FromSeconds(20))) Kill();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    void Keep(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            output.AppendLine(line);
            if (output.Length > 65_536) output.Remove(0, output.Length - 65_536);
        }
    }
}
