using System.Text.Json;
using SmartBlocks.Grains;

namespace SmartBlocks.Silo.Demo;

/// <summary>
/// The demo's secrets, random for each data folder and kept beside it, because the database holds only their hashes. Also what the history must be the same
/// for if a start is cut off and repeated.
/// </summary>
/// <param name="HistoryUntil">End of the history, where live slots begin.</param>
/// <param name="ApiKeys">API key of each tenant.</param>
/// <param name="Passwords">Password of each user, by e-mail address.</param>
/// <param name="Tokens">Token of each device account, by user name.</param>
public sealed record DemoSecrets(DateTimeOffset HistoryUntil, Dictionary<string, string> ApiKeys, Dictionary<string, string> Passwords, Dictionary<string, string> Tokens)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file of a demo folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "secrets.json");

    /// <summary>The secrets of a demo folder, or null when it has none. Who joined the demo since they were made is given a password now.</summary>
    public static DemoSecrets? Load(string folder)
    {
        if (!File.Exists(PathIn(folder)) || JsonSerializer.Deserialize<DemoSecrets>(File.ReadAllBytes(PathIn(folder)), Json) is not { } secrets) return null;
        var added = DemoRoster.Users.Count(u => secrets.Passwords.TryAdd(u.User.Email, Secrets.Generate("", 12)));
        if (added > 0) secrets.Write(folder);
        return secrets;
    }

    /// <summary>New secrets, written down before anything is made with them.</summary>
    public static DemoSecrets Create(string folder, DateTimeOffset now)
    {
        const long quarter = 900;
        var secrets = new DemoSecrets(DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / quarter * quarter),
            DemoRoster.Tenants.ToDictionary(t => t.Id, _ => Secrets.Generate("sbk_")),
            DemoRoster.Users.ToDictionary(u => u.User.Email, _ => Secrets.Generate("", 12)),
            DemoRoster.Tenants.SelectMany(t => t.Meters.Select(m => m.Draft.Id).Append(t.AgentName)).ToDictionary(u => u, _ => Secrets.Generate("")));
        secrets.Write(folder);
        return secrets;
    }

    void Write(string folder) => PrivateFile.Write(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
