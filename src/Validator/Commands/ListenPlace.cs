using System.Globalization;
using System.Net;

namespace SmartBlocks.Validator.Commands;

/// <summary>Where a server is told to listen: <c>PORT</c>, on this machine alone, or <c>ADDRESS:PORT</c>.</summary>
static class ListenPlace
{
    /// <summary>Reads it; null when it is neither.</summary>
    public static IPEndPoint? Read(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? new IPEndPoint(IPAddress.Loopback, port)
        : text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
}
