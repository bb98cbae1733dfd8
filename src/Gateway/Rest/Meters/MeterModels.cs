using System.Text.Json.Serialization;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A meter.</summary>
/// <param name="Id">Meter id, unique within the tenant.</param>
/// <param name="Site">The site.</param>
/// <param name="Ledger">The ledger its readings are on.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Unit">kWh, m3 or l.</param>
/// <param name="Direction">import, export, generation, consumption or storage.</param>
/// <param name="Kind">interval or register.</param>
/// <param name="Source">What it meters: grid, chp, wind, solar, battery, boiler or load.</param>
/// <param name="Parent">The meter above it.</param>
/// <param name="KeyId">The key that signs its readings; null: the gateway attests them.</param>
/// <param name="ResolutionSeconds">Length of its usual slot, s.</param>
/// <param name="RegisteredIn">Where the ledger says that it exists.</param>
/// <param name="Last">Its newest reading.</param>
/// <param name="Silent">No reading for longer than three slots, and at least five minutes.</param>
/// <param name="PowerKw">Average power over the newest slot, kW; null when that is not recent or not energy.</param>
public sealed record Meter(string Id, string Site, string Ledger, string Name, string Commodity, string Unit, string Direction, string Kind, string? Source,
    string? Parent, string? KeyId, int ResolutionSeconds, RegistrationPlace? RegisteredIn, LastReading? Last, bool Silent, decimal? PowerKw);

/// <summary>Where something was registered.</summary>
/// <param name="Block">Height of the block.</param>
/// <param name="Transaction">Id of the transaction.</param>
public sealed record RegistrationPlace(long Block, string Transaction);

/// <summary>The newest reading of a meter.</summary>
/// <param name="Start">Start of the slot, or time of the register reading.</param>
/// <param name="Seconds">Length of the slot, s; 0 for a register reading.</param>
/// <param name="Value">Value in the meter's unit.</param>
/// <param name="Quality">measured, estimated, corrected or attested.</param>
/// <param name="Transaction">The transaction that recorded it.</param>
/// <param name="Block">Height of its block.</param>
public sealed record LastReading(DateTime Start, int Seconds, decimal Value, string Quality, string Transaction, long Block);

/// <summary>A meter to register.</summary>
/// <param name="Id">Lower case letters, digits and hyphens; unique within the tenant.</param>
/// <param name="Site">The site.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Unit">kWh, m3 or l.</param>
/// <param name="Direction">import, export, generation, consumption or storage.</param>
/// <param name="Kind">interval or register.</param>
/// <param name="Source">What it meters: grid, chp, wind, solar, battery, boiler or load.</param>
/// <param name="Parent">The meter above it.</param>
/// <param name="ResolutionSeconds">Length of its usual slot, s; 900 unless said.</param>
/// <param name="CapacityKw">The most it can draw or give, kW.</param>
/// <param name="OcmfKey">Public key of an OCMF meter: SubjectPublicKeyInfo in hex.</param>
/// <param name="Key">The device's public key as a JWK (P-256); without it the gateway attests the readings.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewMeter(string Id, string Site, string Name, string Commodity, string Unit, string Direction, string Kind, string? Source = null,
    string? Parent = null, int? ResolutionSeconds = null, decimal? CapacityKw = null, string? OcmfKey = null, PublicJwk? Key = null);

/// <summary>A public key as JWK (RFC 7517, RFC 7518 §6.2).</summary>
/// <param name="Kty">EC.</param>
/// <param name="Crv">P-256.</param>
/// <param name="X">x coordinate, base64url.</param>
/// <param name="Y">y coordinate, base64url.</param>
public sealed record PublicJwk(string Kty, string Crv, string X, string Y);

/// <summary>A device account, shown once.</summary>
/// <param name="Username">MQTT user name.</param>
/// <param name="Password">Token; it is not stored and cannot be shown again.</param>
/// <param name="Topic">The topic to publish signed readings to.</param>
public sealed record DeviceCredentials(string Username, string Password, string Topic);

/// <summary>A metered value, or the sum over an hour, day or month.</summary>
/// <param name="Start">Start of the slot or bucket, or time of the register reading.</param>
/// <param name="Seconds">Length, s; 0 for a register reading.</param>
/// <param name="Value">Value in the meter's unit; null for a bucket of which nothing is known.</param>
/// <param name="Quality">measured, estimated, corrected or attested; mixed for a bucket that holds several; none for an empty one.</param>
/// <param name="Transaction">The transaction that recorded it; null for a bucket.</param>
/// <param name="Block">Height of its block; null for a bucket.</param>
/// <param name="Completeness">Share that is known, 0 to 1.</param>
public sealed record Reading(DateTime Start, int Seconds, decimal? Value, string Quality, string? Transaction, long? Block, decimal Completeness);

/// <summary>How an ingest went.</summary>
/// <param name="Results">One result a batch, in the order sent.</param>
public sealed record IngestAnswer(IReadOnlyList<IngestItem> Results);

/// <summary>How one batch went.</summary>
/// <param name="Id">Batch id; empty when it could not be read.</param>
/// <param name="Status">COMMITTED: on the ledger, durably. INVALID: refused. PENDING: not there yet.</param>
/// <param name="Block">Height of its block.</param>
/// <param name="Index">History index of its first transaction.</param>
/// <param name="Rejection">Why it was refused.</param>
public sealed record IngestItem(string Id, string Status, long? Block, long? Index, FieldError? Rejection);
