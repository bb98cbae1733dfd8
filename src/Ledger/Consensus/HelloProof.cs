namespace SmartBlocks.Ledger;

/// <summary>
/// Shows that who follows a ledger holds a key: a JWS with typ <c>sb-hello</c> over <c>{"ledger":"…","genesis":"…","challenge":"…"}</c>. The
/// challenge is the server's, fresh for each connection; the genesis block's id keeps an answer from being used on another ledger of that name.
/// </summary>
public static class HelloProof
{
    /// <summary>The JWS type.</summary>
    public const string Type = "sb-hello";

    /// <summary>Answers a challenge.</summary>
    public static string Sign(ISigner key, string ledger, string genesis, string challenge) =>
        SignedStatement.Sign(key, Type, Payload(ledger, genesis, challenge));

    /// <summary>True when <paramref name="proof"/> answers exactly this challenge and is signed by <paramref name="key"/>.</summary>
    public static bool Verify(string proof, PublicKey key, string ledger, string genesis, string challenge)
    {
        if (SignedStatement.Open(proof, Type) is not var (kid, payload) || kid != key.KeyId)
            return false;
        var dot = proof.LastIndexOf('.');
        return payload.AsSpan().SequenceEqual(Payload(ledger, genesis, challenge)) && key.Verify(
            System.Text.Encoding.ASCII.GetBytes(proof, 0, dot),
            StrictBase64Url.Decode(System.Text.Encoding.ASCII.GetBytes(proof[(dot + 1)..])));
    }

    private static byte[] Payload(string ledger, string genesis, string challenge) => CanonicalJson.Write(json =>
    {
        json.WriteString("ledger", ledger);
        json.WriteString("genesis", genesis);
        json.WriteString("challenge", challenge);
    });
}
