using System.Runtime.InteropServices;
using System.Text;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Asks the machine it happens to run on.</summary>
public static class Surroundings
{
    [Sin("Environment")] public static string? ReadsAVariable() => Environment.GetEnvironmentVariable("HOME");
    [Sin("Environment")] public static string AsksTheMachinesName() => Environment.MachineName;
    [Sin("Environment")] public static int CountsProcessors() => Environment.ProcessorCount;
    [Sin("Environment")] public static string UsesThePlatformsNewLine() => Environment.NewLine;
    [Sin("Environment")] public static string AppendsThePlatformsNewLine() => new StringBuilder().AppendLine("a").ToString();
    [Sin("Environment")] public static bool AsksForTheSystem() => OperatingSystem.IsLinux();
    [Sin("Environment")] public static string DescribesTheRuntime() => RuntimeInformation.FrameworkDescription;
    [Sin("Environment")] public static string FindsItsFolder() => AppContext.BaseDirectory;
    [Sin("Environment")] public static byte[] UsesTheMachinesByteOrder() => BitConverter.GetBytes(1);

    [Innocent] public static IEnumerable<int> Iterates() { yield return 1; }
}
