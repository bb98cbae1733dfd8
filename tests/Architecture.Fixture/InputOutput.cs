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
    [Sin("InputOutput")] public static long OpensAStream() => new FileStream("block", FileMode.Open).Length;
    [Sin("InputOutput")] public static string ReadsThroughAReader() => new StreamReader("block").ReadToEnd();
    [Sin("InputOutput")] public static long AsksAboutAFile() => new FileInfo("block").Length;
    [Sin("InputOutput")] public static string MakesATemporaryFile() => Path.GetTempFileName();
    [Sin("InputOutput")] public static IPAddress[] AsksTheNetwork() => Dns.GetHostAddresses("localhost");
    [Sin("InputOutput")] public static void OpensASocket() => new TcpClient().Dispose();
    [Sin("InputOutput")] public static async Task<string> FetchesAsync() => await new HttpClient().GetStringAsync("http://localhost");
    [Sin("InputOutput")] public static void Prints() => Console.WriteLine("block");
    [Sin("InputOutput")] public static Process? StartsAProcess() => Process.Start("true");
    [Sin("Native")] [LibraryImport("libc", EntryPoint = "getpid")] public static partial int CallsNativeCode();

    [Innocent] public static string NamesAFile() => Path.GetExtension("meter.csv");
    [Innocent] public static byte[] KeepsBytesInMemory() => new MemoryStream([1]).ToArray();
}
