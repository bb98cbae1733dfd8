using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace SmartBlocks.Ledger.Tests;

/// <summary>Keys made from names, so that tests and documents always have the same ones. Nobody else should.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<string, SigningKey> Known = new();

    public static SigningKey Of(string name) => Known.GetOrAdd(name, static n => SigningKey.FromECDsa(ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = SHA256.HashData(Encoding.UTF8.GetBytes("SmartBlocks test key " + n)),
    })));
}
