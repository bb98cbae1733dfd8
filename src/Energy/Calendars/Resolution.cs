using System.Text.Json.Serialization;

namespace SmartBlocks.Energy;

/// <summary>The periods that readings are added up over, on a site's local calendar.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Resolution>))]
public enum Resolution
{
    [JsonStringEnumMemberName("hour")] Hour,
    [JsonStringEnumMemberName("day")] Day,
    [JsonStringEnumMemberName("month")] Month,
}
