namespace Orleans;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason was given.</summary>
    None,
    /// <summary>The host stops.</summary>
    ShuttingDown,
    /// <summary>Activation did not succeed.</summary>
    ActivationFailed,
    /// <summary>The directory failed.</summary>
    DirectoryFailure,
    /// <summary>Nobody called for the collection age.</summary>
    ActivationIdle,
    /// <summary>The activation did not answer.</summary>
    ActivationUnresponsive,
    /// <summary>Another activation exists.</summary>
    DuplicateActivation,
    /// <summary>A request could not be served by this version.</summary>
    IncompatibleRequest,
    /// <summary>The application failed.</summary>
    ApplicationError,
    /// <summary>The application asked for it.</summary>
    ApplicationRequested,
    /// <summary>The activation moves.</summary>
    Migrating,
    /// <summary>The engine asked for it.</summary>
    RuntimeRequested,
    /// <summary>Memory is short.</summary>
    HighMemoryPressure,
}

/// <summary>Why an activation ends, with words and the error that caused it.</summary>
public readonly record struct DeactivationReason
{
    /// <summary>A reason without an error.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
    {
    }

    /// <summary>A reason with the error that caused it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text) =>
        (ReasonCode, Exception, Description) = (code, exception, text);

    /// <summary>The reason in words.</summary>
    public string Description { get; }

    /// <summary>The reason.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>The error that caused it, if one did.</summary>
    public Exception? Exception { get; }
}
