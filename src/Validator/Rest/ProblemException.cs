namespace SmartBlocks.Validator.Rest;

/// <summary>A request that cannot be answered, as RFC 9457 says it.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="title">What kind of problem it is.</param>
/// <param name="detail">Field, value and rule.</param>
public sealed class ProblemException(int status, string title, string detail) : Exception(detail)
{
    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>What kind of problem it is.</summary>
    public string Title => title;

    /// <summary>There is nothing of that name.</summary>
    public static ProblemException NotFound(string what, string name) => new(404, "Not found", $"There is no {what} '{name}' in this replica.");

    /// <summary>A field breaks a rule.</summary>
    public static ProblemException Invalid(string field, string? value, string rule) => new(400, "Invalid request", $"{field} is '{value}'; {rule}");
}
