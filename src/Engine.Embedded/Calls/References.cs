using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Calls;

/// <summary>A reference to a grain or observer: every method of its interface becomes a call.</summary>
#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
class GrainReferenceProxy : DispatchProxy, IAddressable, IEquatable<GrainReferenceProxy>
#pragma warning restore CA1852
{
    internal EmbeddedEngine Engine { get; private set; } = null!;

    internal GrainId Target { get; private set; }

    internal GrainReferenceProxy For(EmbeddedEngine engine, GrainId target)
    {
        // Cloning a template costs a fraction of what DispatchProxy.Create does.
        var reference = (GrainReferenceProxy)MemberwiseClone();
        (reference.Engine, reference.Target) = (engine, target);
        return reference;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Engine.Call(Target, GrainMethod.Of(targetMethod!), args ?? []);

    public bool Equals(GrainReferenceProxy? other) => other is not null && Target == other.Target;

    public override bool Equals(object? obj) => Equals(obj as GrainReferenceProxy);

    public override int GetHashCode() => Target.GetHashCode();

    public override string ToString() => $"reference to {Target}";
}

/// <summary>Makes references.</summary>
sealed class References(EmbeddedEngine engine)
{
    static readonly ConcurrentDictionary<Type, GrainReferenceProxy> Templates = new();

    internal object Get(Type interfaceType, GrainId target) => Templates.GetOrAdd(interfaceType, Template).For(engine, target);

    static GrainReferenceProxy Template(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !typeof(IAddressable).IsAssignableFrom(interfaceType))
            throw new ArgumentException($"'{interfaceType}' is not a grain or observer interface.", nameof(interfaceType));
        return (GrainReferenceProxy)DispatchProxy.Create(interfaceType, typeof(GrainReferenceProxy));
    }
}
