using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SmartBlocks.Architecture.Tests.Metadata;

/// <summary>Reads a compiled assembly as data: what its methods call, and what its public members show (ECMA-335 II.22 and III).</summary>
public sealed class CompiledAssembly : IDisposable
{
    readonly PEReader pe;

    /// <summary>Opens an assembly file without loading it into the process.</summary>
    public CompiledAssembly(string path)
    {
        pe = new PEReader(ImmutableCollectionsRead(path));
        Metadata = pe.GetMetadataReader();
    }

    /// <summary>The assembly's tables.</summary>
    public MetadataReader Metadata { get; }

    /// <summary>Every use of a member of another assembly by any method body.</summary>
    public IEnumerable<MemberUse> Uses()
    {
        foreach (var handle in Metadata.MethodDefinitions)
        {
            var method = Metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            var user = NameOf(method);
            foreach (var token in Instructions.MemberTokens(pe.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!))
                if (Resolve(user, MetadataTokens.EntityHandle(token)) is { } use)
                    yield return use;
        }
    }

    /// <summary>Methods whose bodies are native code.</summary>
    public IEnumerable<string> NativeMethods() =>
        from handle in Metadata.MethodDefinitions
        let method = Metadata.GetMethodDefinition(handle)
        where (method.Attributes & MethodAttributes.PinvokeImpl) != 0
        select NameOf(method);

    /// <summary>The signature types of every public method of a public type: (method, type).</summary>
    public IEnumerable<(string Method, string Type)> PublicSignatures()
    {
        foreach (var typeHandle in Metadata.TypeDefinitions.Where(IsPublic))
            foreach (var handle in Metadata.GetTypeDefinition(typeHandle).GetMethods())
            {
                var method = Metadata.GetMethodDefinition(handle);
                if ((method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public) continue;
                var signature = method.DecodeSignature(TypeNames.Instance, null);
                foreach (var type in signature.ParameterTypes.Prepend(signature.ReturnType)) yield return (NameOf(method), type);
            }
    }

    /// <summary>The full names of the types that the assembly defines, without compiler-made ones.</summary>
    public IEnumerable<string> Types() =>
        Metadata.TypeDefinitions.Select(handle => TypeNames.Of(Metadata, handle))
            .Where(name => !name.Contains('<', StringComparison.Ordinal));

    /// <summary>The interfaces that each type of the assembly implements: (type, interface).</summary>
    public IEnumerable<(string Type, string Interface)> Implementations() =>
        from handle in Metadata.TypeDefinitions
        from implementation in Metadata.GetTypeDefinition(handle).GetInterfaceImplementations()
        select (TypeNames.Of(Metadata, handle), TypeNames.Of(Metadata, Metadata.GetInterfaceImplementation(implementation).Interface));

    /// <summary>The interfaces that the assembly declares in a namespace.</summary>
    public IEnumerable<string> Interfaces(string space) =>
        from handle in Metadata.TypeDefinitions
        let type = Metadata.GetTypeDefinition(handle)
        where (type.Attributes & TypeAttributes.Interface) != 0 && Metadata.GetString(type.Namespace) == space
        select TypeNames.Of(Metadata, handle);

    /// <inheritdoc />
    public void Dispose() => pe.Dispose();

    static ImmutableArray<byte> ImmutableCollectionsRead(string path) => ImmutableArray.Create(File.ReadAllBytes(path));

    bool IsPublic(TypeDefinitionHandle handle)
    {
        var type = Metadata.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsPublic(type.GetDeclaringType()),
            _ => false,
        };
    }

    string NameOf(MethodDefinition method) => $"{TypeNames.Of(Metadata, method.GetDeclaringType())}::{Metadata.GetString(method.Name)}";

    MemberUse? Resolve(string user, EntityHandle handle)
    {
        ImmutableArray<string> methodArguments = [];
        if (handle.Kind == HandleKind.MethodSpecification)
        {
            var specification = Metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
            methodArguments = specification.DecodeSignature(TypeNames.Instance, null);
            handle = specification.Method;
        }

        if (handle.Kind != HandleKind.MemberReference) return null;
        var member = Metadata.GetMemberReference((MemberReferenceHandle)handle);
        var (type, typeArguments) = Split(TypeNames.Of(Metadata, member.Parent));
        var parameters = member.GetKind() == MemberReferenceKind.Method
            ? member.DecodeMethodSignature(TypeNames.Instance, null).ParameterTypes
            : [];
        return new MemberUse(user, type, typeArguments, Metadata.GetString(member.Name), parameters, methodArguments);
    }

    // "A`2<B,C<D,E>>" → "A`2", [B, C<D,E>]
    static (string Type, ImmutableArray<string> Arguments) Split(string name)
    {
        var open = name.IndexOf('<', StringComparison.Ordinal);
        if (open < 0 || !name.EndsWith('>')) return (name, []);
        var arguments = ImmutableArray.CreateBuilder<string>();
        var (depth, from) = (0, open + 1);
        for (var at = open + 1; at < name.Length; at++)
        {
            if (name[at] == '<') depth++;
            if (name[at] == '>') depth--;
            if ((name[at] == ',' && depth == 0) || depth < 0)
            {
                arguments.Add(name[from..at]);
                from = at + 1;
            }
        }

        return (name[..open], arguments.ToImmutable());
    }
}
