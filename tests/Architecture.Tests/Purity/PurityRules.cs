using SmartBlocks.Architecture.Tests.Metadata;

namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>The members of the base library that a pure room may not use. Culture has a file of its own.</summary>
public static class PurityRules
{
    static readonly string[] ioNamespaces =
        ["System.Net.", "System.IO.Pipes.", "System.IO.Ports.", "System.IO.MemoryMappedFiles.", "System.IO.IsolatedStorage.",
        "System.IO.Compression.ZipFile",
         "System.Data.", "Microsoft.Win32.", "Microsoft.Data.", "Microsoft.AspNetCore.", "Microsoft.Extensions."];

    static readonly HashSet<string> ioTypes = new(StringComparer.Ordinal)
    {
        "System.IO.File", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.FileStream",
        "System.IO.FileSystemInfo", "System.IO.DriveInfo",
        "System.IO.FileSystemWatcher", "System.IO.RandomAccess", "System.Console", "System.Diagnostics.Process", "System.Diagnostics.Trace",
        "System.Reflection.Assembly",
        "System.Runtime.Loader.AssemblyLoadContext",
    };

    static readonly HashSet<string> clockTypes = new(StringComparer.Ordinal)
    {
        "System.Diagnostics.Stopwatch", "System.TimeProvider", "System.Threading.Timer", "System.Threading.PeriodicTimer",
        "System.Timers.Timer",
    };

    static readonly HashSet<string> clockMembers = new(StringComparer.Ordinal)
    {
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.Threading.Tasks.Task.Delay", "System.Threading.Thread.Sleep", "System.Threading.CancellationTokenSource.CancelAfter",
        "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
    };

    static readonly HashSet<string> randomTypes =
        new(StringComparer.Ordinal) { "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.HashCode" };

    static readonly HashSet<string> randomMembers = new(StringComparer.Ordinal)
    {
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.IO.Path.GetRandomFileName",
        "System.Security.Cryptography.ECAlgorithm.GenerateKey", "System.Security.Cryptography.ECDsa.SignData",
        "System.Security.Cryptography.ECDsa.TrySignData",
        "System.Security.Cryptography.ECDsa.SignHash", "System.Security.Cryptography.ECDsa.TrySignHash",
    };

    static readonly HashSet<string> environmentTypes = new(StringComparer.Ordinal)
    {
        "System.Environment", "System.AppContext", "System.AppDomain", "System.OperatingSystem",
        "System.Runtime.InteropServices.RuntimeInformation", "System.BitConverter",
        "System.GC",
    };

    static readonly HashSet<string> environmentMembers = new(StringComparer.Ordinal)
    {
        "System.TimeZoneInfo.get_Local", "System.TimeZoneInfo.FindSystemTimeZoneById", "System.TimeZoneInfo.TryFindSystemTimeZoneById",
        "System.TimeZoneInfo.GetSystemTimeZones",
        "System.DateTime.ToLocalTime", "System.DateTimeOffset.ToLocalTime", "System.DateTimeOffset.get_LocalDateTime",
        "System.DateTimeOffset.op_Implicit",
        "System.Text.StringBuilder.AppendLine", "System.IO.Path.GetTempPath", "System.IO.Path.GetFullPath",
        "System.Text.Encoding.get_Default",
    };

    static readonly HashSet<string> floatingMembers = new(StringComparer.Ordinal)
    {
        "GetDouble", "TryGetDouble", "GetSingle", "TryGetSingle",
    };

    static readonly HashSet<string> platformMathematics = new(StringComparer.Ordinal)
    {
        "Pow", "Exp", "Log", "Log2", "Log10", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Atan2", "Sinh", "Cosh", "Tanh", "Cbrt",
    };

    /// <summary>What kind of impurity a use is, or null when it is none.</summary>
    public static Impurity? Judge(MemberUse use) => use switch
    {
        // Iterators and async methods ask for the thread's number to decide whether they may reuse themselves: no result depends on it.
        { Name: "System.Environment.get_CurrentManagedThreadId" } => null,
        // IsLittleEndian is how one becomes independent of the byte order.
        { Name: "System.BitConverter.IsLittleEndian" } => null,
        { Name: "System.GC.SuppressFinalize" } or { Name: "System.GC.KeepAlive" } => null,
        _ when clockTypes.Contains(use.Type) || clockMembers.Contains(use.Name) => Impurity.Clock,
        { Name: "System.IO.Path.GetTempFileName" } => Impurity.InputOutput,
        _ when ioTypes.Contains(use.Type) || ioNamespaces.Any(space => use.Type.StartsWith(space, StringComparison.Ordinal)) =>
            Impurity.InputOutput,
        { Type: "System.IO.StreamReader" or "System.IO.StreamWriter", Member: ".ctor", Parameters: ["System.String", ..] } => Impurity.InputOutput,
        _ when IsRandom(use) => Impurity.Randomness,
        _ when environmentTypes.Contains(use.Type) || environmentMembers.Contains(use.Name) => Impurity.Environment,
        { Type: "System.Math" } when platformMathematics.Contains(use.Member) => Impurity.FloatingPoint,
        { Type: "System.MathF" } => Impurity.FloatingPoint,
        { Type: "System.Text.Json.JsonElement" or "System.Text.Json.Utf8JsonReader" } when floatingMembers.Contains(use.Member) =>
            Impurity.FloatingPoint,
        _ => CultureRules.DependsOnCulture(use) ? Impurity.Culture : null,
    };

    /// <summary>True for a type that counts in binary fractions, also inside another one.</summary>
    public static bool IsFloatingPoint(string type) =>
        type.Contains("System.Double", StringComparison.Ordinal) || type.Contains("System.Single", StringComparison.Ordinal)
            || type.Contains("System.Half", StringComparison.Ordinal);

    static bool IsRandom(MemberUse use)
    {
        // A hash code lives within the process, and there it is what GetHashCode is for.
        var ownHashCode = use.User.EndsWith("::GetHashCode", StringComparison.Ordinal);
        if (use.Type == "System.HashCode"
            || use is { Type: "System.Object" or "System.String", Member: "GetHashCode" }) return !ownHashCode;
        if (randomTypes.Contains(use.Type) || randomMembers.Contains(use.Name)) return true;
        // ECDsa.Create(ECCurve) makes a key; Create() and Create(ECParameters) do not.
        return use is { Type: "System.Security.Cryptography.ECDsa" or "System.Security.Cryptography.ECDiffieHellman", Member: "Create" }
            && use.Parameters is ["System.Security.Cryptography.ECCurve"];
    }
}
