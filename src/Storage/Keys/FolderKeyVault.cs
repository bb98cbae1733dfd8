using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Storage;

/// <summary>
/// Hosted keys as PKCS#8 PEM files (RFC 5958, RFC 7468) in a folder, readable by the service's user alone. Silos of one cluster share the folder
/// (a mounted secret); a key is created by an exclusive rename, so that two silos starting at once agree on one.
/// </summary>
/// <remarks><b>Trust:</b> the files are the keys. Back the folder up apart from the database, and as carefully as a signature stamp.</remarks>
public sealed partial class FolderKeyVault : IKeyVault, IDisposable
{
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, SigningKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Ed25519Key> _edwards = new(StringComparer.Ordinal);

    /// <param name="folder">Created with mode 0700 when it is missing.</param>
    public FolderKeyVault(string folder)
    {
        _folder = folder;
        CreatePrivateFolder(folder);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not lower case letters, digits, '-', '_' and at most one '/'.</exception>
    public ValueTask<ISigner> GetOrCreateAsync(string name, CancellationToken cancellation = default)
    {
        if (_keys.TryGetValue(name, out var key))
            return ValueTask.FromResult<ISigner>(key);
        Check(name);
        return LoadOrCreateAsync(name, cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not lower case letters, digits, '-', '_' and at most one '/'.</exception>
    public async ValueTask<Ed25519Key> GetOrCreateEd25519Async(string name, CancellationToken cancellation = default)
    {
        if (_edwards.TryGetValue(name, out var key))
            return key;
        Check(name);
        var path = Path.Combine(_folder, name + ".ed25519.pem");
        if (!File.Exists(path))
            await CreateAsync(path, Ed25519Key.FromSeed(RandomNumberGenerator.GetBytes(Ed25519Key.SeedSize)).ToPkcs8Pem(), cancellation);
        return _edwards.GetOrAdd(name, Ed25519Key.FromPkcs8Pem(await File.ReadAllTextAsync(path, cancellation)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }

    private async ValueTask<ISigner> LoadOrCreateAsync(string name, CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, name + ".pem");
        if (!File.Exists(path))
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await CreateAsync(path, fresh.ExportPkcs8PrivateKeyPem(), cancellation);
        }
        var loaded = SigningKey.FromPkcs8Pem(await File.ReadAllTextAsync(path, cancellation));
        var kept = _keys.GetOrAdd(name, loaded);
        if (!ReferenceEquals(kept, loaded))
            loaded.Dispose();
        return kept;
    }

    private static void Check(string name)
    {
        if (!Name().IsMatch(name))
            throw new ArgumentException($"Key name '{name}' must be lower case letters, digits, '-', '_' and at most one '/'.", nameof(name));
    }

    private static async Task CreateAsync(string path, string pem, CancellationToken cancellation)
    {
        CreatePrivateFolder(Path.GetDirectoryName(path)!);
        var draft = path + "." + Guid.NewGuid().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(draft, options))
        await using (var text = new StreamWriter(file))
        {
            await text.WriteAsync(pem.AsMemory(), cancellation);
            await text.FlushAsync(cancellation);
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);   // another silo was first: its key is the key
        }
    }

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [GeneratedRegex("^[a-z0-9_-]{1,64}(/[a-z0-9_-]{1,64})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
