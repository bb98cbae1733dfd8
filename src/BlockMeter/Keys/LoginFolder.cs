using System.Text.Json;
using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Keys;

/// <summary>The MQTT login of a meter's device.</summary>
public sealed record Login(string Username, string Password);

/// <summary>Logins that registering brought, one JSON file a meter in <c>logins</c>, readable by the owner only.</summary>
public sealed class LoginFolder(string dataFolder)
{
    private readonly string folder = Path.Combine(dataFolder, "logins");

    /// <summary>The login of a meter; null when none is stored.</summary>
    /// <exception cref="AgentException">The file cannot be read.</exception>
    public Login? Load(string meter)
    {
        var path = PathOf(meter);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Login>(File.ReadAllBytes(path), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            throw new AgentException($"{path} is not the JSON of a login");
        }
    }

    /// <summary>Stores a login in place of an older one.</summary>
    /// <returns>The file.</returns>
    public string Store(string meter, Login login)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(meter);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, login, JsonSerializerOptions.Web);
        file.Flush(flushToDisk: true);
        return path;
    }

    private string PathOf(string meter) => Path.Combine(folder, meter + ".json");
}
