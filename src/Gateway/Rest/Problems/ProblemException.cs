using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Ends a request with a problem. Thrown by handlers and what they call; <see cref="ProblemMiddleware"/> writes it.</summary>
public sealed class ProblemException(int status, string code, string detail, string? field = null, string? value = null, IReadOnlyList<FieldError>? errors = null)
    : Exception(detail)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The field that is wrong.</summary>
    public string? Field { get; } = field;

    /// <summary>The value found there, cut to a length that fits an error message.</summary>
    public string? Value { get; } = value is { Length: > 200 } ? value[..200] + "…" : value;

    /// <summary>Each of several errors.</summary>
    public IReadOnlyList<FieldError>? Errors { get; } = errors;

    /// <summary>Seconds after which to try again.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>400: a field is wrong.</summary>
    public static ProblemException Invalid(string field, string? value, string rule, string code = "request.invalid") =>
        new(StatusCodes.Status400BadRequest, code, string.Create(CultureInfo.InvariantCulture, $"{field} is {Quote(value)}; {rule}"), field, value);

    /// <summary>404: there is no such thing, or it is not the caller's to know of.</summary>
    public static ProblemException NotFound(string kind, string id) =>
        new(StatusCodes.Status404NotFound, kind + ".unknown", $"There is no {kind} '{(id.Length > 200 ? id[..200] + "…" : id)}'.", kind, id);

    /// <summary>403: the thing is the caller's to see, the deed is not its to do.</summary>
    public static ProblemException Denied(string role, string deed) =>
        new(StatusCodes.Status403Forbidden, "access.denied", $"The role '{role}' may not {deed}.", "role", role);

    /// <summary>413.</summary>
    public static ProblemException TooLarge(long limit) => new(StatusCodes.Status413PayloadTooLarge, "request.tooLarge",
        string.Create(CultureInfo.InvariantCulture, $"The body is longer than {limit:N0} bytes, which is the limit here."));

    /// <summary>A ledger's rejection: 409 when the thing is there already, 422 when the ledger's rules refuse it.</summary>
    public static ProblemException Of(Rejection rejection) => new(
        rejection.Code.EndsWith(".exists", StringComparison.Ordinal) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity,
        rejection.Code, rejection.Detail, rejection.Field, rejection.Value);

    static string Quote(string? value) => value is null ? "missing" : $"'{(value.Length > 80 ? value[..80] + "…" : value)}'";
}
