using System.Data.Common;
using System.Reflection;
using System.Text.Json;

namespace SmartBlocks.Engine.Embedded;

/// <summary>How the embedded engine runs.</summary>
public sealed class EmbeddedEngineOptions
{
    /// <summary>The environment variable whose value <c>1</c> makes <see cref="RoundTrip"/> the default: how a whole test suite is run in that mode.</summary>
    public const string RoundTripVariable = "SMARTBLOCKS_ROUNDTRIP";

    /// <summary>The assemblies whose grain classes run.</summary>
    public ICollection<Assembly> GrainAssemblies { get; } = new HashSet<Assembly>();

    /// <summary>Where grain state and reminders are kept: SQLite or PostgreSQL. Null keeps them in memory. The host disposes of it.</summary>
    public DbDataSource? Database { get; set; }

    /// <summary>
    /// Sends every argument, result and stream item through System.Text.Json by its declared type, as it would cross between machines.
    /// For tests: what is lost on the way is lost with Orleans too. (Stored state always crosses.)
    /// </summary>
    public bool RoundTrip { get; set; } = Environment.GetEnvironmentVariable(RoundTripVariable) == "1";

    /// <summary>The JSON of crossing values and of stored state. Copied at the start.</summary>
    public JsonSerializerOptions Json { get; set; } = new();

    /// <summary>How long a caller waits for an answer before it gets a <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may be idle, unless its class says otherwise.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The names of the stream providers.</summary>
    public ICollection<string> StreamProviders { get; } = new HashSet<string>(StringComparer.Ordinal) { "streams" };

    /// <summary>How many items may wait for one subscriber; beyond it the oldest are dropped with a warning.</summary>
    public int StreamQueueLimit { get; set; } = 10_000;
}
