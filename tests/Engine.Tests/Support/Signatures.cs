using System.Reflection;

namespace SmartBlocks.Engine.Tests.Support;

/// <summary>Writes public signatures the way the listing of Orleans' does.</summary>
static class Signatures
{
    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(void)] = "void",
    };

    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The type's own line without its bases: <c>Orleans: abstract class Grain</c>.</summary>
    internal static string Of(Type type)
    {
        var kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        return $"{type.Namespace}: {kind} {(type.DeclaringType is { } outer ? outer.Name + "." : "")}{Name(type)}";
    }

    internal static IEnumerable<string> Members(Type type)
    {
        var head = $"{type.FullName} |    ";
        if (type.IsEnum) return [head + string.Join(", ", Enum.GetNames(type))];
        return type.GetMembers(Declared).Select(Of).OfType<string>().Select(text => head + text);
    }

    static string? Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"ctor({Parameters(constructor)})",
        PropertyInfo property when property.GetAccessors(true).Any(IsVisible) => Of(property),
        FieldInfo field when field.IsPublic || field.IsFamily => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        MethodInfo method when IsVisible(method) && !IsInherited(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => Of(method),
        _ => null,
    };

    static string Of(PropertyInfo property)
    {
        var getter = property.GetMethod!;
        var setter = property.SetMethod is { } found && IsVisible(found) ? " set;" : "";
        return $"{(getter.IsFamily ? "protected " : "")}{(getter.IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name} {{ get;{setter} }}";
    }

    static string Of(MethodInfo method)
    {
        var inInterface = method.DeclaringType!.IsInterface;
        var modifiers = (method.IsFamily ? "protected " : "") + (method.IsStatic ? "static " : "")
            + (inInterface ? method.IsAbstract ? "" : "[default impl] "
                : method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");
        var arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var constraints = method.IsGenericMethod
            ? string.Concat(method.GetGenericArguments().Where(argument => argument.GetGenericParameterConstraints().Length > 0)
                .Select(argument => $" where {argument.Name}: {string.Join(", ", argument.GetGenericParameterConstraints().Select(Name))}"))
            : "";
        return $"{modifiers}{Nested(method.ReturnType)} {method.Name}{arguments}({Parameters(method)}){constraints}";
    }

    static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), false) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(parameter =>
            $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}"));
    }

    static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        if (!type.IsGenericType) return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    static string Nested(Type type) => type is { IsNested: true, IsGenericParameter: false } ? $"{type.DeclaringType!.Name}.{type.Name}" : Name(type);

    // "protected internal" counts as public in the listing.
    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What every type has, and explicit implementations.
    static bool IsInherited(MethodInfo method) =>
        method.Name is "Equals" or "GetHashCode" or "ToString" || method.Name.Contains('.', StringComparison.Ordinal) || method.Name.StartsWith('<');
}
