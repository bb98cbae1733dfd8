using System.Collections.Immutable;

namespace SmartBlocks.Architecture.Tests.Metadata;

/// <summary>One instruction of a method body that names a member of another assembly.</summary>
/// <param name="User">The method that contains the instruction: <c>Namespace.Type::Method</c>; lambdas, iterators and async methods appear
/// under their compiler-made names.</param>
/// <param name="Type">The member's type, without type arguments.</param>
/// <param name="TypeArguments">Type arguments of that type.</param>
/// <param name="Member">The member's name; a property appears as <c>get_Name</c>, a constructor as <c>.ctor</c>.</param>
/// <param name="Parameters">The member's parameter types.</param>
/// <param name="MethodArguments">Type arguments of the method.</param>
public sealed record MemberUse(string User, string Type, ImmutableArray<string> TypeArguments, string Member,
    ImmutableArray<string> Parameters, ImmutableArray<string> MethodArguments)
{
    /// <summary><c>Type.Member</c>.</summary>
    public string Name => $"{Type}.{Member}";
}
