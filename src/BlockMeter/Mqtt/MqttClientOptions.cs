using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Mqtt;

/// <summary>Where and as whom to connect.</summary>
public sealed record MqttClientOptions
{
    public required string Host { get; init; }

    public int Port { get; init; } = 1883;

    /// <summary>TLS with the platform's trust; the server's name must match.</summary>
    public bool Tls { get; init; }

    public string ClientId { get; init; } = "";

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Longest silence before the connection counts as dead.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most messages on their way at once; the server may allow fewer (receive maximum).</summary>
    public int Window { get; init; } = 32;

    /// <summary>Time for connecting, TLS and CONNACK together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads <c>mqtt://host:1883</c> or <c>mqtts://host:8883</c>, with user and password if they are in it.</summary>
    /// <exception cref="AgentException">It is something else.</exception>
    public static MqttClientOptions Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0)
            throw new AgentException($"broker '{url}' must be like mqtt://localhost:1883 or mqtts://meters.example.org:8883");
        var tls = uri.Scheme == "mqtts";
        var user = uri.UserInfo.Split(':', 2);
        return new()
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : tls ? 8883 : 1883,
            Tls = tls,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
    }
}
