using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>Secrets in an agent's file: <c>env:NAME</c> takes one from the environment, where files and their backups do not have it.</summary>
internal static class Secrets
{
    private const string Environment = "env:";

    /// <exception cref="AgentException">There is no such variable.</exception>
    public static string Resolve(string text) => !text.StartsWith(Environment, StringComparison.Ordinal) ? text
        : System.Environment.GetEnvironmentVariable(text[Environment.Length..]) ?? throw new AgentException($"the environment has no {text[Environment.Length..]}");
}
