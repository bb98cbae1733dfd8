using System.Reflection;
using SmartBlocks.Architecture.Fixture;

namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>
/// The inspection finds every sin of the fixture, and calls nothing innocent a sin: these tests show that the others can fail.
/// </summary>
public sealed class InspectionTests
{
    static readonly IReadOnlyList<Finding> findings = Inspection.Of(typeof(SinAttribute).Assembly.Location);

    static readonly MethodInfo[] methods = [.. typeof(SinAttribute).Assembly.GetTypes().SelectMany(type => type.GetMethods())];

    public static TheoryData<string, string, Impurity> Sins =>
        [.. from method in methods
            let sin = method.GetCustomAttribute<SinAttribute>()
            where sin is not null
            select new TheoryDataRow<string, string, Impurity>(
                method.DeclaringType!.FullName!, method.Name, Enum.Parse<Impurity>(sin.Kind))];

    public static TheoryData<string, string> Innocents =>
        [.. from method in methods
            where method.IsDefined(typeof(InnocentAttribute))
            select new TheoryDataRow<string, string>(method.DeclaringType!.FullName!, method.Name)];

    [Theory]
    [MemberData(nameof(Sins))]
    public void A_sin_is_found_where_it_is_committed(string type, string method, Impurity kind) =>
        findings.Where(finding => IsIn(finding, type, method)).Select(finding => finding.Kind).ShouldContain(kind);

    [Theory]
    [MemberData(nameof(Innocents))]
    public void A_pure_method_is_left_in_peace(string type, string method) =>
        findings.Where(finding => IsIn(finding, type, method)).ShouldBeEmpty();

    [Fact]
    public void Every_kind_of_impurity_has_a_sin_that_shows_it() =>
        findings.Select(finding => finding.Kind).Distinct().Order().ShouldBe(Enum.GetValues<Impurity>().Order());

    // The bodies of lambdas, iterators and async methods live in nested types under names like <Method>b__0.
    static bool IsIn(Finding finding, string type, string method) =>
        finding.User == $"{type}::{method}"
        || (finding.User.StartsWith(type + "/", StringComparison.Ordinal)
            && finding.User.Contains($"<{method}>", StringComparison.Ordinal));
}
