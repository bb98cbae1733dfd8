using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>
/// Polls a partner's REST API: first the history since a date, window by window, then what is new. It remembers up to which instant everything is taken, and asks from there: broken off
/// anywhere, it goes on. An answer it cannot read is asked for again, never skipped.
/// </summary>
public sealed class RestConnector : IConnector, IDisposable
{
    private const int LongestAnswer = 16 * 1024 * 1024;

    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<RestSettings>(
        "rest", "A partner's REST API: back-fills history with progress, then polls; CSV, SenML, Green Button or plain JSON.",
        """
        {"url": "https://partner.example/meters/42?from={from}&to={to}", "headers": {"Authorization": "env:PARTNER_AUTHORIZATION"}, "from": "2026-01-01T00:00:00Z",
            "json": {"meter": {"meter": "roof", "direction": "generation"}, "items": "data", "time": "start", "value": "kwh"}}
        """,
        (settings, context) => new RestConnector(settings, context));

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromMinutes(15);

    private readonly RestSettings settings;
    private readonly ConnectorContext context;
    private readonly MeterSettings meter;
    private readonly HttpClient http;

    /// <param name="settings">What to ask whom.</param>
    /// <param name="context">What connectors share.</param>
    /// <exception cref="AgentException">A setting makes no sense.</exception>
    public RestConnector(RestSettings settings, ConnectorContext context)
    {
        (this.settings, this.context) = (settings, context);
        meter = settings.Check();
        http = new HttpClient { Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = LongestAnswer };
        foreach (var (name, value) in settings.Headers)
        {
            if (!http.DefaultRequestHeaders.TryAddWithoutValidation(name, Secrets.Resolve(value)))
                throw new AgentException($"headers: '{name}' is no header of a request");
        }
    }

    public string Name => $"REST {new Uri(settings.Fill(settings.From, settings.From)).Host}";

    public IReadOnlyList<string> Meters => [meter.Meter];

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var pause = FirstPause;
        while (true)
        {
            var (from, signedAt) = Resume();
            var now = context.Time.GetUtcNow();
            var to = Earlier(from.AddHours(settings.WindowHours), DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()));
            var caughtUp = to < from.AddHours(settings.WindowHours);
            var (readings, retryAfter) = to > from ? await AskAsync(from, to, cancellation) : (DecodedReadings.Of(Array.Empty<Interval>()), null);
            if (readings is null)
            {
                await Task.Delay(retryAfter ?? pause, context.Time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }
            pause = FirstPause;
            var (taken, next) = New(readings, from, to);
            if (taken is not null)
            {
                Remember(from, signedAt);
                yield return new([new(meter.Meter, taken, string.Create(CultureInfo.InvariantCulture, $"rest-{from.ToUnixTimeSeconds()}"), signedAt)], () => Remember(next, null));
            }
            else if (to < now.AddHours(-settings.LateHours))
            {
                context.Log($"{Name}: {meter.Meter}: nothing from {UtcTime.Format(from)} to {UtcTime.Format(to)}; taken as a gap");
                Remember(next = to, null);
            }
            else
            {
                caughtUp = true;
            }
            if (!caughtUp)
                context.Log($"{Name}: {meter.Meter}: history up to {UtcTime.Format(next)}, {(next - settings.From) / (now - settings.From):P0}");
            else
                await Task.Delay(TimeSpan.FromSeconds(settings.EverySeconds), context.Time, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private string Position => $"rest/{meter.Meter}/{settings.Url}";

    private (DateTimeOffset From, DateTimeOffset SignedAt) Resume()
    {
        var parts = context.Positions[Position]?.Split(' ') ?? [];
        var from = parts.Length > 0 && UtcTime.TryParse(parts[0], out var stored) ? stored : settings.From.ToUniversalTime();
        var signedAt = parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return (from, DateTimeOffset.FromUnixTimeMilliseconds(signedAt));
    }

    private void Remember(DateTimeOffset from, DateTimeOffset? signedAt) => context.Positions.Set(Position, signedAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{UtcTime.Format(from)} {at.ToUnixTimeMilliseconds()}")
        : UtcTime.Format(from));

    /// <summary>What of an answer is new and over, and the instant up to which everything is then taken.</summary>
    private static (DecodedReadings? Taken, DateTimeOffset Next) New(DecodedReadings readings, DateTimeOffset from, DateTimeOffset to)
    {
        var intervals = readings.Intervals.Where(interval => interval.Start >= from && interval.End <= to).ToList();
        var registers = readings.Registers.Where(register => register.At >= from && register.At < to).ToList();
        return intervals.Count > 0 ? (DecodedReadings.Of(intervals), intervals.Max(interval => interval.End))
            : registers.Count > 0 ? (DecodedReadings.Of(registers), registers.Max(register => register.At).AddSeconds(1))
            : (null, from);
    }

    private async Task<(DecodedReadings? Readings, TimeSpan? RetryAfter)> AskAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(settings.Fill(from, to), cancellation);
            if (!response.IsSuccessStatusCode)
            {
                context.Log($"{Name}: {meter.Meter}: answered {(int)response.StatusCode}; asked again later");
                return (null, Later(response.Headers.RetryAfter));
            }
            return (Read(await response.Content.ReadAsByteArrayAsync(cancellation)), null);
        }
        catch (Exception e) when (e is HttpRequestException or FormatException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            context.Log($"{Name}: {meter.Meter}: {e.Message}; asked again later");
            return (null, null);
        }
    }

    private DecodedReadings Read(byte[] answer)
    {
        var readings = DecodedReadings.Of(Array.Empty<Interval>());
        if (settings.Content is { } content && !content.TryRead(answer, context.Time.GetUtcNow(), out readings, out var why))
            throw new FormatException(why!.Detail);
        if (settings.Json is { } json)
            readings = json.Read(answer);
        return readings.Intervals.IsEmpty && readings.Registers.IsEmpty ? readings : readings.Check() is { } bad ? throw new FormatException(bad.Detail) : readings;
    }

    private TimeSpan? Later(RetryConditionHeaderValue? retry)
    {
        var wait = retry?.Delta ?? (retry?.Date - context.Time.GetUtcNow());
        return wait is { } time && time > TimeSpan.Zero ? (time < LongestPause ? time : LongestPause) : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
