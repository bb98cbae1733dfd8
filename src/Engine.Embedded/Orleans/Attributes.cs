using System.Globalization;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The grain class's name in identities and in storage. It must never change for a class that has state.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    readonly GrainType _grainType = GrainType.Create(grainType);

    /// <summary>The name as a <see cref="GrainType"/>.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
}

/// <summary>Activations of the class are not collected when idle.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute;

/// <summary>How long an activation of the class may be idle before it is collected; at least one minute.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    TimeSpan? _value;

    /// <summary>The limit is the sum of the named parts.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>The limit as a time span, <c>hh:mm:ss</c>.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod) => _value = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>The least limit: one minute.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    /// <summary>Days of the limit.</summary>
    public double Days { get; set; }

    /// <summary>Hours of the limit.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes of the limit.</summary>
    public double Minutes { get; set; }

    /// <summary>Never collect.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The limit.</summary>
    public TimeSpan AgeLimit => _value ??= AlwaysActive
        ? TimeSpan.FromDays(short.MaxValue)
        : TimeSpan.FromTicks(Math.Max(
            (TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes)).Ticks, MinAgeLimit.Ticks));
}

/// <summary>The grain with a stream's key receives the streams of this namespace.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute(string streamNamespace, string? streamIdMapper = null) : Attribute
{
    /// <summary>The namespace.</summary>
    internal string StreamNamespace { get; } = streamNamespace;

    /// <summary>Orleans' name of a mapper from stream to grain key. Only the default (same key) exists here.</summary>
    public string? StreamIdMapper { get; set; } = streamIdMapper;
}

/// <summary>A stable name for a type or method in the messages between silos.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method | AttributeTargets.Interface, AllowMultiple = true)]
public sealed class AliasAttribute(string alias) : Attribute
{
    /// <summary>The name.</summary>
    public string Alias { get; } = alias;
}

/// <summary>Promises that values are not changed once sent, so that the engine need not copy them.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue,
    Inherited = false)]
public sealed class ImmutableAttribute : Attribute;
