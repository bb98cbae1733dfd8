using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>The protected header of a transaction (RFC 7515 §4): eight members, no others.</summary>
/// <param name="Alg">Signature algorithm: <c>ES256</c>.</param>
/// <param name="Kid">Key id of the signer: RFC 7638 thumbprint.</param>
/// <param name="Typ">Always <c>sb-tx</c>.</param>
/// <param name="Ledger">The ledger it is meant for; it counts on no other.</param>
/// <param name="Family">Name and version of the family that applies the payload: <c>interval/1</c>.</param>
/// <param name="Iat">When it was signed, in Unix milliseconds.</param>
/// <param name="Nonce">Makes two otherwise equal transactions different.</param>
/// <param name="Dep">Ids of transactions that must be committed before this one or with it; usually empty.</param>
public sealed record TransactionHeader(
    string Alg, string Kid, string Typ, string Ledger, string Family, long Iat, string Nonce, ImmutableArray<string> Dep)
{
    /// <summary>The only <c>typ</c>.</summary>
    public const string Type = "sb-tx";

    /// <summary>Longest decoded header, in bytes.</summary>
    public const int MaxBytes = 4_096;

    /// <summary>Most ids in <c>dep</c>.</summary>
    public const int MaxDependencies = 32;

    private static readonly string[] MemberNames = ["alg", "kid", "typ", "ledger", "family", "iat", "nonce", "dep"];

    internal static bool TryParse(ReadOnlySpan<byte> json, out TransactionHeader? header, out Rejection? why)
    {
        header = null;
        try
        {
            var texts = new string?[MemberNames.Length];
            long iat = -1;
            ImmutableArray<string> dep = [];
            var seen = 0;
            if (!IsPlain(json))
            {
                why = new Rejection("header.text", "The header must be printable ASCII without \\u escapes.");
                return false;
            }
            var reader = new Utf8JsonReader(json);
            why = reader.Read() && reader.TokenType == JsonTokenType.StartObject ? null : NotAnObject;
            while (why is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var member = IndexOf(ref reader);
                if (member < 0)
                    why = new Rejection("header.member", $"The header has the member '{reader.GetString()}'; it may hold only {string.Join(", ", MemberNames)}.", reader.GetString());
                else if ((seen & (1 << member)) != 0)
                    why = new Rejection("header.duplicate", $"The header has the member '{MemberNames[member]}' twice.", MemberNames[member]);
                else
                {
                    seen |= 1 << member;
                    reader.Read();
                    why = member switch
                    {
                        5 => ReadTime(ref reader, out iat),
                        7 => ReadDependencies(ref reader, out dep),
                        _ => ReadText(ref reader, MemberNames[member], out texts[member]),
                    };
                }
            }
            if (why is null && (reader.TokenType != JsonTokenType.EndObject || reader.Read()))
                why = NotAnObject;
            why ??= FirstMissing(seen);
            if (why is not null)
                return false;
            header = new TransactionHeader(texts[0]!, texts[1]!, texts[2]!, texts[3]!, texts[4]!, iat, texts[6]!, dep);
            why = header.Check();
            return why is null;
        }
        catch (JsonException e)
        {
            why = new Rejection("header.json", "The header is not JSON: " + e.Message);
            return false;
        }
    }

    internal byte[] ToJson()
    {
        var dep = Dep.IsDefaultOrEmpty ? "" : $",\"dep\":[{string.Join(',', Dep.Select(id => $"\"{id}\""))}]";
        return System.Text.Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $$"""{"alg":"{{Alg}}","kid":"{{Kid}}","typ":"{{Typ}}","ledger":"{{Ledger}}","family":"{{Family}}","iat":{{Iat}},"nonce":"{{Nonce}}"{{dep}}}"""));
    }

    internal Rejection? Check()
    {
        if (Alg is not "ES256")
            return Bad("alg", Alg, "must be ES256");
        if (Typ is not Type)
            return Bad("typ", Typ, $"must be {Type}");
        if (!Names.IsDigest(Kid))
            return Bad("kid", Kid, "must be an RFC 7638 thumbprint: 43 characters of base64url");
        if (!Names.IsLedger(Ledger))
            return Bad("ledger", Ledger, "must be 1 to 64 of a-z, 0-9 and -");
        if (!Names.IsFamily(Family))
            return Bad("family", Family, "must be name/version, like interval/1");
        if (!Names.IsToken(Nonce))
            return Bad("nonce", Nonce, "must be 1 to 64 of A-Z, a-z, 0-9 and - . _ ~ :");
        return null;
    }

    private static Rejection NotAnObject => new("header.json", "The header must be one JSON object.");

    private static Rejection Bad(string field, string value, string rule) => new("header." + field, $"{field} is '{value}'; it {rule}.", field, value);

    /// <summary>Only printable ASCII, and no \u escape: such a header never holds half a surrogate pair, so reading it cannot throw.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> json) => !json.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E) && json.IndexOf("\\u"u8) < 0;

    private static int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < MemberNames.Length; i++)
        {
            if (reader.ValueTextEquals(MemberNames[i]))
                return i;
        }
        return -1;
    }

    private static Rejection? ReadText(ref Utf8JsonReader reader, string name, out string? text)
    {
        text = reader.TokenType != JsonTokenType.String ? null : reader.ValueIsEscaped || name == "nonce" ? reader.GetString() : TextPool.Get(reader.ValueSpan);
        return text is null ? new Rejection("header." + name, $"{name} must be text.", name) : null;
    }

    private static Rejection? ReadTime(ref Utf8JsonReader reader, out long iat)
    {
        iat = -1;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out iat) && iat is >= 0 and < 1L << 53
            ? null
            : new Rejection("header.iat", "iat must be a whole number of Unix milliseconds from 0 to 2^53-1.", "iat");
    }

    private static Rejection? ReadDependencies(ref Utf8JsonReader reader, out ImmutableArray<string> dep)
    {
        dep = [];
        var ids = ImmutableArray.CreateBuilder<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.String && ids.Count < MaxDependencies)
            {
                var id = reader.GetString()!;
                if (!Names.IsDigest(id) || ids.Contains(id))
                    return Bad("dep", id, "must hold different transaction ids of 43 characters of base64url");
                ids.Add(id);
            }
            if (reader.TokenType == JsonTokenType.EndArray && ids.Count > 0)
            {
                dep = ids.ToImmutable();
                return null;
            }
        }
        return new Rejection("header.dep", $"dep must be a list of 1 to {MaxDependencies} transaction ids; leave it out when there are none.", "dep");
    }

    private static Rejection? FirstMissing(int seen)
    {
        for (var i = 0; i < MemberNames.Length - 1; i++)   // dep, the last, is optional
        {
            if ((seen & (1 << i)) == 0)
                return new Rejection("header.missing", $"The header has no member '{MemberNames[i]}'.", MemberNames[i]);
        }
        return null;
    }
}
