using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace SmartBlocks.Grains.Tests;

/// <summary>What crosses a grain boundary must come out as it went in: every type reachable from a grain interface, walked and sent through JSON.</summary>
public sealed class BoundaryTests
{
    private static readonly Type[] Interfaces = [.. typeof(ILedgerGrain).Assembly.GetExportedTypes()
        .Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t))];

    public static TheoryData<string> Crossing => [.. Types().Select(t => t.FullName!).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_grain_interfaces_and_types_to_walk()
    {
        Interfaces.Length.ShouldBeGreaterThan(6);
        Crossing.Count.ShouldBeGreaterThan(15);
    }

    [Theory]
    [MemberData(nameof(Crossing))]
    public void A_type_that_crosses_comes_out_as_it_went_in(string name)
    {
        var type = Types().Single(t => t.FullName == name);
        var sent = Sample(type, 0)!;
        var text = JsonSerializer.Serialize(sent, type);
        var received = JsonSerializer.Deserialize(text, type)!;
        JsonSerializer.Serialize(received, type).ShouldBe(text);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
            Text(property.GetValue(received)).ShouldBe(Text(property.GetValue(sent)), $"{name}.{property.Name} was lost");
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<byte> memory => Convert.ToHexString(memory.Span),
        string text => text,
        IEnumerable many => "[" + string.Join(',', many.Cast<object?>().Select(Text)) + "]",
        _ => JsonSerializer.Serialize(value, value.GetType()),
    };

    private static HashSet<Type> Types()
    {
        var found = new HashSet<Type>();
        foreach (var method in Interfaces.SelectMany(t => t.GetMethods()))
        {
            Walk(method.ReturnType, found);
            foreach (var parameter in method.GetParameters())
                Walk(parameter.ParameterType, found);
        }
        return found;
    }

    private static void Walk(Type type, HashSet<Type> found)
    {
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
                Walk(argument, found);
        }
        if (type.IsEnum || type.IsInterface || type.Namespace?.StartsWith("SmartBlocks", StringComparison.Ordinal) != true || !found.Add(type))
            return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            Walk(property.PropertyType, found);
    }

    private static object? Sample(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Sample(inner, depth);
        if (type == typeof(string)) return "text-" + depth;
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 42 + depth;
        if (type == typeof(long)) return 4_200_000_000L + depth;
        if (type == typeof(decimal)) return 1.500m;
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, 21, 10, 15, 0, TimeSpan.Zero);
        if (type == typeof(ReadOnlyMemory<byte>)) return (ReadOnlyMemory<byte>)new byte[] { 1, 2, 3 };
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            var element = type.GetGenericArguments()[0];
            var items = Array.CreateInstance(element, 2);
            for (var i = 0; i < 2; i++)
                items.SetValue(Sample(element, depth + 1), i);
            return typeof(ImmutableArray).GetMethods().Single(m => m.Name == "Create" && m.GetParameters() is [{ ParameterType.IsArray: true }])
                .MakeGenericMethod(element).Invoke(null, [items]);
        }
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
            ?? throw new InvalidOperationException($"{type} crosses a grain boundary and has no public constructor.");
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType, depth + 1))]);
    }
}
