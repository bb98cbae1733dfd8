namespace SmartBlocks.BlockMeter.Agent;

/// <summary>Something a person has to put right – a file, an option, an address – said in one sentence.</summary>
public sealed class AgentException(string message) : Exception(message);
