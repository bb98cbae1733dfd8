using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace SmartBlocks.Architecture.Tests.Metadata;

/// <summary>Spells types as metadata does: <c>System.Collections.Generic.List`1&lt;System.String&gt;</c>, nested types with '/'.</summary>
public sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    /// <summary>The only instance; it has no state.</summary>
    public static TypeNames Instance { get; } = new();

    /// <summary>The full name of a defined type.</summary>
    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Join(reader.GetString(type.Namespace), name) : $"{Of(reader, outer)}/{name}";
    }

    /// <summary>The full name of a referenced type.</summary>
    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}/{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    /// <summary>The full name of whatever stands where a type may stand.</summary>
    public static string Of(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Of(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Of(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Instance, null),
        _ => "?",
    };

    static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    string ISimpleTypeProvider<string>.GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;
    string ISimpleTypeProvider<string>.GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Of(reader, handle);
    string ISimpleTypeProvider<string>.GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Of(reader, handle);
    string ISZArrayTypeProvider<string>.GetSZArrayType(string elementType) => elementType + "[]";
    string IConstructedTypeProvider<string>.GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";
    string IConstructedTypeProvider<string>.GetByReferenceType(string elementType) => elementType + "&";
    string IConstructedTypeProvider<string>.GetPointerType(string elementType) => elementType + "*";
    string IConstructedTypeProvider<string>.GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(",", typeArguments)}>";
    string ISignatureTypeProvider<string, object?>.GetFunctionPointerType(MethodSignature<string> signature) => "function*";
    string ISignatureTypeProvider<string, object?>.GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;
    string ISignatureTypeProvider<string, object?>.GetGenericTypeParameter(object? genericContext, int index) => "!" + index;
    string ISignatureTypeProvider<string, object?>.GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        unmodifiedType;
    string ISignatureTypeProvider<string, object?>.GetPinnedType(string elementType) => elementType;
    string ISignatureTypeProvider<string, object?>.GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
}
