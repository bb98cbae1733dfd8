using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartBlocks.Grains;

/// <summary>
/// How secrets are kept: only as hashes. A password that a person chose is stretched with PBKDF2-HMAC-SHA-512 (RFC 8018, NIST SP 800-132);
/// a secret that this system generated has 192 bits or more of entropy, which no guessing reaches, so that one SHA-256 is enough
/// and a device's sign-in costs microseconds. Comparisons take the same time wherever the bytes differ.
/// </summary>
public static class Secrets
{
    /// <summary>PBKDF2 rounds for a new hash: OWASP's figure for HMAC-SHA-512. More makes sign-in slower and guessing dearer.</summary>
    public const int Iterations = 210_000;

    /// <summary>Shortest password that a person may choose, in characters (NIST SP 800-63B).</summary>
    public const int MinimumPasswordLength = 10;

    const int SaltBytes = 16;
    const int HashBytes = 32;

    // Checked when there is no such user, so that the answer takes as long as for one that exists. Made at the first sign-in, not at the start.
    static readonly Lazy<string> Decoy = new(() => HashPassword("decoy"));

    /// <summary>Stretches a password: <c>pbkdf2-sha512$iterations$salt$hash</c>, salt and hash in Base64.</summary>
    public static string HashPassword(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Format(Iterations, salt, Stretch(password, salt, Iterations));
    }

    /// <summary>Whether the password is the hashed one. With <paramref name="stored"/> null the work is done all the same, and the answer is false.</summary>
    public static bool IsPassword(string password, string? stored)
    {
        var parts = (stored ?? Decoy.Value).Split('$');
        if (parts.Length != 4 || parts[0] != "pbkdf2-sha512" || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var iterations)) return false;
        var expected = Convert.FromBase64String(parts[3]);
        var same = CryptographicOperations.FixedTimeEquals(Stretch(password, Convert.FromBase64String(parts[2]), iterations), expected);
        return same && stored is not null;
    }

    /// <summary>A new secret with <paramref name="bytes"/> bytes of entropy, base64url, after a prefix that says what it is.</summary>
    public static string Generate(string prefix, int bytes = 24) =>
        prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>base64url SHA-256 of a generated secret: what is stored, and for API keys the key of the grain.</summary>
    public static string Digest(string secret) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a generated secret is the one with this digest.</summary>
    public static bool IsSecret(string secret, string? digest) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Digest(secret)), Encoding.ASCII.GetBytes(digest ?? Digest(""))) && digest is not null;

    static byte[] Stretch(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, HashBytes);

    static string Format(int iterations, byte[] salt, byte[] hash) => string.Create(CultureInfo.InvariantCulture,
        $"pbkdf2-sha512${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
