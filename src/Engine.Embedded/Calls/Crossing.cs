using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Calls;

/// <summary>
/// What happens to a value between two grains. Normally nothing: the caller's object arrives. In round-trip mode it crosses
/// System.Text.Json by its declared type, so that whatever would be lost between two machines is lost here too.
/// </summary>
sealed class Crossing
{
    readonly bool _roundTrip;
    readonly JsonSerializerOptions _json;

    internal Crossing(EmbeddedEngine engine, EmbeddedEngineOptions options)
    {
        _roundTrip = options.RoundTrip;
        _json = new(options.Json);
        _json.Converters.Insert(0, new ReferenceConverterFactory(engine));
        _json.MakeReadOnly(populateMissingResolver: true);
    }

    /// <summary>The JSON of values that cross: the host's options, and references to grains.</summary>
    internal JsonSerializerOptions Json => _json;

    internal void CopyArguments(GrainMethod method, object?[] arguments)
    {
        if (!_roundTrip) return;
        for (var at = 0; at < arguments.Length; at++)
        {
            if (at != method.CancellationAt) arguments[at] = Copy(arguments[at], method.Parameters[at]);
        }
    }

    internal T Copy<T>(T value) => _roundTrip ? (T)Copy(value, typeof(T))! : value;

    /// <summary>Errors cross with type, message, cause and stack trace; their own properties are lost.</summary>
    internal Exception Copy(Exception error)
    {
        if (!_roundTrip) return error;
        var copy = (Exception)RuntimeHelpers.GetUninitializedObject(error.GetType());
        Message(copy) = error.Message;
        Cause(copy) = error.InnerException is { } inner ? Copy(inner) : null;
        StackTrace(copy) = error.StackTrace;
        HResult(copy) = error.HResult;
        return IsWhole(copy) ? copy : error;
    }

    // Some errors build their message from fields of their own, which the copy lacks.
    static bool IsWhole(Exception copy)
    {
        try
        {
            return copy.ToString().Length > 0;
        }
        catch (NullReferenceException)
        {
            return false;
        }
    }

    object? Copy(object? value, Type declared)
    {
        if (value is null || typeof(Exception).IsAssignableFrom(declared)) return value;
        return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, declared, _json), declared, _json);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    static extern ref string? Message(Exception error);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    static extern ref Exception? Cause(Exception error);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_remoteStackTraceString")]
    static extern ref string? StackTrace(Exception error);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_HResult")]
    static extern ref int HResult(Exception error);

    sealed class ReferenceConverterFactory(EmbeddedEngine engine) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsInterface && typeof(IAddressable).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(ReferenceConverter<>).MakeGenericType(typeToConvert), engine)!;
    }

    sealed class ReferenceConverter<T>(EmbeddedEngine engine) : JsonConverter<T>
        where T : class, IAddressable
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? throw new JsonException("A reference must be a string.");
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) throw new JsonException($"'{text}' is not a reference: it must be type/key.");
            return (T)engine.References.Get(typeof(T), GrainId.Create(text[..slash], text[(slash + 1)..]));
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Orleans.GrainExtensions.GetGrainId(value).ToString());
    }
}
