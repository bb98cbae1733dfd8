using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Calls;
using SmartBlocks.Engine.Embedded.Execution;

namespace Orleans;

/// <summary>Identity of grains and of references to them.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the grain (or the same reference) as <typeparamref name="TGrainInterface"/>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)AsReference(grain, typeof(TGrainInterface));

    /// <summary>A reference to the grain (or the same reference) as <paramref name="interfaceType"/>.</summary>
    /// <exception cref="ArgumentException">The object is neither a grain nor a reference.</exception>
    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReferenceProxy reference => reference.Engine.References.Get(interfaceType, reference.Target),
            IGrainBase { GrainContext: Activation activation } =>
                activation.Engine.References.Get(interfaceType, activation.GrainId),
            _ => throw new ArgumentException(
                $"'{grain.GetType()}' is neither a grain nor a reference to one; observers need IGrainFactory.CreateObjectReference first.", nameof(grain)),
        };
    }

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => AsReference<TGrainInterface>(grain);

    /// <summary>The grain's identity.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReferenceProxy reference => reference.Target,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"'{grain.GetType()}' is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>The string key of the grain.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString()!;
}
