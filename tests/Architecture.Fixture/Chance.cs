using System.Security.Cryptography;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Draws randomness, or takes what differs from process to process for granted.</summary>
public static class Chance
{
    [Sin("Randomness")] public static int Rolls() => new Random().Next();
    [Sin("Randomness")] public static int RollsShared() => Random.Shared.Next();
    [Sin("Randomness")] public static Guid MakesAGuid() => Guid.NewGuid();
    [Sin("Randomness")] public static Guid MakesATimedGuid() => Guid.CreateVersion7();
    [Sin("Randomness")] public static byte[] DrawsBytes() => RandomNumberGenerator.GetBytes(8);
    [Sin("Randomness")] public static ECDsa MakesAKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
    [Sin("Randomness")] public static byte[] SignsWithANonce(ECDsa key, byte[] data) => key.SignData(data, HashAlgorithmName.SHA256);
    [Sin("Randomness")] public static int HashesForThisProcessOnly(string text) => text.GetHashCode();
    [Sin("Randomness")] public static int CombinesForThisProcessOnly(string text) => HashCode.Combine(text, 1);

    [Innocent] public static byte[] Hashes(byte[] data) => SHA256.HashData(data);
    [Innocent] public static bool Verifies(ECDsa key, byte[] data, byte[] signature) =>
        key.VerifyData(data, signature, HashAlgorithmName.SHA256);
}

/// <summary>A value whose hash code is only ever used within the process, as the runtime intends.</summary>
public sealed class Named(string name)
{
    readonly string name = name;

    [Innocent] public override int GetHashCode() => HashCode.Combine(name, name.GetHashCode(StringComparison.Ordinal));
    [Innocent] public override bool Equals(object? obj) => obj is Named other && other.name == name;
}
