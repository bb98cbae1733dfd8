using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Calls;

/// <summary>What the engine knows of a method of a grain interface; found once per method.</summary>
sealed class GrainMethod
{
    static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();

    readonly MethodInfo _method;
    readonly Func<EmbeddedEngine, GrainMethod, object?[], Call> _create;

    GrainMethod(MethodInfo method)
    {
        _method = method;
        Parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        CancellationAt = Array.IndexOf(Parameters, typeof(CancellationToken));
        AddressableAt = [.. Enumerable.Range(0, Parameters.Length).Where(at => typeof(IAddressable).IsAssignableFrom(Parameters[at]))];
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void);
        var type = method.ReturnType;
        ReturnsValueTask = type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        Result = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        _create = typeof(Call<>).MakeGenericType(Result ?? typeof(Nothing))
            .GetMethod(nameof(Call<>.Create), BindingFlags.Static | BindingFlags.NonPublic)!
            .CreateDelegate<Func<EmbeddedEngine, GrainMethod, object?[], Call>>();
    }

    /// <summary>The declared types of the parameters.</summary>
    internal Type[] Parameters { get; }

    /// <summary>Where the CancellationToken is, -1 for nowhere.</summary>
    internal int CancellationAt { get; }

    /// <summary>Which parameters are references to grains or observers.</summary>
    internal int[] AddressableAt { get; }

    internal bool ReadOnly { get; }

    internal bool AlwaysInterleave { get; }

    internal bool OneWay { get; }

    internal bool ReturnsValueTask { get; }

    /// <summary>The type within the task, null for none.</summary>
    internal Type? Result { get; }

    internal string Name => $"{_method.DeclaringType?.Name}.{_method.Name}";

    internal bool ReturnsNothing => _method.ReturnType == typeof(void);

    internal static GrainMethod Of(MethodInfo method) =>
        Known.TryGetValue(method, out var known) ? known : Known.GetOrAdd(method, static method => new(method));

    /// <summary>Why the method cannot be called through the engine, null when it can.</summary>
    internal static string? Objection(MethodInfo method, bool mayReturnNothing)
    {
        var type = method.ReturnType;
        var isTask = type == typeof(Task) || type == typeof(ValueTask)
            || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));
        if (!isTask && !(mayReturnNothing && type == typeof(void)))
            return $"{method.DeclaringType}.{method.Name} returns {type}: grain methods return Task, Task<T>, ValueTask or ValueTask<T>";
        return method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef)
            ? $"{method.DeclaringType}.{method.Name} has an in, ref or out parameter"
            : null;
    }

    internal Call CreateCall(EmbeddedEngine engine, object?[] arguments) => _create(engine, this, arguments);

    internal object? Invoke(object target, object?[] arguments) =>
        _method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}

/// <summary>The result of a method without one.</summary>
readonly struct Nothing;
