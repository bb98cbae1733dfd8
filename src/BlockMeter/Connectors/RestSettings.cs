using System.Globalization;
using System.Text.Json;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A partner's REST API and what it knows of a meter.</summary>
public sealed record RestSettings
{
    /// <summary>Address with <c>{from}</c> and <c>{to}</c>, which become UTC times such as 2026-11-21T10:15:00Z.</summary>
    public required string Url { get; init; }

    /// <summary>Headers to send; a value <c>env:NAME</c> comes from the environment.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What the answer is, unless it is JSON described by <see cref="Json"/>.</summary>
    public HistoryFormat? Content { get; init; }

    /// <summary>Where the readings stand in a JSON answer.</summary>
    public RestJson? Json { get; init; }

    /// <summary>Back-fill from here on, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How much to ask for at once while there is history to fetch.</summary>
    public int WindowHours { get; init; } = 168;

    /// <summary>How often to ask once it is caught up.</summary>
    public int EverySeconds { get; init; } = 900;

    /// <summary>How late the partner may bring values: a time that is longer ago and still empty is a gap.</summary>
    public int LateHours { get; init; } = 48;

    /// <summary>The meter.</summary>
    /// <exception cref="AgentException">A setting makes no sense.</exception>
    public MeterSettings Check()
    {
        if (!Uri.TryCreate(Fill(From, From), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new AgentException($"url is '{Url}': must be an http or https address");
        if (!Url.Contains("{from}", StringComparison.Ordinal))
            throw new AgentException("url must contain {from}");
        if (Content is null == Json is null)
            throw new AgentException("either content or json must say what the answer is");
        if (WindowHours < 1 || EverySeconds < 1 || LateHours < 0)
            throw new AgentException("windowHours and everySeconds must be more than 0, lateHours 0 or more");
        if (!UtcTime.Fits(From.ToUniversalTime()))
            throw new AgentException("from must be a whole second of the years 2000 to 2099");
        var meter = Content?.Meter ?? Json!.Meter;
        meter.ToRegistration();
        return meter;
    }

    /// <summary>The address for a stretch of time.</summary>
    public string Fill(DateTimeOffset from, DateTimeOffset to) => Url
        .Replace("{from}", Uri.EscapeDataString(UtcTime.Format(from)), StringComparison.Ordinal)
        .Replace("{to}", Uri.EscapeDataString(UtcTime.Format(to)), StringComparison.Ordinal);
}

/// <summary>Where readings stand in a JSON answer.</summary>
public sealed record RestJson
{
    /// <summary>The meter.</summary>
    public required MeterSettings Meter { get; init; }

    /// <summary>Member names, parted by full stops, that lead to the array; empty: the answer itself.</summary>
    public string Items { get; init; } = "";

    /// <summary>Member with the time: RFC 3339, or Unix seconds or milliseconds. For an interval meter the slot's start.</summary>
    public required string Time { get; init; }

    /// <summary>Member with the value: a number, or one in a string; null is a gap.</summary>
    public required string Value { get; init; }

    /// <summary>What the value is multiplied with to give the meter's unit.</summary>
    public decimal Scale { get; init; } = 1;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FormatException">It is not as described; the message says where.</exception>
    public DecodedReadings Read(byte[] answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var array = Items.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(document.RootElement, Member);
            if (array.ValueKind != JsonValueKind.Array)
                throw new FormatException($"{(Items.Length == 0 ? "the answer" : Items)} is no array");
            var rows = array.EnumerateArray().Select(Row).Where(row => row.Value is not null).OrderBy(row => row.At).ToList();
            return Meter.Kind == MeterKind.Register
                ? DecodedReadings.Of(rows.Select(row => new RegisterReading(row.At, row.Value!.Value)))
                : DecodedReadings.Of(rows.Select(row => new Interval(row.At, Meter.ResolutionSeconds, row.Value!.Value)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new FormatException("the answer is no JSON with times and numbers");
        }
    }

    private (DateTimeOffset At, decimal? Value) Row(JsonElement item)
    {
        var value = Member(item, Value);
        return (TimeOf(Member(item, Time)), value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => Scaled(value.GetDecimal()),
            JsonValueKind.String when decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Scaled(number),
            _ => throw new FormatException($"{Value} is {value}: must be a number"),
        });
    }

    private decimal Scaled(decimal value) => decimal.Round(value * Scale, DecimalText.MaxFractionDigits);

    private DateTimeOffset TimeOf(JsonElement time)
    {
        const long FirstMilliseconds = 100_000_000_000;   // as seconds, the year 5138; as milliseconds, 1973
        if (time.ValueKind == JsonValueKind.Number)
            return time.GetInt64() is var unix && unix < FirstMilliseconds ? DateTimeOffset.FromUnixTimeSeconds(unix) : DateTimeOffset.FromUnixTimeMilliseconds(unix / 1000 * 1000);
        return DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds())
            : throw new FormatException($"{Time} is '{time}': must be a time");
    }

    private static JsonElement Member(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member)
        ? member : throw new FormatException($"there is no {name}");
}
