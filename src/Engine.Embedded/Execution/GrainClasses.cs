using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Calls;
using SmartBlocks.Engine.Embedded.Observers;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>The grain classes of the host's assemblies, checked at the start for what would fail later or on Orleans only.</summary>
sealed class GrainClasses
{
    readonly Dictionary<GrainType, GrainClass> _byName = [];
    readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainType> _byInterface = new();

    internal GrainClasses(IEnumerable<Assembly> assemblies, TimeSpan idleLimit)
    {
        var classes = assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IGrain).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal).ToList();
        var objections = Objections(classes).ToList();
        if (objections.Count > 0)
            throw new InvalidOperationException("The grain classes cannot be started:\n- " + string.Join("\n- ", objections));
        foreach (var type in classes)
        {
            var grainClass = new GrainClass(type, idleLimit);
            _byName.Add(grainClass.Name, grainClass);
        }
    }

    internal IEnumerable<GrainClass> All => _byName.Values;

    internal GrainClass Of(GrainType name) => _byName.TryGetValue(name, out var grainClass) ? grainClass
        : throw new ArgumentException($"No grain class has the grain type '{name}'; are its assembly's grains scanned?");

    internal GrainType Resolve(Type interfaceType, string? prefix) =>
        _byInterface.GetOrAdd((interfaceType, prefix), static (key, classes) => classes.Find(key.Interface, key.Prefix), this);

    GrainType Find(Type interfaceType, string? prefix)
    {
        var found = _byName.Values.Where(grainClass => interfaceType.IsAssignableFrom(grainClass.Class)
            && (prefix is null || grainClass.Class.FullName!.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        return found switch
        {
            [var only] => only.Name,
            [] => throw new ArgumentException($"No grain class implements {interfaceType}{(prefix is null ? "" : $" and begins with '{prefix}'")}."),
            _ => throw new ArgumentException(
                $"{interfaceType} is implemented by {string.Join(", ", found.Select(grainClass => grainClass.Class.FullName))}: say which by grainClassNamePrefix."),
        };
    }

    static IEnumerable<string> Objections(List<Type> classes)
    {
        foreach (var type in classes)
        {
            var name = type.GetCustomAttribute<GrainTypeAttribute>(inherit: false)?.GetGrainType(null!, type).ToString();
            if (name is null) yield return $"{type} has no [GrainType(\"…\")]: it is the class's identity in storage";
            else if (name == ObserverRegistry.TypeName || name.Contains('/', StringComparison.Ordinal)) yield return $"{type}: '{name}' cannot be a grain type";
            foreach (var method in type.GetInterfaces().Where(found => typeof(IAddressable).IsAssignableFrom(found)).SelectMany(found => found.GetMethods()))
            {
                if (GrainMethod.Objection(method, mayReturnNothing: typeof(IGrainObserver).IsAssignableFrom(method.DeclaringType)) is { } objection)
                    yield return objection;
            }
        }

        foreach (var same in classes.GroupBy(type => type.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"{string.Join(" and ", same.Select(type => type.FullName))} have one simple name";
        foreach (var same in classes
            .Where(type => type.IsDefined(typeof(GrainTypeAttribute), inherit: false))
            .GroupBy(type => type.GetCustomAttribute<GrainTypeAttribute>(inherit: false)!.GetGrainType(null!, type)).Where(group => group.Count() > 1))
            yield return $"{string.Join(" and ", same.Select(type => type.FullName))} have one grain type, '{same.Key}'";
    }
}
