using System.Buffers;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The first transaction of a ledger: who certifies it, who operates it, who attests for devices that cannot sign.</summary>
internal static class Genesis
{
    /// <summary>Vault name of the key that signs the host's blocks.</summary>
    public const string ValidatorKey = "validator";

    /// <summary>Vault name of the key that attests readings of devices that cannot sign.</summary>
    public const string GatewayKey = "gateway";

    /// <summary>Vault name of a tenant's operator key.</summary>
    public static string OperatorKey(string tenant) => "operator/" + tenant;

    /// <summary>Signs the genesis transaction with the tenant's operator key.</summary>
    public static async Task<Transaction> CreateAsync(IKeyVault keys, string ledger, CreateLedger request, DateTimeOffset now)
    {
        var founder = await keys.GetOrCreateAsync(OperatorKey(request.Tenant));
        var gateway = await keys.GetOrCreateAsync(GatewayKey);
        var validator = await keys.GetOrCreateAsync(ValidatorKey);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("op", "genesis");
            json.WriteString("name", request.Name);
            json.WriteString("engine", "solo");
            json.WriteStartArray("validators");
            json.WriteRawValue(validator.PublicKey.ToJwk());
            json.WriteEndArray();
            json.WriteStartArray("keys");
            Write(json, founder.PublicKey.ToJwk(), request.Tenant, Roles.Operator);
            Write(json, gateway.PublicKey.ToJwk(), "gateway", Roles.Gateway);
            Write(json, validator.PublicKey.ToJwk(), "host", Roles.Validator);
            foreach (var member in request.Validators ?? [])
                Write(json, member.Jwk, member.Party, Roles.Validator);
            json.WriteEndArray();
            WriteGovernance(json, request);
            json.WriteEndObject();
        }
        return Transaction.Sign(founder, ledger, "settings/1", buffer.WrittenSpan, now.ToUnixTimeMilliseconds(), Nonces.Next());
    }

    /// <summary>The founder owns the ledger and decides on it alone, until it lets others in.</summary>
    private static void WriteGovernance(Utf8JsonWriter json, CreateLedger request)
    {
        json.WriteStartArray("members");
        WriteMember(json, request.Tenant, request.TenantName ?? request.Tenant, Roles.Owner);
        foreach (var member in (request.Validators ?? []).Where(v => v.Party != request.Tenant))
            WriteMember(json, member.Party, member.Name, member.Role);
        json.WriteEndArray();
        json.WriteStartObject(GovernanceRule.Setting);
        json.WriteStartArray("parties");
        json.WriteStringValue(request.Tenant);
        json.WriteEndArray();
        json.WriteNumber("threshold", 1);
        json.WriteEndObject();
    }

    /// <summary>
    /// Hands a ledger over from the host to its founding validators, with the tenant's operator key, in one batch. It is the second block: the first one
    /// has to be there before anybody can follow the ledger and vote on it.
    /// </summary>
    public static async Task<Batch> HandOverAsync(IKeyVault keys, string ledger, CreateLedger request, DateTimeOffset now)
    {
        var founder = await keys.GetOrCreateAsync(OperatorKey(request.Tenant));
        var set = string.Join(',', request.Validators!.Value.Select(v => v.Jwk));
        Transaction Sign(string payload) =>
            Transaction.Sign(founder, ledger, "settings/1", System.Text.Encoding.UTF8.GetBytes(payload), now.ToUnixTimeMilliseconds(), Nonces.Next());
        return Batch.Create(founder, [
            Sign($$"""{"op":"set","name":"validators","value":[{{set}}]}"""),
            Sign($$"""{"op":"set","name":"engine","value":"{{Quorum.Name}}"}"""),
        ]);
    }

    private static void WriteMember(Utf8JsonWriter json, string party, string name, string role)
    {
        json.WriteStartObject();
        json.WriteString("party", party);
        json.WriteString("name", name);
        json.WriteStartArray("roles");
        json.WriteStringValue(role);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string jwk, string party, string role)
    {
        json.WriteStartObject();
        json.WritePropertyName("jwk");
        json.WriteRawValue(jwk);
        json.WriteString("party", party);
        json.WriteString("role", role);
        json.WriteEndObject();
    }
}

/// <summary>Fresh nonces for transactions that the host signs: 96 random bits, base64url.</summary>
internal static class Nonces
{
    public static string Next() => System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12));
}
