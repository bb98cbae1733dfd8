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

    /// <summary>The secrets of a demo folder, or null when it has none. Who joined the demo since they were made is given some now.</summary>
    public static DemoSecrets? Load(string folder) => File.Exists(PathIn(folder))
        ? JsonSerializer.Deserialize<DemoSecrets>(File.ReadAllBytes(PathIn(folder)), Json)?.Complete(folder)
        : null;

    /// <summary>New secrets, written down before anything is made with them.</summary>
    public static DemoSecrets Create(string folder, DateTimeOffset now)
    {
        const long quarter = 900;
        return new DemoSecrets(DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / quarter * quarter), [], [], []).Complete(folder);
    }

    /// <summary>Adds what is missing, and writes it down before anything is made with it.</summary>
    DemoSecrets Complete(string folder)
    {
        var missing = Fill(ApiKeys, DemoRoster.Tenants.Select(t => t.Id), () => Secrets.Generate("sbk_"))
            | Fill(Passwords, DemoRoster.Users.Select(u => u.User.Email), () => Secrets.Generate("", 12))
            | Fill(Tokens, DemoRoster.Tenants.SelectMany(t => t.Meters.Select(m => m.Draft.Id).Append(t.AgentName)), () => Secrets.Generate(""));
        if (missing) PrivateFile.Write(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, Json));
        return this;
    }

    static bool Fill(Dictionary<string, string> secrets, IEnumerable<string> names, Func<string> make)
    {
        var before = secrets.Count;
        foreach (var name in names)
            if (!secrets.ContainsKey(name)) secrets[name] = make();
        return secrets.Count > before;
    }
}
