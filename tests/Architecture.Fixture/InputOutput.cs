using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Touches the disk, the network, the console, other processes and native code.</summary>
public static partial class InputOutput
{
    [Sin("InputOutput")] public static string ReadsAFile() => File.ReadAllText("meter.csv");
    [Sin("InputOutput")] public static void MakesAFolder() => Directory.CreateDirectory("data");
    [Sin("InputOutput")] public static long OpensAStream() { using var stream = new FileStream("block", FileMode.Open); return stream.Length; }
    [Sin("InputOutput")] public static string ReadsThroughAReader() { using var reader = new StreamReader("block"); return reader.ReadToEnd(); }
    [Sin("InputOutput")] public static long AsksAboutAFile() => new FileInfo("block").Length;
    [Sin("InputOutput")] public static string MakesATemporaryFile() => Path.GetTempFileName();
    [Sin("InputOutput")] public static IPAddress[] AsksTheNetwork() => Dns.GetHostAddresses("localhost");
    [Sin("InputOutput")] public static void OpensASocket() => new TcpClient().Dispose();
    [Sin("InputOutput")] public static async Task<string> FetchesAsync() { using var client = new HttpClient(); return await client.GetStringAsync("http://localhost"); }
    [Sin("InputOutput")] public static void Prints() => Console.WriteLine("block");
    [Sin("InputOutput")] public static Process? StartsAProcess() => Process.Start("true");
    [Sin("Native")] [LibraryImport("libc", EntryPoint = "getpid")] public static partial int CallsNativeCode();

    [Innocent] public static string NamesAFile() => Path.GetExtension("meter.csv");
    [Innocent] public static byte[] KeepsBytesInMemory() { using var stream = new MemoryStream(); stream.WriteByte(1); return stream.ToArray(); }
}
