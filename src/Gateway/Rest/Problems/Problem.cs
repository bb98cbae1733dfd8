using System.Text.Json.Serialization;

namespace SmartBlocks.Gateway.Rest;

/// <summary>An error as RFC 9457 (<c>application/problem+json</c>) says it.</summary>
/// <param name="Type">Address of the kind of problem: <c>/problems/</c> and the code.</param>
/// <param name="Title">The kind of problem in words; the same for each of its kind.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong this time: the field, the value found and the rule.</param>
/// <param name="Instance">Path of the request.</param>
/// <param name="Code">Stable, dotted, lower case, for programs.</param>
/// <param name="Field">The field that is wrong, when it is one.</param>
/// <param name="Value">The value found there.</param>
/// <param name="Errors">Each of several errors.</param>
/// <param name="Demo">On a host that runs the demo, an account to look around with; only where nobody is signed in.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Instance, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DemoAccount? Demo = null)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";
}

/// <summary>One of several errors in a request.</summary>
/// <param name="Code">Stable, dotted, lower case.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Field">Where.</param>
/// <param name="Value">The value found there.</param>
public sealed record FieldError(string Code, string Detail, string? Field, string? Value);

/// <summary>An account of the demo.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Password">Password.</param>
public sealed record DemoAccount(string Email, string Password);

/// <summary>The demo account that the sign-in page may offer; empty unless the host runs the demo.</summary>
public sealed class DemoHint
{
    /// <summary>The account, once there is one.</summary>
    public DemoAccount? Account { get; set; }
}
