namespace SmartBlocks.BlockMeter.Agent;

/// <summary>How an agent is doing.</summary>
/// <param name="Connected">Whether there is a connection now.</param>
/// <param name="Taken">Transactions signed and put into the outbox since the start.</param>
/// <param name="Delivered">Transactions acknowledged since the start.</param>
/// <param name="Rejected">Transactions refused for good since the start.</param>
/// <param name="Waiting">Transactions in the outbox.</param>
/// <param name="Problem">What went wrong last; null when all is well.</param>
public sealed record AgentStatus(bool Connected, long Taken, long Delivered, long Rejected, long Waiting, string? Problem);
