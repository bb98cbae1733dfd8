using SmartBlocks.Architecture.Tests.Metadata;

namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>Everything impure in one compiled assembly.</summary>
public static class Inspection
{
    const string Interpolation = "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler";

    /// <summary>The findings of an assembly file, in the order of its methods.</summary>
    public static IReadOnlyList<Finding> Of(string path)
    {
        using var assembly = new CompiledAssembly(path);
        var findings = new List<Finding>();
        foreach (var body in assembly.Uses().GroupBy(use => use.User))
        {
            // Only an interpolation that was not given a format provider asks the thread for its culture.
            var byCulture = body.Any(use => use is { Type: Interpolation, Member: ".ctor", Parameters.Length: 2 });
            findings.AddRange(
                from use in body
                where use.Type != Interpolation || byCulture
                let kind = PurityRules.Judge(use)
                where kind is not null
                select new Finding(kind.Value, use.User, $"{use.Name}({string.Join(", ", use.Parameters)})"));
        }

        findings.AddRange(assembly.NativeMethods().Select(method => new Finding(Impurity.Native, method, "native code")));
        findings.AddRange(assembly.PublicSignatures().Where(member => PurityRules.IsFloatingPoint(member.Type))
            .Select(member => new Finding(Impurity.FloatingPoint, member.Method, $"{member.Type} in its signature")));
        return [.. findings.Distinct()];
    }
}
