using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Blobs;

/// <summary>
/// Blobs in one container of Azure Blob Storage, or of what speaks its protocol (Azurite). Conditions travel as If-Match and If-None-Match headers
/// (RFC 9110 section 13), so that the service decides them, whoever writes.
/// </summary>
/// <param name="container">The container.</param>
public sealed class AzureBlobStore(BlobContainerClient container) : IBlobStore
{
    /// <summary>Opens a container by connection string; nothing is sent yet.</summary>
    public AzureBlobStore(string connectionString, string containerName) : this(new BlobContainerClient(connectionString, containerName)) { }

    /// <summary>Creates the container if it is missing.</summary>
    /// <exception cref="StorageException">The storage account cannot be reached or refuses.</exception>
    public async Task PrepareAsync(CancellationToken cancellation = default)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            throw new StorageException($"Blob container '{container.Name}' cannot be opened at {container.Uri.GetLeftPart(UriPartial.Authority)}: {FirstLine(exception.Message)}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? condition = null, CancellationToken cancellation = default)
    {
        var options = new BlobUploadOptions
        {
            Conditions = condition switch
            {
                null => null,
                "" => new BlobRequestConditions { IfNoneMatch = ETag.All },
                _ => new BlobRequestConditions { IfMatch = new ETag(condition) },
            },
        };
        try
        {
            var response = await Blob(name).UploadAsync(BinaryData.FromBytes(content), options, cancellation);
            return Text(response.Value.ETag);
        }
        catch (RequestFailedException exception) when (condition is not null && exception.Status is 412 or 409)
        {
            return null; // Precondition failed, or "blob already exists".
        }
    }

    /// <inheritdoc/>
    public async Task<BlobContent?> ReadAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            var content = (await Blob(name).DownloadContentAsync(cancellation)).Value;
            return new BlobContent(content.Content.ToMemory(), Text(content.Details.ETag), content.Details.ContentLength);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<BlobContent?> ReadRangeAsync(string name, long offset, int length, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        try
        {
            // An empty range cannot be said in HTTP, and one past the end is refused: both are answered from the blob's properties.
            if (length == 0)
                return await EmptyAsync(name, cancellation);
            var options = new BlobDownloadOptions { Range = new HttpRange(offset, length) };
            var response = (await Blob(name).DownloadContentAsync(options, cancellation)).Value;
            return new BlobContent(response.Content.ToMemory(), Text(response.Details.ETag), TotalLength(response.Details));
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException exception) when (exception.Status == 416)
        {
            return await EmptyAsync(name, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) =>
        (await Blob(name).DeleteIfExistsAsync(cancellationToken: cancellation)).Value;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix);
        await foreach (var item in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation))
            yield return item.Name;
    }

    async Task<BlobContent?> EmptyAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var properties = (await Blob(name).GetPropertiesAsync(cancellationToken: cancellation)).Value;
            return new BlobContent(ReadOnlyMemory<byte>.Empty, Text(properties.ETag), properties.ContentLength);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    BlobClient Blob(string name)
    {
        BlobName.Check(name);
        return container.GetBlobClient(name);
    }

    // Content-Range: bytes 5-9/42 (RFC 9110 section 14.4)
    static long TotalLength(BlobDownloadDetails details) =>
        details.ContentRange is { } range && range.LastIndexOf('/') is var slash and >= 0
        && long.TryParse(range.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var total)
            ? total : details.ContentLength;

    static string Text(ETag tag) => tag.ToString("H");

    static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();
}
