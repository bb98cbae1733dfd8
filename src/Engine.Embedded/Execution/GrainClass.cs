using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Core;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Persistence;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>What the engine knows of a grain class; found once, at the start.</summary>
sealed class GrainClass
{
    readonly ObjectFactory _factory;
    readonly IPersistentStateFactory[] _states;

    internal GrainClass(Type type, TimeSpan idleLimit)
    {
        Class = type;
        Name = type.GetCustomAttribute<GrainTypeAttribute>(inherit: false)!.GetGrainType(null!, type);
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        Workers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 1;
        IdleLimit = type.IsDefined(typeof(KeepAliveAttribute), inherit: true) ? TimeSpan.MaxValue
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>() is { } limit ? limit.AlwaysActive ? TimeSpan.MaxValue : limit.AgeLimit
            : idleLimit;
        StreamNamespaces = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>().Select(attribute => attribute.StreamNamespace)];
        var facets = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).FirstOrDefault()?.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute))).ToArray() ?? [];
        _states = [.. facets.Select(parameter => StateFactory(type, parameter))];
        _factory = ActivatorUtilities.CreateFactory(type, [.. facets.Select(parameter => parameter.ParameterType)]);
    }

    internal Type Class { get; }

    internal GrainType Name { get; }

    internal bool Reentrant { get; }

    /// <summary>Most activations of one identity at a time.</summary>
    internal int Workers { get; }

    /// <summary>How long an activation may be idle.</summary>
    internal TimeSpan IdleLimit { get; }

    /// <summary>The stream namespaces the class is subscribed to by attribute.</summary>
    internal string[] StreamNamespaces { get; }

    /// <summary>Makes an instance in the turn of its activation, with its states, not yet read.</summary>
    internal (IGrainBase Grain, IStorage[] States) Create(Activation activation)
    {
        var states = _states.Length == 0 ? [] : Array.ConvertAll(_states, state => state.Create(activation));
        return ((IGrainBase)_factory(activation.ActivationServices, states), states);
    }

    static IPersistentStateFactory StateFactory(Type grain, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new InvalidOperationException($"{grain}: parameter '{parameter.Name}' has [PersistentState], so its type must be IPersistentState<T>, not {type}.");
        var state = type.GetGenericArguments()[0];
        if (state.IsClass && state.GetConstructor(Type.EmptyTypes) is null)
            throw new InvalidOperationException($"{grain}: state class {state} must have a public constructor without parameters.");
        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        return (IPersistentStateFactory)Activator.CreateInstance(typeof(PersistentStateFactory<>).MakeGenericType(state), attribute)!;
    }
}
