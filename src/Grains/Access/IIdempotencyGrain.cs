namespace SmartBlocks.Grains;

/// <summary>
/// Remembers how a caller's POSTs with an <c>Idempotency-Key</c> were answered (draft-ietf-httpapi-idempotency-key-header); the grain's key is the
/// caller, so that any gateway of a cluster gives the same answer.
/// </summary>
[Alias("IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>Claims a key for a request, or says how the request with that key stands.</summary>
    /// <param name="key">The header's value.</param>
    /// <param name="fingerprint">Digest of method, address and body: the same key with another request is refused.</param>
    Task<IdempotencyClaim> Claim(string key, string fingerprint);

    /// <summary>Keeps the answer.</summary>
    Task Complete(string key, RememberedAnswer answer);

    /// <summary>Gives the key up after a request that failed in a way worth repeating.</summary>
    Task Release(string key);
}

/// <summary>How a request with an idempotency key stands.</summary>
public enum IdempotencyStanding
{
    /// <summary>The key was free and is now the caller's: go ahead.</summary>
    Claimed,
    /// <summary>The first request with this key is still being answered.</summary>
    Underway,
    /// <summary>The key was used for another request.</summary>
    Mismatch,
    /// <summary>Answered before: repeat the answer.</summary>
    Answered,
}

/// <param name="Standing">How it stands.</param>
/// <param name="Answer">The answer to repeat, when there is one.</param>
public sealed record IdempotencyClaim(IdempotencyStanding Standing, RememberedAnswer? Answer);

/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Content-Type.</param>
/// <param name="Location">Location header, if there was one.</param>
/// <param name="Body">The body.</param>
public sealed record RememberedAnswer(int Status, string? ContentType, string? Location, ReadOnlyMemory<byte> Body);
