namespace SmartBlocks.Architecture.Fixture;

/// <summary>The one kind of impurity that the method commits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SinAttribute(string kind) : Attribute
{
    /// <summary>Name of a kind of impurity, as the tests spell it.</summary>
    public string Kind { get; } = kind;
}

/// <summary>The method is pure although it looks as if it were not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InnocentAttribute : Attribute;
