namespace Orleans.Runtime;

/// <summary>The part of an identity that is a key.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>
{
    readonly string? _value;

    IdSpan(string value) => _value = value;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_value);

    /// <summary>Makes one of text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc />
    public bool Equals(IdSpan other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The text.</summary>
    public override string? ToString() => _value;

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}

/// <summary>The name of a grain class (see <see cref="GrainTypeAttribute"/>).</summary>
public readonly struct GrainType : IEquatable<GrainType>
{
    readonly string? _value;

    GrainType(string value) => _value = value;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_value);

    /// <summary>Makes one of text.</summary>
    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return new(value);
    }

    /// <inheritdoc />
    public bool Equals(GrainType other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The text.</summary>
    public override string? ToString() => _value;

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}

/// <summary>The identity of a grain: its class's name and its key.</summary>
public readonly struct GrainId : IEquatable<GrainId>
{
    readonly int _hash;

    /// <summary>Makes an identity.</summary>
    public GrainId(GrainType type, IdSpan key) => (Type, Key, _hash) = (type, key, HashCode.Combine(type, key));

    /// <summary>The class's name.</summary>
    public GrainType Type { get; }

    /// <summary>The key.</summary>
    public IdSpan Key { get; }

    /// <summary>Whether nothing is in it.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>Makes an identity of texts.</summary>
    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    /// <summary>Makes an identity of a type and a key.</summary>
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new(type, IdSpan.Create(key));
    }

    /// <inheritdoc />
    public bool Equals(GrainId other) => _hash == other._hash && Key == other.Key && Type == other.Type;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <summary><c>type/key</c>.</summary>
    public override string ToString() => $"{Type}/{Key}";

    /// <summary>Equality of both parts.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Inequality of either part.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
