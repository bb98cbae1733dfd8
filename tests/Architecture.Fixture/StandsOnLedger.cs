using SmartBlocks.Ledger;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Uses another room, so that its assembly has an arrow to be found.</summary>
public static class StandsOnLedger
{
    [Innocent] public static Hash256 Hashes(byte[] bytes) => Hash256.Of(bytes);
}
