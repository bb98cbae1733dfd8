using System.Security.Cryptography;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.BlockMeter.Keys;

/// <summary>
/// Private keys of meters, one PKCS#8 PEM file each (<c>nimbus-main.pem</c>), readable by the owner only. A key is made once and never overwritten: what it
/// signed stays on the ledger under its id.
/// </summary>
public sealed class KeyFolder(string folder)
{
    /// <summary>The file of a meter's key.</summary>
    public string PathOf(string meter) => Path.Combine(folder, meter + ".pem");

    /// <summary>Meters that have a key here.</summary>
    public IReadOnlyList<string> Meters =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.pem").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Makes a key for a meter.</summary>
    /// <exception cref="AgentException">The meter has one already, or its name is no identifier.</exception>
    public SigningKey Create(string meter)
    {
        if (Identifiers.Check("meter", meter) is { } why)
            throw new AgentException(why.Detail);
        var path = PathOf(meter);
        CreateFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(path, options);
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new AgentException($"meter {meter} has a key already, {path}; keys are never overwritten");
        }
        return Load(meter);
    }

    /// <summary>The key of a meter.</summary>
    /// <exception cref="AgentException">There is none, or the file cannot be read.</exception>
    public SigningKey Load(string meter)
    {
        var path = PathOf(meter);
        if (!File.Exists(path))
            throw new AgentException($"meter {meter} has no key in {folder}; make one with: blockmeter keys create {meter}");
        try
        {
            return SigningKey.FromPkcs8Pem(File.ReadAllText(path));
        }
        catch (FormatException e)
        {
            throw new AgentException($"key file {path} cannot be read: {e.Message}");
        }
    }

    /// <summary>The key of a meter, made when there is none.</summary>
    public SigningKey LoadOrCreate(string meter) => File.Exists(PathOf(meter)) ? Load(meter) : Create(meter);

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
